/// Floating-point pixels (PS3.3 C.7.6.24 and C.7.6.25): kept as they are, and shown in 65,536 even steps.

internal import CDicom

/// One frame of floating-point stored values.
package struct RealPixels: Equatable, Codable, Sendable {
  /// `rows * columns`, row-major, all of them finite.
  package let values: [Double]
  /// 64 bits in the file, else 32.
  package let isDouble: Bool
}

extension DicomDataSet {
  /// Frame `index` of Float or Double Float Pixel Data; nil where there are none.
  func reals(rows: Int, columns: Int, frames: Int, index: Int) throws(ImagingError) -> RealPixels? {
    guard let (all, isDouble) = try allReals() else { return nil }
    let (needed, overflow) = (rows * columns).multipliedReportingOverflow(by: frames)
    let width = isDouble ? 8 : 4
    guard !overflow, all.count >= needed else {
      throw .pixelDataTooShort(bytes: width * all.count, expected: overflow ? .max : width * needed)
    }
    let values = Array(all[index * rows * columns..<(index + 1) * rows * columns])
    guard values.allSatisfy(\.isFinite) else {
      throw .unsupported(.dicom, feature: "pixels that are not finite numbers")
    }
    return RealPixels(values: values, isDouble: isDouble)
  }
}

extension RealPixels {
  /// The values in 65,536 steps from the lowest to the highest, and the way back to them.
  func frame(rows: Int, columns: Int, photometric: PhotometricInterpretation) -> (
    frame: StoredFrame, scale: Double, low: Double
  ) {
    let low = values.min() ?? 0, high = values.max() ?? 0
    let scale = high > low ? high / 65535 - low / 65535 : 1
    let codes = values.map { UInt16(min(max((($0 - low) / scale).rounded(), 0), 65535)) }
    let frame = StoredFrame(
      rows: rows, columns: columns, bitsStored: 16, photometric: photometric, codes: codes)
    return (frame, scale, low)
  }
}

extension Film {
  /// Opens frame `index` of a film of floating-point pixels; nil where the file holds none.
  static func real(_ data: borrowing DicomDataSet, limits: DecodeLimits, frame index: Int)
    throws(ImagingError)
    -> Film?
  {
    guard data.hasReals else { return nil }
    let rows = try data.required(.rows), columns = try data.required(.columns)
    guard rows > 0, columns > 0 else { throw .attribute(rows > 0 ? .columns : .rows, .outOfRange(0)) }
    guard rows * columns <= limits.pixels else {
      throw .tooManyPixels(columns: columns, rows: rows, limit: limits.pixels)
    }
    let frames = max(data.string(.numberOfFrames).flatMap { Int($0) } ?? 1, 1)
    guard (0..<frames).contains(index) else { throw .noSuchFrame(index + 1, of: frames) }
    let name = data.string(.photometric) ?? ""
    guard let photometric = PhotometricInterpretation(rawValue: name), photometric.isGray else {
      throw .attribute(.photometric, .missing)
    }
    guard let reals = try data.reals(rows: rows, columns: columns, frames: frames, index: index) else {
      return nil
    }
    let (frame, scale, low) = reals.frame(rows: rows, columns: columns, photometric: photometric)
    var metadata = data.acquisition
    metadata.frames = frames
    metadata.transferSyntaxUID = data.transferSyntax.uid
    return Film(
      format: .dicom, frame: frame,
      image: ModalityImage(frame, transform: .linear(slope: scale, intercept: low)), metadata: metadata,
      reals: reals)
  }
}
