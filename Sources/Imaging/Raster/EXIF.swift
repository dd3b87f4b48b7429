/// Finds the orientation that a JPEG's EXIF block asks for, and reads nothing else of it.

enum EXIF {
  /// Tag 0x0112 of the first image directory, if it is there and within 1...8.
  static func orientation(ofJPEG bytes: [UInt8]) -> Int? {
    var at = 2
    while at + 4 <= bytes.count, bytes[at] == 0xFF {
      let marker = bytes[at + 1]
      if marker == 0xFF {
        at += 1
        continue
      }
      let length = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
      guard marker != 0xDA, length >= 2, at + 2 + length <= bytes.count else { return nil }
      let body = bytes[at + 4..<at + 2 + length]
      if marker == 0xE1, body.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) {
        return orientation(ofTIFF: Array(body.dropFirst(6)))
      }
      at += 2 + length
    }
    return nil
  }

  private static func orientation(ofTIFF tiff: [UInt8]) -> Int? {
    let little = tiff.starts(with: [0x49, 0x49])
    func number(at offset: Int, bytes: Int) -> Int? {
      guard offset >= 0, offset + bytes <= tiff.count else { return nil }
      let field = tiff[offset..<offset + bytes]
      return (little ? Array(field.reversed()) : Array(field)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(at: 4, bytes: 4), let entries = number(at: directory, bytes: 2) else {
      return nil
    }
    for entry in 0..<entries {
      let offset = directory + 2 + 12 * entry
      guard let tag = number(at: offset, bytes: 2) else { return nil }
      guard tag == 0x0112 else { continue }
      return number(at: offset + 8, bytes: 2).flatMap { (1...8).contains($0) ? $0 : nil }
    }
    return nil
  }
}
