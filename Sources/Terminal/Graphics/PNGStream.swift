/// The PNG (ISO/IEC 15948) that carries pixels to a terminal: 8-bit gray or RGB, made fast rather than small.

internal import CZlib

/// Each row is stored as differences from the pixel to the left, which is what makes a film compressible at all.
enum PNGStream {
  /// `samples` holds `width * height * channels` bytes, row-major; `channels` is 1 (gray) or 3 (RGB).
  static func bytes(width: Int, height: Int, channels: Int, samples: [UInt8]) -> [UInt8] {
    precondition(samples.count == width * height * channels && (channels == 1 || channels == 3))
    let colorType: UInt8 = channels == 1 ? 0 : 2
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", bigEndian(width) + bigEndian(height) + [8, colorType, 0, 0, 0])
      + chunk("IDAT", deflated(filtered(samples, stride: width * channels, channels: channels)))
      + chunk("IEND", [])
  }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(data.count) + body + bigEndian(Int(crc32(body)))
  }

  /// Filter type 1, Sub: a byte for the filter, then each sample less the one of the same channel before it.
  private static func filtered(_ samples: [UInt8], stride: Int, channels: Int) -> [UInt8] {
    guard stride > 0 else { return [] }
    let height = samples.count / stride
    return [UInt8](unsafeUninitializedCapacity: height * (stride + 1)) { rows, count in
      samples.withUnsafeBufferPointer { samples in
        for row in 0..<height {
          let (start, out) = (row * stride, row * (stride + 1))
          rows[out] = 1
          for index in 0..<min(channels, stride) { rows[out + 1 + index] = samples[start + index] }
          for index in channels..<max(channels, stride) {
            rows[out + 1 + index] = samples[start + index] &- samples[start + index - channels]
          }
        }
      }
      count = height * (stride + 1)
    }
  }

  private static func deflated(_ data: [UInt8]) -> [UInt8] {
    let capacity = czlib_bound(data.count)
    return [UInt8](unsafeUninitializedCapacity: capacity) { out, count in
      count = data.withUnsafeBufferPointer {
        czlib_deflate($0.baseAddress, $0.count, out.baseAddress, capacity)
      }
    }
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(value >> $0 & 0xFF) }
  }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { UInt32(CZlib.crc32(0, $0.baseAddress, UInt32($0.count))) }
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
