/// PNG pictures with their exact samples: no gamma, no background, no colour key.

internal import CPNG

/// A decoded or to-be-written PNG. Palettes are expanded; 1, 2 and 4-bit gray is scaled to 8 bits.
package struct PNGImage: Equatable, Sendable {
  /// Row-major, pixel-interleaved: `rows * columns * channels` samples.
  package enum Samples: Equatable, Sendable {
    case eight([UInt8])
    case sixteen([UInt16])
  }

  package let rows: Int
  package let columns: Int
  /// 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA.
  package let channels: Int
  package let samples: Samples

  private init(rows: Int, columns: Int, channels: Int, samples: Samples) {
    self.rows = rows
    self.columns = columns
    self.channels = channels
    self.samples = samples
  }

  /// An 8-bit gray picture.
  package init(rows: Int, columns: Int, gray: [UInt8]) {
    precondition(rows > 0 && columns > 0 && gray.count == rows * columns)
    self.init(rows: rows, columns: columns, channels: 1, samples: .eight(gray))
  }

  /// A 16-bit gray picture.
  package init(rows: Int, columns: Int, gray: [UInt16]) {
    precondition(rows > 0 && columns > 0 && gray.count == rows * columns)
    self.init(rows: rows, columns: columns, channels: 1, samples: .sixteen(gray))
  }

  /// An 8-bit colour picture: red, green, blue for each pixel.
  package init(rows: Int, columns: Int, rgb: [UInt8]) {
    precondition(rows > 0 && columns > 0 && rgb.count == rows * columns * 3)
    self.init(rows: rows, columns: columns, channels: 3, samples: .eight(rgb))
  }
}

extension PNGImage {
  /// Decodes a whole file. Throws `.damaged` for any broken checksum, stream or chunk, `.tooManyPixels` by its header.
  package init(decoding bytes: [UInt8], limits: DecodeLimits = .standard) throws(ImagingError) {
    var info = cpng_info()
    let decoded: Result<PNGImage, ImagingError> = bytes.withUnsafeBufferPointer { source in
      var reader: OpaquePointer?
      let status = cpng_open(source.baseAddress, source.count, UInt64(limits.pixels), &reader, &info)
      guard let reader else { return .failure(Self.error(status, &info, limits)) }
      defer { cpng_close(reader) }
      return Self.decode(reader, info, limits)
    }
    self = try decoded.get()
  }

  private static func decode(_ reader: OpaquePointer, _ header: cpng_info, _ limits: DecodeLimits)
    -> Result<PNGImage, ImagingError>
  {
    var info = header
    var status = CPNG_OK
    let rows = Int(header.rows), columns = Int(header.columns), channels = Int(header.channels)
    let count = rows * columns * channels
    let samples: Samples
    if header.depth == 16 {
      samples = .sixteen(
        [UInt16](unsafeUninitializedCapacity: count) { buffer, initialised in
          status = cpng_decode(reader, buffer.baseAddress, &info)
          initialised = status == CPNG_OK ? count : 0
        })
    } else {
      samples = .eight(
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
          status = cpng_decode(reader, buffer.baseAddress, &info)
          initialised = status == CPNG_OK ? count : 0
        })
    }
    guard status == CPNG_OK else { return .failure(error(status, &info, limits)) }
    return .success(PNGImage(rows: rows, columns: columns, channels: channels, samples: samples))
  }

  /// The picture as a PNG file. Gray of 8 or 16 bits, or RGB of 8 bits.
  package func encoded() throws(ImagingError) -> [UInt8] {
    var out: UnsafeMutablePointer<UInt8>?
    var count = 0
    var info = cpng_info()
    let (r, c, n) = (UInt32(rows), UInt32(columns), UInt32(channels))
    let status =
      switch samples {
      case .eight(let values): cpng_encode(values, c, r, n, 8, &out, &count, &info)
      case .sixteen(let values): cpng_encode(values, c, r, n, 16, &out, &count, &info)
      }
    guard status == CPNG_OK, let out else { throw .outOfMemory }
    defer { cpng_free(out) }
    return [UInt8](UnsafeBufferPointer(start: out, count: count))
  }

  private static func error(_ status: cpng_status, _ info: inout cpng_info, _ limits: DecodeLimits)
    -> ImagingError
  {
    switch status {
    case CPNG_TOO_LARGE:
      return .tooManyPixels(columns: Int(info.columns), rows: Int(info.rows), limit: limits.pixels)
    case CPNG_NO_MEMORY: return .outOfMemory
    default:
      return .damaged(.png, reason: String(cString: cpng_message(&info)))
    }
  }
}
