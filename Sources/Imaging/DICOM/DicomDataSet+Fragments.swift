/// Encapsulated pixel data: which fragments make up a frame (PS3.5 A.4).

internal import CDicom

extension DicomDataSet {
  /// The compressed bytes of one frame, its fragments joined.
  func codedFrame(_ index: Int, of frames: Int) throws(ImagingError) -> [UInt8] {
    let count = fragmentCount
    guard count > 1 else { throw .damaged(.dicom, reason: "the pixel data hold no fragment") }
    let range = try fragments(of: index, frames: frames, count: count)
    var joined: [UInt8] = []
    for item in range { joined += try fragment(item) }
    guard !joined.isEmpty else { throw .damaged(.dicom, reason: "frame \(index + 1) is empty") }
    return joined
  }

  /// Items of the frame: all of them, one for each frame, as the offset table says, or from one start of an image to the
  /// next.
  private func fragments(of index: Int, frames: Int, count: Int) throws(ImagingError) -> Range<Int> {
    if frames == 1 { return 1..<count }
    if count - 1 == frames { return index + 1..<index + 2 }
    let table = try fragment(0)
    let starts =
      table.count == 4 * frames ? try starts(by: table, count: count) : try startsByContent(count: count)
    guard starts.count == frames else {
      throw .damaged(.dicom, reason: "its fragments cannot be told apart into \(frames) frames")
    }
    return starts[index]..<(index + 1 < frames ? starts[index + 1] : count)
  }

  /// The basic offset table holds the distance of each frame's first item from that of the first frame.
  private func starts(by table: [UInt8], count: Int) throws(ImagingError) -> [Int] {
    var items: [Int: Int] = [:]
    var offset = 0
    for item in 1..<count {
      items[offset] = item
      offset += 8 + (try fragmentSize(item) + 1) / 2 * 2
    }
    let offsets = stride(from: 0, to: table.count, by: 4).map { at in
      (0..<4).reduce(0) { $0 | Int(table[at + $1]) << (8 * $1) }
    }
    let starts = offsets.compactMap { items[$0] }
    guard starts.count == offsets.count, starts == starts.sorted() else {
      throw .damaged(.dicom, reason: "its offset table points outside the fragments")
    }
    return starts
  }

  /// Items that open with the first marker of a JPEG, JPEG-LS or JPEG 2000 picture.
  private func startsByContent(count: Int) throws(ImagingError) -> [Int] {
    let openings: [[UInt8]] = [[0xFF, 0xD8, 0xFF], [0xFF, 0x4F, 0xFF, 0x51], [0, 0, 0, 12, 0x6A, 0x50]]
    var starts: [Int] = []
    for item in 1..<count {
      let opening = try fragment(item, upTo: 8)
      if openings.contains(where: { opening.starts(with: $0) }) { starts.append(item) }
    }
    return starts
  }
}
