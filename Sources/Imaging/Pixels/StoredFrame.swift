/// Station 1 of the data path: one frame's pixel values exactly as the file stores them.

/// How stored values map to brightness (PS3.3 C.7.6.3.1.2). Raster files are `monochrome2` or `rgb`.
package enum PhotometricInterpretation: String, Equatable, Codable, Sendable {
  case monochrome1 = "MONOCHROME1"
  case monochrome2 = "MONOCHROME2"
  case rgb = "RGB"
  case paletteColor = "PALETTE COLOR"
  case ybrFull = "YBR_FULL"
  case ybrFull422 = "YBR_FULL_422"
  /// The colour transforms of JPEG 2000, irreversible and reversible; a decoded frame is RGB.
  case ybrICT = "YBR_ICT"
  case ybrRCT = "YBR_RCT"

  package var isGray: Bool { self == .monochrome1 || self == .monochrome2 }
  package var samplesPerPixel: Int { isGray || self == .paletteColor ? 1 : 3 }
}

/// Stored pixel values after bit masking and sign extension; before rescale, windowing and inversion.
package struct StoredFrame: Equatable, Codable, Sendable {
  package let rows: Int
  package let columns: Int
  /// 1 for gray and for indices of a palette, 3 for pixel-interleaved colours.
  package let samplesPerPixel: Int
  /// 1...32; the nominal range of a value is 0..<(1 << bitsStored), or the signed range of that width.
  package let bitsStored: Int
  package let isSigned: Bool
  package let photometric: PhotometricInterpretation
  private let samples: Samples
  /// The gray plane that the file itself carries beside its colours (a JPEG's Y), `rows * columns`; nil otherwise.
  package let luma: [UInt8]?

  /// One representation for each kind of frame, so that equal frames compare equal.
  private enum Samples: Equatable, Codable, Sendable {
    /// Single samples of up to 16 bits, counted from the lowest possible value.
    case codes([UInt16])
    /// All others; unsigned 32-bit values by their bits.
    case values([Int32])
  }

  /// - Parameters:
  ///   - values: `rows * columns * samplesPerPixel` values, row-major; unsigned 32-bit ones by their bits.
  package init(
    rows: Int, columns: Int, samplesPerPixel: Int = 1, bitsStored: Int, isSigned: Bool = false,
    photometric: PhotometricInterpretation, values: [Int32], luma: [UInt8]? = nil
  ) {
    precondition(values.count == rows * columns * samplesPerPixel)
    precondition((1...32).contains(bitsStored) && (samplesPerPixel == 1 || samplesPerPixel == 3))
    precondition(luma.map { $0.count == rows * columns } ?? true)
    self.rows = rows
    self.columns = columns
    self.samplesPerPixel = samplesPerPixel
    self.bitsStored = bitsStored
    self.isSigned = isSigned
    self.photometric = photometric
    let low = Self.range(bits: bitsStored, isSigned: isSigned).lowerBound
    samples =
      samplesPerPixel == 1 && bitsStored <= 16
      ? .codes(Self.codes(values, low: Int32(low), bits: bitsStored)) : .values(values)
    self.luma = luma
  }

  /// A frame of single samples of up to 16 bits.
  /// - Parameters:
  ///   - codes: `rows * columns` values counted from the lowest possible one, each within `bitsStored` bits.
  init(
    rows: Int, columns: Int, bitsStored: Int, isSigned: Bool = false, photometric: PhotometricInterpretation,
    codes: [UInt16]
  ) {
    precondition(codes.count == rows * columns && (1...16).contains(bitsStored))
    self.rows = rows
    self.columns = columns
    self.samplesPerPixel = 1
    self.bitsStored = bitsStored
    self.isSigned = isSigned
    self.photometric = photometric
    samples = .codes(codes)
    luma = nil
  }

  private static func codes(_ values: [Int32], low: Int32, bits: Int) -> [UInt16] {
    let mask = ~Int32((1 << bits) - 1)
    var outside: Int32 = 0
    let codes = [UInt16](unsafeUninitializedCapacity: values.count) { out, count in
      count = values.count
      values.withUnsafeBufferPointer { values in
        for i in 0..<values.count {
          let code = values[i] &- low
          outside |= code & mask
          out.initializeElement(at: i, to: UInt16(truncatingIfNeeded: code))
        }
      }
    }
    precondition(outside == 0, "a stored value lies outside the range of its bits")
    return codes
  }

  private static func range(bits: Int, isSigned: Bool) -> ClosedRange<Int> {
    isSigned ? -(1 << (bits - 1))...(1 << (bits - 1)) - 1 : 0...(1 << bits) - 1
  }
}

extension StoredFrame {
  /// Whether the samples have the kind, number and range that the other fields promise.
  var hasItsSamples: Bool {
    switch samples {
    case .codes(let codes):
      samplesPerPixel == 1 && bitsStored <= 16 && codes.count == rows * columns
        && codes.areBelow(bits: bitsStored)
    case .values(let values):
      (samplesPerPixel == 3 || bitsStored > 16) && values.count == rows * columns * samplesPerPixel
    }
  }

  /// The stored values that the bits allow.
  package var storedRange: ClosedRange<Int> { Self.range(bits: bitsStored, isSigned: isSigned) }

  /// `rows * columns * samplesPerPixel` values, row-major; unsigned 32-bit ones by their bits. Made anew for gray frames.
  package var values: [Int32] {
    switch samples {
    case .values(let values): return values
    case .codes(let codes):
      let low = Int32(storedRange.lowerBound)
      return codes.map { Int32($0) &+ low }
    }
  }

  /// The values as numbers.
  package var numbers: [Double] {
    switch samples {
    case .codes(let codes):
      let low = Double(storedRange.lowerBound)
      return codes.map { Double($0) + low }
    case .values(let values):
      return bitsStored == 32 && !isSigned
        ? values.map { Double(UInt32(bitPattern: $0)) } : values.map { Double($0) }
    }
  }

  /// Single samples counted from the lowest possible value; nil for colours and for more than 16 bits.
  var codes: [UInt16]? {
    if case .codes(let codes) = samples { codes } else { nil }
  }
}
