/// JPEG pictures: the gray plane as coded, and the colours where there are any.

internal import CJPEG

/// A decoded baseline or progressive JPEG of 8-bit samples. Its pixels lie as they are stored: a request to turn or mirror
/// them (EXIF orientation) is reported, not followed, so that what is shown, measured and scored is the same picture.
package struct JPEGImage: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  /// The Y plane, `rows * columns`, untouched by colour conversion.
  package let luma: [UInt8]
  /// Red, green, blue for each pixel; nil where the file is gray.
  package let rgb: [UInt8]?
  /// 1...8 where the file says.
  package let exifOrientation: Int?

  /// Decodes a whole file. Throws `.damaged` for anything that libjpeg would only warn of, such as a missing end.
  package init(decoding bytes: [UInt8], limits: DecodeLimits = .standard) throws(ImagingError) {
    var info = cjpeg_info()
    luma = try Self.decode(bytes, channels: 1, limits, &info).get()
    rgb = info.components == 3 ? try Self.decode(bytes, channels: 3, limits, &info).get() : nil
    rows = Int(info.rows)
    columns = Int(info.columns)
    exifOrientation = EXIF.orientation(ofJPEG: bytes)
  }

  private static func decode(
    _ bytes: [UInt8], channels: Int, _ limits: DecodeLimits, _ info: inout cjpeg_info
  )
    -> Result<[UInt8], ImagingError>
  {
    bytes.withUnsafeBufferPointer { source in
      var reader: OpaquePointer?
      var status = cjpeg_open(
        source.baseAddress, source.count, UInt64(limits.pixels), Int32(limits.jpegScans), &reader, &info)
      guard let reader else { return .failure(error(status, &info, limits)) }
      defer { cjpeg_close(reader) }
      guard info.components != 4 else {
        return .failure(.unsupported(.jpeg, feature: "four colour channels (CMYK)"))
      }
      let size = Int(info.rows) * Int(info.columns) * channels
      let samples = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        status = cjpeg_decode(reader, Int32(channels), buffer.baseAddress, &info)
        count = status == CJPEG_OK ? size : 0
      }
      return status == CJPEG_OK ? .success(samples) : .failure(error(status, &info, limits))
    }
  }

  private static func error(_ status: cjpeg_status, _ info: inout cjpeg_info, _ limits: DecodeLimits)
    -> ImagingError
  {
    let words = String(cString: cjpeg_message(&info))
    return switch status {
    case CJPEG_TOO_LARGE:
      .tooManyPixels(columns: Int(info.columns), rows: Int(info.rows), limit: limits.pixels)
    case CJPEG_NO_MEMORY: .outOfMemory
    case CJPEG_UNSUPPORTED: .unsupported(.jpeg, feature: "a coding that libjpeg does not know (\(words))")
    default: .damaged(.jpeg, reason: words)
    }
  }

  /// Gray, or RGB with the Y plane beside it.
  package var frame: StoredFrame {
    guard let rgb else {
      return StoredFrame(
        rows: rows, columns: columns, bitsStored: 8, photometric: .monochrome2, values: luma.map { Int32($0) }
      )
    }
    return StoredFrame(
      rows: rows, columns: columns, samplesPerPixel: 3, bitsStored: 8, photometric: .rgb,
      values: rgb.map { Int32($0) }, luma: luma)
  }
}
