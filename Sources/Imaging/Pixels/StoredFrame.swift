/// Station 1 of the data path: one frame's pixel values exactly as the file stores them.

/// How stored values map to brightness (PS3.3 C.7.6.3.1.2). Raster files are `monochrome2` or `rgb`.
package enum PhotometricInterpretation: String, Equatable, Sendable {
  case monochrome1 = "MONOCHROME1"
  case monochrome2 = "MONOCHROME2"
  case rgb = "RGB"
}

/// Stored pixel values after bit masking and sign extension; before rescale, windowing and inversion.
package struct StoredFrame: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  /// 1 for gray, 3 for pixel-interleaved RGB.
  package let samplesPerPixel: Int
  /// 1...16; the nominal range of a value is 0..<(1 << bitsStored), or the signed range of that width.
  package let bitsStored: Int
  package let isSigned: Bool
  package let photometric: PhotometricInterpretation
  /// `rows * columns * samplesPerPixel` values, row-major.
  package let values: [Int32]
  /// The gray plane that the file itself carries beside its colours (a JPEG's Y), `rows * columns`; nil otherwise.
  package let luma: [UInt8]?

  package init(
    rows: Int, columns: Int, samplesPerPixel: Int = 1, bitsStored: Int, isSigned: Bool = false,
    photometric: PhotometricInterpretation, values: [Int32], luma: [UInt8]? = nil
  ) {
    precondition(values.count == rows * columns * samplesPerPixel)
    precondition((1...16).contains(bitsStored) && (samplesPerPixel == 1 || samplesPerPixel == 3))
    precondition(luma.map { $0.count == rows * columns } ?? true)
    self.rows = rows
    self.columns = columns
    self.samplesPerPixel = samplesPerPixel
    self.bitsStored = bitsStored
    self.isSigned = isSigned
    self.photometric = photometric
    self.values = values
    self.luma = luma
  }
}
