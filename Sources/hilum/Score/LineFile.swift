/// The lines of a text file of any length, one after another.

import Foundation

struct LineFile: Sequence {
  struct Line {
    let text: String
    /// Whether a newline ended it; the last line of an interrupted write has none.
    let isWhole: Bool
  }

  private let path: String

  /// - Throws: `ScoreError.file`.
  init(_ path: String) throws(ScoreError) {
    guard access(path, R_OK) == 0 else { throw .file(path, doing: "read it", code: errno) }
    self.path = path
  }

  func makeIterator() -> Lines { Lines(path) }

  final class Lines: IteratorProtocol {
    private let file: UnsafeMutablePointer<FILE>?
    private var buffer: UnsafeMutablePointer<CChar>?
    private var capacity = 0

    init(_ path: String) { file = fopen(path, "re") }

    deinit {
      if let file { fclose(file) }
      free(buffer)
    }

    func next() -> Line? {
      guard let file else { return nil }
      let count = getline(&buffer, &capacity, file)
      guard count > 0, let buffer else { return nil }
      let bytes = UnsafeRawBufferPointer(start: buffer, count: count)
      let isWhole = bytes[count - 1] == UInt8(ascii: "\n")
      let text = String(decoding: bytes[..<(isWhole ? count - 1 : count)], as: UTF8.self)
      return Line(text: text, isWhole: isWhole)
    }
  }
}
