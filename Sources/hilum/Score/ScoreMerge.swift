/// Parts of one run become the file that a single process would have written, byte for byte.

import Foundation
import Review

enum ScoreMerge {
  /// The complete parts beside `output`, as `Shard.path(beside:)` names them.
  static func parts(of output: String) -> [String] {
    let folder = (output as NSString).deletingLastPathComponent
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    let paths = names.map { (folder as NSString).appendingPathComponent($0) }
    return paths.filter { path in
      guard let shard = ScoreRecord(of: path)?.shard else { return false }
      return (shard.path(beside: output) as NSString).lastPathComponent
        == (path as NSString).lastPathComponent
    }.sorted()
  }

  /// Merges every table of the run.
  /// - Returns: how many films have no scores.
  /// - Throws: `ScoreError` where parts are missing, given twice, unfinished, or of different runs.
  static func merge(_ paths: [String], into output: String) throws -> Int {
    let (record, sorted) = try ordered(paths, output)
    var empty = 0
    // The scores come last: while they are not there, the whole is not complete.
    for sheet in record.sheets.reversed() {
      empty = try merge(sheet, sorted.map(sheet.path), into: sheet.path(beside: output), record)
    }
    try record.write(beside: output)
    return empty
  }

  private static func merge(
    _ sheet: ScoreSheet, _ paths: [String], into output: String, _ record: ScoreRecord
  ) throws -> Int {
    guard access(output, F_OK) != 0 else { throw ScoreError.taken(output) }
    let temporary = output + ".\(getpid()).partial"
    defer { unlink(temporary) }
    guard let file = fopen(temporary, "wxe") else {
      throw ScoreError.file(output, doing: "write to it", code: errno)
    }
    defer { fclose(file) }
    func put(_ line: String) throws {
      guard fputs(line + "\n", file) >= 0 else {
        throw ScoreError.file(output, doing: "write to it", code: errno)
      }
    }
    let header = sheet.header(record.labels)
    try put(header)
    let parts = try paths.map { try Part($0, header) }
    let nothing = sheet.empty("", labels: record.labels)
    var empty = 0
    for row in 0..<record.rows {
      let line = try parts[row % parts.count].next()
      empty += line.hasSuffix(nothing) ? 1 : 0
      try put(line)
    }
    for part in parts { try part.expectEnd() }
    guard fflush(file) == 0, fsync(fileno(file)) == 0, rename(temporary, output) == 0 else {
      throw ScoreError.file(output, doing: "write to it", code: errno)
    }
    return empty
  }

  /// The record of the whole, and the paths by part.
  private static func ordered(_ paths: [String], _ output: String) throws -> (ScoreRecord, [String]) {
    var byPart: [Int: String] = [:]
    var whole: ScoreRecord?
    var count = 0
    for path in paths {
      guard let record = ScoreRecord(of: path), let shard = record.shard else {
        throw ScoreError.list(
          path, reason: "it is no part of a run: its .run.json is missing or names no part")
      }
      guard access(path, F_OK) == 0 else {
        throw ScoreError.unfinished(path, rows: 0, of: record.rowsHere)
      }
      if let whole, whole != record.whole || count != shard.count {
        throw ScoreError.otherRun(path, differences: whole.differences(from: record.whole))
      }
      guard byPart.updateValue(path, forKey: shard.index) == nil else {
        throw ScoreError.partTwice(shard.index)
      }
      (whole, count) = (record.whole, shard.count)
    }
    guard let whole else { throw ScoreError.noParts(output) }
    let missing = (1...count).filter { byPart[$0] == nil }
    guard missing.isEmpty else { throw ScoreError.partMissing(missing, of: count) }
    return (whole, (1...count).compactMap { byPart[$0] })
  }

  /// The rows of one part, one after another.
  private final class Part {
    private let path: String
    private let lines: LineFile.Lines
    private var rows = 0

    init(_ path: String, _ header: String) throws {
      self.path = path
      lines = try LineFile(path).makeIterator()
      guard lines.next()?.text == header else { throw ScoreError.damaged(path, line: 1) }
    }

    func next() throws -> String {
      guard let line = lines.next(), line.isWhole else { throw ScoreError.damaged(path, line: rows + 2) }
      rows += 1
      return line.text
    }

    func expectEnd() throws {
      guard lines.next() == nil else { throw ScoreError.damaged(path, line: rows + 2) }
    }
  }
}
