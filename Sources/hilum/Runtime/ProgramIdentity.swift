/// Which build of the program speaks: what its logs name it by.

import Foundation
import Review

enum ProgramIdentity {
  /// `hilum` and the first sixteen digits of the linker's build id, which is a hash of the program's contents; where a linker
  /// gave none, of the SHA-256 of the executable.
  static let name = "hilum " + (buildID ?? hash ?? "unknown").prefix(16)

  private static var hash: String? { try? SHA256.hash(file: "/proc/self/exe") }

  /// The note NT_GNU_BUILD_ID of a 64-bit little-endian ELF file (System V ABI, chapter 5), read from its first page.
  private static var buildID: String? {
    guard let file = FileHandle(forReadingAtPath: "/proc/self/exe"),
      let page = try? file.read(upToCount: 4096)
    else { return nil }
    try? file.close()
    return Notes([UInt8](page)).buildID
  }

  /// The notes that the first bytes of an ELF file hold.
  struct Notes {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// In hexadecimal; `nil` where the bytes are no such file, or hold no build id.
    var buildID: String? {
      guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]), let headers = word(32, 8),
        let size = word(54, 2), let count = word(56, 2)
      else { return nil }
      for index in 0..<count {
        let header = headers + index * size
        guard word(header, 4) == 4, let start = word(header + 8, 8), let length = word(header + 32, 8) else {
          continue
        }
        if let found = find(start, start + length) { return found }
      }
      return nil
    }

    /// Walks notes: sizes of name and contents, type, then both, each filled up to four bytes.
    private func find(_ start: Int, _ end: Int) -> String? {
      var place = start
      while place + 12 <= end, let name = word(place, 4), let size = word(place + 4, 4),
        let type = word(place + 8, 4)
      {
        let contents = place + 12 + (name + 3) / 4 * 4
        guard name < 256, size < 4096, contents + size <= bytes.count else { return nil }
        if type == 3, bytes[(place + 12)..<(place + 12 + name)].elementsEqual("GNU\0".utf8) {
          return bytes[contents..<(contents + size)].map { String(format: "%02x", $0) }.joined()
        }
        place = contents + (size + 3) / 4 * 4
      }
      return nil
    }

    /// A little-endian number; `nil` where it lies outside or is beyond what a file's offset can be.
    private func word(_ place: Int, _ size: Int) -> Int? {
      guard place >= 0, place <= bytes.count - size else { return nil }
      let value = (0..<size).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) }
      return value < 1 << 40 ? Int(value) : nil
    }
  }
}
