/// TIFF pictures: the first directory, gray or RGB, 8 or 16 bits, without loss.

internal import CTIFF

struct TIFFImage: Equatable, Sendable {
  /// Gray (0 is black) or RGB stored values.
  let frame: StoredFrame
  /// 1...8, as EXIF counts.
  let orientation: Int

  /// Decodes a whole file. Throws `.tooManyPixels` by its header, `.unsupported` for kinds that radiographs do not come in.
  init(decoding bytes: [UInt8], limits: DecodeLimits = .standard) throws(ImagingError) {
    var info = ctiff_info()
    let decoded: Result<[Int32], ImagingError> = bytes.withUnsafeBufferPointer { source in
      var reader: OpaquePointer?
      let status = ctiff_open(source.baseAddress, source.count, UInt64(limits.pixels), &reader, &info)
      guard let reader else { return .failure(Self.error(status, &info, limits)) }
      defer { ctiff_close(reader) }
      return Self.decode(reader, &info, limits)
    }
    let isGray = info.channels == 1
    frame = StoredFrame(
      rows: Int(info.rows), columns: Int(info.columns), samplesPerPixel: Int(info.channels),
      bitsStored: Int(info.depth), photometric: isGray ? .monochrome2 : .rgb, values: try decoded.get())
    orientation = (1...8).contains(info.orientation) ? Int(info.orientation) : 1
  }

  private static func decode(_ reader: OpaquePointer, _ info: inout ctiff_info, _ limits: DecodeLimits)
    -> Result<[Int32], ImagingError>
  {
    let count = Int(info.rows) * Int(info.columns) * Int(info.channels)
    var raw = [UInt8](repeating: 0, count: count * Int(info.depth) / 8)
    let status = raw.withUnsafeMutableBytes { ctiff_decode(reader, $0.baseAddress, &info) }
    guard status == CTIFF_OK else { return .failure(error(status, &info, limits)) }
    let white = info.is_inverted != 0 ? Int32(1) << Int32(info.depth) - 1 : nil
    let isDeep = info.depth == 16
    return .success(
      raw.withUnsafeBytes { raw in
        (0..<count).map { i in
          let value = isDeep ? Int32(raw.load(fromByteOffset: 2 * i, as: UInt16.self)) : Int32(raw[i])
          return white.map { $0 - value } ?? value
        }
      })
  }

  private static func error(_ status: ctiff_status, _ info: inout ctiff_info, _ limits: DecodeLimits)
    -> ImagingError
  {
    let words = String(cString: ctiff_message(&info))
    return switch status {
    case CTIFF_TOO_LARGE:
      .tooManyPixels(columns: Int(info.columns), rows: Int(info.rows), limit: limits.pixels)
    case CTIFF_NO_MEMORY: .outOfMemory
    case CTIFF_UNSUPPORTED: .unsupported(.tiff, feature: words)
    default: .damaged(.tiff, reason: words)
    }
  }
}
