/// From packed bytes to stored values: masking, sign extension, planes to pixels.

extension PixelLayout {
  /// The first frame's stored values. `bytes` are little endian and hold all frames, or the file is refused.
  func unpack(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<[Int32], ImagingError> {
    guard let needed = self.bytes, bytes.count >= needed else {
      return .failure(.pixelDataTooShort(bytes: bytes.count, expected: self.bytes ?? .max))
    }
    let values = [Int32](unsafeUninitializedCapacity: samples) { out, count in
      switch bitsAllocated {
      case 16: fill(out) { Int32(bytes[2 * $0]) | Int32(bytes[2 * $0 + 1]) << 8 }
      case 8: fill(out) { Int32(bytes[$0]) }
      default: fill(out) { Int32(bytes[$0 >> 3] >> UInt8($0 & 7)) & 1 }
      }
      count = samples
    }
    return .success(values)
  }

  /// `word(i)` is sample `i` in the order of the file.
  @inline(__always)
  private func fill(_ out: UnsafeMutableBufferPointer<Int32>, _ word: (Int) -> Int32) {
    let up = Int32(32 - bitsStored), down = Int32(shift)
    let plane = rows * columns
    if isPlanar && samplesPerPixel == 3 {
      for i in 0..<plane {
        for channel in 0..<3 {
          out.initializeElement(at: 3 * i + channel, to: extend(word(channel * plane + i) >> down, up))
        }
      }
    } else {
      for i in 0..<samples { out.initializeElement(at: i, to: extend(word(i) >> down, up)) }
    }
  }

  /// Keeps the stored bits, with their sign where they have one; `up` is 32 minus the bits stored.
  @inline(__always)
  private func extend(_ word: Int32, _ up: Int32) -> Int32 {
    let high = word &<< up
    return isSigned ? high &>> up : Int32(bitPattern: UInt32(bitPattern: high) &>> UInt32(up))
  }
}
