/// A file of scores that grows line by line and survives a kill at any moment.

import Foundation
import Review

/// Lines go to `<path>.partial`; the complete file gets its name in one step. A new run of the same record goes on after the
/// last whole line.
final class ScoreFile {
  private let path: String
  private let record: ScoreRecord
  private let descriptor: Int32
  /// Rows that are in the file, and those of them without scores.
  private(set) var rows = 0
  private(set) var emptyRows = 0

  private var partial: String { Self.partial(path) }
  static func partial(_ path: String) -> String { path + ".partial" }

  /// Whether the file of exactly this run is complete at `path`.
  /// - Throws: `ScoreError.otherRun` or `.taken` where another file is.
  static func isComplete(_ path: String, _ record: ScoreRecord) throws(ScoreError) -> Bool {
    guard access(path, F_OK) == 0 else { return false }
    guard let known = ScoreRecord(of: path) else { throw .taken(path) }
    guard known == record else { throw .otherRun(path, differences: record.differences(from: known)) }
    return true
  }

  /// Begins the file, or goes on with what an interrupted run has left.
  /// - Parameter names: the films of this part, in order: what the file holds must be their beginning.
  init(_ path: String, _ record: ScoreRecord, names: [String]) throws {
    self.path = path
    self.record = record
    let partial = Self.partial(path)
    let isThere = access(partial, F_OK) == 0
    if isThere {
      guard let known = ScoreRecord(of: path) else { throw ScoreError.taken(partial) }
      guard known == record else {
        throw ScoreError.otherRun(path, differences: record.differences(from: known))
      }
    }
    descriptor = open(partial, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw ScoreError.file(path, doing: "write to it", code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw ScoreError.busy(path) }
    try record.write(beside: path)
    let kept = try Self.wholeLines(partial, record, names: names)
    (rows, emptyRows) = (kept.rows, kept.emptyRows)
    guard ftruncate(descriptor, off_t(kept.bytes)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw ScoreError.file(path, doing: "go on with it", code: errno)
    }
    if kept.bytes == 0 { try write(record.header) }
  }

  deinit { close(descriptor) }

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
    guard rename(partial, path) == 0 else { throw .file(path, doing: "name it", code: errno) }
  }

  private func write(_ line: String) throws(ScoreError) {
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { bytes = bytes.dropFirst(count) }
      guard count > 0 || errno == EINTR else { throw .file(path, doing: "write to it", code: errno) }
    }
  }

  /// What there is up to the last line that is whole. A torn line is dropped.
  /// - Throws: `ScoreError.damaged` where a whole line is not the film's whose turn it is.
  private static func wholeLines(
    _ path: String, _ record: ScoreRecord, names: [String]
  ) throws -> (bytes: Int, rows: Int, emptyRows: Int) {
    var (bytes, rows, emptyRows) = (0, -1, 0)
    for line in try LineFile(path) where line.isWhole {
      if rows < 0 {
        guard line.text == record.header else { throw ScoreError.damaged(path, line: 1) }
      } else {
        guard rows < names.count, line.text.hasPrefix(ScoreLine.start(names[rows])) else {
          throw ScoreError.damaged(path, line: rows + 2)
        }
        emptyRows += line.text == ScoreLine.empty(names[rows], labels: record.labels.count) ? 1 : 0
      }
      bytes += line.text.utf8.count + 1
      rows += 1
    }
    return (bytes, max(rows, 0), emptyRows)
  }
}
