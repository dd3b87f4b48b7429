/// RLE Lossless (PS3.5 Annex G): byte planes of packed runs, decoded without a byte more or less than the picture needs.

enum RunLength {
  /// Interleaved samples of `bytesPerSample` bytes, the lowest byte first. Throws `.damaged` for any segment that does not
  /// fill its plane exactly.
  static func decode(_ coded: [UInt8], pixels: Int, samples: Int, bytesPerSample: Int) throws(ImagingError)
    -> [UInt8]
  {
    let planes = samples * bytesPerSample
    let starts = try segments(coded, planes: planes)
    if planes == 1 { return try plane(coded, 0, starts, pixels) }
    var out = [UInt8](repeating: 0, count: pixels * planes)
    for plane in 0..<planes {
      // Planes follow one another sample by sample, the highest byte first.
      let sample = plane / bytesPerSample, byte = bytesPerSample - 1 - plane % bytesPerSample
      let lane = sample * bytesPerSample + byte
      let bytes = try self.plane(coded, plane, starts, pixels)
      out.withUnsafeMutableBufferPointer { out in
        bytes.withUnsafeBufferPointer { bytes in
          for i in 0..<bytes.count { out[i * planes + lane] = bytes[i] }
        }
      }
    }
    return out
  }

  private static func plane(_ coded: [UInt8], _ index: Int, _ starts: [Int], _ pixels: Int)
    throws(ImagingError) -> [UInt8]
  {
    let end = index + 1 < starts.count ? starts[index + 1] : coded.count
    guard let plane = unpack(coded, starts[index]..<end, pixels) else {
      throw .damaged(
        .dicom, reason: "in the RLE Lossless stream, segment \(index + 1) does not fill its plane")
    }
    return plane
  }

  /// Offsets of the segments: as many as there are planes, in order, behind the header of 64 bytes.
  private static func segments(_ coded: [UInt8], planes: Int) throws(ImagingError) -> [Int] {
    func long(_ at: Int) -> Int { (0..<4).reduce(0) { $0 | Int(coded[at + $1]) << (8 * $1) } }
    guard coded.count > 64, planes <= 15, long(0) == planes else {
      throw .damaged(
        .dicom, reason: "in the RLE Lossless stream, the header does not announce \(planes) segments")
    }
    let starts = (0..<planes).map { long(4 + 4 * $0) }
    guard starts.allSatisfy({ (64..<coded.count).contains($0) }),
      zip(starts, starts.dropFirst()).allSatisfy(<)
    else { throw .damaged(.dicom, reason: "in the RLE Lossless stream, a segment lies outside the data") }
    return starts
  }

  /// The bytes of the runs in `range`; nil unless they are as many as there are pixels.
  private static func unpack(_ coded: [UInt8], _ range: Range<Int>, _ pixels: Int) -> [UInt8]? {
    var isWhole = false
    let plane = [UInt8](unsafeUninitializedCapacity: pixels) { out, count in
      isWhole = coded.withUnsafeBufferPointer { fill(out, from: $0, range) }
      count = isWhole ? pixels : 0
    }
    return isWhole ? plane : nil
  }

  /// Whether the runs fill all of `out`, and none reaches beyond.
  private static func fill(
    _ out: UnsafeMutableBufferPointer<UInt8>, from coded: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> Bool {
    var from = range.lowerBound, to = 0
    while to < out.count {
      guard from < range.upperBound else { return false }
      let control = Int(Int8(bitPattern: coded[from]))
      from += 1
      if control == -128 { continue }
      let length = control >= 0 ? control + 1 : 1 - control
      guard length <= out.count - to, from + (control >= 0 ? length : 1) <= range.upperBound else {
        return false
      }
      let run = UnsafeMutableBufferPointer(rebasing: out[to..<to + length])
      if control >= 0 {
        _ = run.initialize(fromContentsOf: UnsafeBufferPointer(rebasing: coded[from..<from + length]))
        from += length
      } else {
        run.initialize(repeating: coded[from])
        from += 1
      }
      to += length
    }
    // What is left may be padding, but no further run.
    return (from..<range.upperBound).allSatisfy { coded[$0] == 0 || coded[$0] == 0x80 }
  }
}
