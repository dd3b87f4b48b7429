/// RLE Lossless (PS3.5 Annex G): byte planes of packed runs, decoded without a byte more or less than the picture needs.

enum RunLength {
  /// Interleaved samples of `bytesPerSample` bytes, the lowest byte first. Throws `.damaged` for any segment that does not
  /// fill its plane exactly.
  static func decode(_ coded: [UInt8], pixels: Int, samples: Int, bytesPerSample: Int) throws(ImagingError)
    -> [UInt8]
  {
    let planes = samples * bytesPerSample
    let starts = try segments(coded, planes: planes)
    var failed: Int?
    let out = [UInt8](plane: pixels * planes) { out in
      coded.withUnsafeBufferPointer { coded in
        failed = (0..<planes).first { plane in
          // Planes follow one another sample by sample, the highest byte first.
          let sample = plane / bytesPerSample, byte = bytesPerSample - 1 - plane % bytesPerSample
          let end = plane + 1 < planes ? starts[plane + 1] : coded.count
          return !fill(out, sample * bytesPerSample + byte, of: planes, from: coded, starts[plane]..<end)
        }
      }
      return failed == nil
    }
    guard let failed else { return out }
    throw .damaged(
      .dicom, reason: "in the RLE Lossless stream, segment \(failed + 1) does not fill its plane")
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

  /// Whether the runs in `range` fill each `stride`th byte of `out` from `lane` on, and none reaches beyond.
  private static func fill(
    _ out: UnsafeMutableBufferPointer<UInt8>, _ lane: Int, of stride: Int,
    from coded: UnsafeBufferPointer<UInt8>,
    _ range: Range<Int>
  ) -> Bool {
    let end = range.upperBound
    var from = range.lowerBound, to = lane
    while to < out.count {
      guard from < end else { return false }
      let control = Int(Int8(bitPattern: coded[from]))
      from &+= 1
      if control == -128 { continue }
      let length = control >= 0 ? control &+ 1 : 1 &- control
      guard (length &- 1) &* stride < out.count &- to, from &+ (control >= 0 ? length : 1) <= end else {
        return false
      }
      if control >= 0 {
        for i in 0..<length { out[to &+ i &* stride] = coded[from &+ i] }
        from &+= length
      } else {
        let value = coded[from]
        for i in 0..<length { out[to &+ i &* stride] = value }
        from &+= 1
      }
      to &+= length &* stride
    }
    // What is left may be padding, but no further run.
    return (from..<end).allSatisfy { coded[$0] == 0 || coded[$0] == 0x80 }
  }
}
