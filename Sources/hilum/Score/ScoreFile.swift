/// A table that grows line by line and survives a kill at any moment.

import Foundation

/// Lines go to `<path>.partial`; the complete file gets its name in one step.
final class ScoreFile {
  private let path: String
  private let sheet: ScoreSheet
  private let labels: [String]
  private let names: [String]
  private let descriptor: Int32
  /// Rows that are in the file, and those of them without numbers.
  private(set) var rows = 0
  private(set) var emptyRows = 0

  static func partial(_ path: String) -> String { path + ".partial" }

  /// Begins the table, or goes on after the last whole line of what an interrupted run has left.
  /// - Parameter names: the films of this part, in order: what the file holds must be their beginning.
  /// - Throws: `ScoreError.busy`, `.damaged` where a whole line is not the film's whose turn it is, `.file`.
  init(_ path: String, _ sheet: ScoreSheet, labels: [String], names: [String]) throws(ScoreError) {
    (self.path, self.sheet, self.labels, self.names) = (path, sheet, labels, names)
    descriptor = open(Self.partial(path), O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw ScoreError.file(path, doing: "write to it", code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw ScoreError.busy(path) }
    try keep(rows: names.count)
  }

  deinit { close(descriptor) }

  /// Cuts off whatever follows the first `most` rows, and a torn line.
  func keep(rows most: Int) throws(ScoreError) {
    let kept = try Self.read(Self.partial(path), sheet, labels, names, atMost: most)
    (rows, emptyRows) = (kept.rows, kept.emptyRows)
    guard ftruncate(descriptor, off_t(kept.bytes)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw ScoreError.file(path, doing: "go on with it", code: errno)
    }
    if kept.bytes == 0 { try write(sheet.header(labels)) }
  }

  func add(_ line: String) throws(ScoreError) {
    try write(line)
    rows += 1
  }

  /// Brings what was added to the disk.
  func sync() throws(ScoreError) {
    guard fsync(descriptor) == 0 else { throw .file(path, doing: "bring it to the disk", code: errno) }
  }

  /// Gives the complete file its name.
  func finish() throws(ScoreError) {
    try sync()
    guard rename(Self.partial(path), path) == 0 else { throw .file(path, doing: "name it", code: errno) }
  }

  private func write(_ line: String) throws(ScoreError) {
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { bytes = bytes.dropFirst(count) }
      guard count > 0 || errno == EINTR else { throw .file(path, doing: "write to it", code: errno) }
    }
  }

  /// What the file at `path` holds in whole lines, up to `most` rows.
  static func read(
    _ path: String, _ sheet: ScoreSheet, _ labels: [String], _ names: [String], atMost most: Int
  ) throws(ScoreError) -> (bytes: Int, rows: Int, emptyRows: Int) {
    var (bytes, rows, emptyRows) = (0, -1, 0)
    for line in try LineFile(path) where line.isWhole && rows < most {
      if rows < 0 {
        guard line.text == sheet.header(labels) else { throw ScoreError.damaged(path, line: 1) }
      } else {
        guard rows < names.count, line.text.hasPrefix(ScoreSheet.start(names[rows])) else {
          throw ScoreError.damaged(path, line: rows + 2)
        }
        emptyRows += line.text == sheet.empty(names[rows], labels: labels) ? 1 : 0
      }
      bytes += line.text.utf8.count + 1
      rows += 1
    }
    return (bytes, max(rows, 0), emptyRows)
  }
}
