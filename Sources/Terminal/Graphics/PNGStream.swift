/// The least PNG (ISO/IEC 15948) that carries pixels to a terminal: 8-bit gray or RGB, stored without compression.

/// Local terminals read it as fast as they can copy; nothing is ever written to a file from here.
enum PNGStream {
  /// `samples` holds `width * height * channels` bytes, row-major; `channels` is 1 (gray) or 3 (RGB).
  static func bytes(width: Int, height: Int, channels: Int, samples: [UInt8]) -> [UInt8] {
    precondition(samples.count == width * height * channels && (channels == 1 || channels == 3))
    let colorType: UInt8 = channels == 1 ? 0 : 2
    var rows: [UInt8] = []
    rows.reserveCapacity(samples.count + height)
    for row in 0..<height {
      rows.append(0)  // filter: none
      rows += samples[(row * width * channels)..<((row + 1) * width * channels)]
    }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", bigEndian(width) + bigEndian(height) + [8, colorType, 0, 0, 0])
      + chunk("IDAT", stored(rows)) + chunk("IEND", [])
  }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(data.count) + body + bigEndian(Int(crc32(body)))
  }

  /// A zlib stream (RFC 1950) of stored blocks (RFC 1951 3.2.4), at most 65,535 bytes each.
  private static func stored(_ data: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    stream.reserveCapacity(data.count + data.count / 8192 + 16)
    var start = 0
    repeat {
      let count = min(65535, data.count - start)
      let isLast: UInt8 = start + count == data.count ? 1 : 0
      let (low, high) = (UInt8(count & 0xFF), UInt8(count >> 8))
      stream += [isLast, low, high, ~low, ~high]
      stream += data[start..<(start + count)]
      start += count
    } while start < data.count
    return stream + bigEndian(Int(adler32(data)))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(value >> $0 & 0xFF) }
  }

  private static let crcTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crcTable[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
  }

  /// Sums stay below 2^32 for 5,552 bytes, so the remainder is taken once per stretch of that length.
  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for start in stride(from: 0, to: bytes.count, by: 5552) {
      for byte in bytes[start..<min(bytes.count, start + 5552)] {
        a += UInt32(byte)
        b += a
      }
      (a, b) = (a % 65521, b % 65521)
    }
    return b << 16 | a
  }
}

extension PNGStream {
  /// A picture as PNG: gray, or RGB where an overlay colours it. nil if cancelled.
  static func bytes(of picture: Picture, isCancelled: () -> Bool) -> [UInt8]? {
    let hasColor = !picture.overlay.isEmpty
    let samples = hasColor ? colors(of: picture) : picture.gray.map { UInt8($0 >> 8) }
    if isCancelled() { return nil }
    return bytes(width: picture.width, height: picture.height, channels: hasColor ? 3 : 1, samples: samples)
  }

  private static func colors(of picture: Picture) -> [UInt8] {
    var samples: [UInt8] = []
    samples.reserveCapacity(picture.gray.count * 3)
    for index in picture.gray.indices {
      let color = picture.rgb(index)
      samples.append(color.x)
      samples.append(color.y)
      samples.append(color.z)
    }
    return samples
  }
}
