/// From packed bytes to stored values: masking, sign extension, planes to pixels.

extension PixelLayout {
  /// The stored values of one native frame. `bytes` are little endian and hold `frames` frames, or the file is refused.
  func unpack(_ bytes: UnsafeBufferPointer<UInt8>, frame: Int, of frames: Int) -> Result<
    [Int32], ImagingError
  > {
    guard let needed = self.bytes(of: frames), bytes.count >= needed else {
      return .failure(.pixelDataTooShort(bytes: bytes.count, expected: self.bytes(of: frames) ?? .max))
    }
    // Two pixels share their colours there: a third more bytes are another interpretation's.
    if photometric == .ybrFull422 && bytes.count >= needed / 2 * 3 {
      return .failure(.attribute(.photometric, .contradicts(.pixelData)))
    }
    let start = frame * packedSamples
    if photometric == .ybrFull422 { return .success(expand422(bytes, start)) }
    var values = [Int32](repeating: 0, count: samples)
    values.withUnsafeMutableBufferPointer { out in
      switch bitsAllocated {
      case 32: fill(out) { long(bytes, 4 * (start + $0)) }
      case 16: fill(out) { Int32(bytes[2 * (start + $0)]) | Int32(bytes[2 * (start + $0) + 1]) << 8 }
      case 8: fill(out) { Int32(bytes[start + $0]) }
      default: fill(out) { Int32(bytes[(start + $0) >> 3] >> UInt8((start + $0) & 7)) & 1 }
      }
    }
    return .success(values)
  }

  /// Native single samples of 8 or 16 bits allocated, which is what nearly all radiographs are.
  var holdsCodes: Bool { samplesPerPixel == 1 && [8, 16].contains(bitsAllocated) }

  /// One native frame as values counted from the lowest possible one, in a single pass.
  func codes(_ bytes: UnsafeBufferPointer<UInt8>, frame: Int, of frames: Int) -> Result<
    [UInt16], ImagingError
  > {
    guard let needed = self.bytes(of: frames), bytes.count >= needed else {
      return .failure(.pixelDataTooShort(bytes: bytes.count, expected: self.bytes(of: frames) ?? .max))
    }
    let raw = UnsafeRawBufferPointer(bytes)
    return .success(
      codes(raw, from: frame * samples, wide: bitsAllocated == 16, down: shift, bits: bitsStored))
  }

  /// Words of the file to values counted from the lowest possible one, in place.
  func mask(_ words: inout [UInt16]) {
    guard shift > 0 || bitsStored < 16 || isSigned || Int(littleEndian: 1) != 1 else { return }
    let down = UInt16(shift), mask = UInt16(truncatingIfNeeded: (1 << bitsStored) - 1)
    let sign: UInt16 = isSigned ? 1 << UInt16(bitsStored - 1) : 0
    words.withUnsafeMutableBufferPointer { words in
      for i in 0..<words.count { words[i] = ((UInt16(littleEndian: words[i]) &>> down) & mask) ^ sign }
    }
  }

  /// `bits` bits of each little-endian sample of one or two bytes, `down` places down, counted from the lowest value.
  func codes(_ raw: UnsafeRawBufferPointer, from start: Int = 0, wide: Bool, down: Int, bits: Int) -> [UInt16]
  {
    let down = UInt16(down), mask = UInt16(truncatingIfNeeded: (1 << bits) - 1)
    // Counted from the lowest value, a signed number is its own bits with the sign turned.
    let sign: UInt16 = isSigned ? 1 << UInt16(bits - 1) : 0
    let width = wide ? 2 : 1
    let bytes = UnsafeRawBufferPointer(rebasing: raw[width * start..<width * (start + samples)])
    return [UInt16](plane: samples) { out in
      if !wide {
        for i in 0..<out.count { out[i] = ((UInt16(bytes[i]) &>> down) & mask) ^ sign }
      } else if down == 0 && mask == .max && sign == 0 {
        UnsafeMutableRawBufferPointer(out).copyMemory(from: bytes)
      } else {
        for i in 0..<out.count {
          let word = bytes.loadUnaligned(fromByteOffset: 2 &* i, as: UInt16.self)
          out[i] = ((UInt16(littleEndian: word) &>> down) & mask) ^ sign
        }
      }
      return true
    }
  }

  /// Samples of 1, 2 or 4 bytes in the machine's byte order, as they are.
  func widen(_ raw: UnsafeBufferPointer<UInt8>, bytes width: Int) -> [Int32] {
    let raw = UnsafeRawBufferPointer(raw)
    var words = [Int32](repeating: 0, count: samples)
    words.withUnsafeMutableBufferPointer { out in
      switch width {
      case 1: for i in 0..<out.count { out[i] = Int32(raw[i]) }
      case 2:
        for i in 0..<out.count { out[i] = Int32(raw.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)) }
      default:
        for i in 0..<out.count { out[i] = raw.loadUnaligned(fromByteOffset: 4 * i, as: Int32.self) }
      }
    }
    return words
  }

  /// Big-endian files were put in order by 16-bit words; their 32-bit words still have the high half first.
  @inline(__always)
  private func long(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int32 {
    let first = UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8
    let second = UInt32(bytes[at + 2]) | UInt32(bytes[at + 3]) << 8
    return Int32(bitPattern: isBigEndian ? first << 16 | second : second << 16 | first)
  }

  /// Y1 Y2 Cb Cr to Y1 Cb Cr Y2 Cb Cr (PS3.3 C.7.6.3.1.2).
  private func expand422(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> [Int32] {
    var values = [Int32](repeating: 0, count: samples)
    values.withUnsafeMutableBufferPointer { out in
      for pair in 0..<rows * columns / 2 {
        let at = start + 4 * pair
        for i in 0..<2 {
          out[6 * pair + 3 * i] = Int32(bytes[at + i])
          out[6 * pair + 3 * i + 1] = Int32(bytes[at + 2])
          out[6 * pair + 3 * i + 2] = Int32(bytes[at + 3])
        }
      }
    }
    return values
  }

  /// `word(i)` is sample `i` of the frame in the order of the file.
  @inline(__always)
  private func fill(_ out: UnsafeMutableBufferPointer<Int32>, _ word: (Int) -> Int32) {
    let up = Int32(32 - bitsStored), down = Int32(shift)
    let plane = rows * columns
    if isPlanar {
      for i in 0..<plane {
        for channel in 0..<3 { out[3 * i + channel] = extend(word(channel * plane + i) &>> down, up) }
      }
    } else {
      for i in 0..<samples { out[i] = extend(word(i) &>> down, up) }
    }
  }

  /// Keeps the stored bits, with their sign where they have one; `up` is 32 minus the bits stored.
  @inline(__always)
  private func extend(_ word: Int32, _ up: Int32) -> Int32 {
    let high = word &<< up
    return isSigned ? high &>> up : Int32(bitPattern: UInt32(bitPattern: high) &>> UInt32(up))
  }
}
