/// RLE Lossless (PS3.5 Annex G): byte planes of packed runs, decoded without a byte more or less than the picture needs.

enum RunLength {
  /// Interleaved samples of `bytesPerSample` bytes, the lowest byte first. Throws `.damaged` for any segment that does not
  /// fill its plane exactly.
  static func decode(_ coded: [UInt8], pixels: Int, samples: Int, bytesPerSample: Int) throws(ImagingError)
    -> [UInt8]
  {
    let planes = samples * bytesPerSample
    let starts = try segments(coded, planes: planes)
    var out = [UInt8](repeating: 0, count: pixels * planes)
    for plane in 0..<planes {
      let end = plane + 1 < planes ? starts[plane + 1] : coded.count
      // Planes follow one another sample by sample, the highest byte first.
      let sample = plane / bytesPerSample, byte = bytesPerSample - 1 - plane % bytesPerSample
      let lane = sample * bytesPerSample + byte
      guard unpack(coded, starts[plane]..<end, into: &out, first: lane, step: planes) else {
        throw .damaged(
          .dicom, reason: "in the RLE Lossless stream, segment \(plane + 1) does not fill its plane")
      }
    }
    return out
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

  /// Whether the runs in `range` fill every `step`th byte of `out` from `first`, and no run reaches beyond.
  private static func unpack(
    _ coded: [UInt8], _ range: Range<Int>, into out: inout [UInt8], first: Int, step: Int
  ) -> Bool {
    coded.withUnsafeBufferPointer { coded in
      out.withUnsafeMutableBufferPointer { out in
        var from = range.lowerBound, to = first
        let end = out.count + first
        while to < end {
          guard from < range.upperBound else { return false }
          let control = Int(Int8(bitPattern: coded[from]))
          from += 1
          if control == -128 { continue }
          let length = control >= 0 ? control + 1 : 1 - control
          guard to + (length - 1) * step < end else { return false }
          if control >= 0 {
            guard from + length <= range.upperBound else { return false }
            for i in 0..<length { out[to + i * step] = coded[from + i] }
            from += length
          } else {
            guard from < range.upperBound else { return false }
            for i in 0..<length { out[to + i * step] = coded[from] }
            from += 1
          }
          to += length * step
        }
        // What is left may be padding, but no further run.
        return (from..<range.upperBound).allSatisfy { coded[$0] == 0 || coded[$0] == 0x80 }
      }
    }
  }
}
