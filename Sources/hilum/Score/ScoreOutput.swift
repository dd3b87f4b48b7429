/// Everything that one run writes: its tables, which grow together, and the record that says by what they were made.

import Foundation
import Review

/// A new run of the same record goes on after the last film that is whole in every table.
struct ScoreOutput {
  private let files: [(sheet: ScoreSheet, file: ScoreFile)]

  /// How many films of exactly this run have no scores in the complete file at `path`; `nil` where there is no such file.
  /// - Throws: `ScoreError.otherRun` or `.taken` where another file is.
  static func complete(_ path: String, _ record: ScoreRecord, names: [String]) throws(ScoreError) -> Int? {
    guard access(path, F_OK) == 0 else { return nil }
    try expect(record, beside: path, or: .taken(path))
    return try ScoreFile.read(path, .scores, record.labels, names, atMost: names.count).emptyRows
  }

  /// Begins the tables, or goes on with what an interrupted run has left.
  /// - Parameter names: the films of this part, in order.
  init(_ path: String, _ record: ScoreRecord, names: [String]) throws {
    let partial = ScoreFile.partial(path)
    let isResumed = access(partial, F_OK) == 0
    if isResumed { try Self.expect(record, beside: path, or: .taken(partial)) }
    files = try record.sheets.map { sheet in
      let path = sheet.path(beside: path)
      if sheet != .scores, access(path, F_OK) == 0 {
        // The scores get their name last: a table that has its own already is this run's.
        guard isResumed else { throw ScoreError.taken(path) }
        rename(path, ScoreFile.partial(path))
      }
      return (sheet, try ScoreFile(path, sheet, labels: record.labels, names: names))
    }
    try record.write(beside: path)
    let rows = rows
    for (_, file) in files where file.rows > rows { try file.keep(rows: rows) }
  }

  /// Films that are whole in every table.
  var rows: Int { files.map(\.file.rows).min() ?? 0 }
  /// Those of them without numbers.
  var emptyRows: Int { files[0].file.emptyRows }

  /// Adds a film's line to each table.
  func add(_ line: (ScoreSheet) -> String) throws(ScoreError) {
    for (sheet, file) in files { try file.add(line(sheet)) }
  }

  /// Brings what was added to the disk.
  func sync() throws(ScoreError) {
    for (_, file) in files { try file.sync() }
  }

  /// Gives the complete tables their names, the scores last.
  func finish() throws(ScoreError) {
    for (_, file) in files.reversed() { try file.finish() }
  }

  /// - Throws: `ScoreError.otherRun`, or `absent` where no run's record is there.
  private static func expect(
    _ record: ScoreRecord, beside path: String, or absent: ScoreError
  ) throws(ScoreError) {
    guard let known = ScoreRecord(of: path) else { throw absent }
    guard known == record else { throw .otherRun(path, differences: record.differences(from: known)) }
  }
}
