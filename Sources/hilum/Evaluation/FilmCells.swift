/// A table whose first column names films: cells by film and column.

import Foundation
import Imaging

struct FilmCells {
  /// The file's name without its folders.
  let file: String
  /// Without the film's own.
  let columns: [String]
  private let rows: [[String]]
  private let lines: [Int]
  private let byFilm: [String: Int]
  /// In the order of the file.
  let films: [String]

  /// - Throws: `EvaluationError`.
  init(_ path: String) throws {
    file = (path as NSString).lastPathComponent
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw EvaluationError.unreadable(file: file)
    }
    let parsed: [CSVLine]
    do {
      parsed = try CSVReader.lines(of: text)
    } catch {
      throw EvaluationError.notATable(file: file, line: error.line, reason: error.reason)
    }
    guard let header = parsed.first, parsed.count > 1 else { throw EvaluationError.empty(file: file) }
    columns = Array(header.cells.dropFirst())
    var byFilm: [String: Int] = [:]
    byFilm.reserveCapacity(parsed.count)
    for (index, row) in parsed.dropFirst().enumerated() {
      guard row.cells.count == header.cells.count else {
        throw EvaluationError.width(
          file: file, line: row.number, expected: header.cells.count, found: row.cells.count)
      }
      guard byFilm.updateValue(index, forKey: row.cells[0]) == nil else {
        throw EvaluationError.duplicate(file: file, line: row.number)
      }
    }
    rows = parsed.dropFirst().map { Array($0.cells.dropFirst()) }
    lines = parsed.dropFirst().map(\.number)
    films = parsed.dropFirst().map { $0.cells[0] }
    self.byFilm = byFilm
  }

  func index(of column: String) -> Int? { columns.firstIndex(of: column) }
  func row(of film: String) -> Int? { byFilm[film] }
  func text(_ row: Int, _ column: Int) -> String { rows[row][column] }

  /// A probability or another finite number; `nil` in an empty cell.
  func number(_ row: Int, _ column: Int, in range: ClosedRange<Double>? = nil) throws -> Double? {
    let text = rows[row][column]
    if text.isEmpty { return nil }
    guard let value = Double(text), value.isFinite, range?.contains(value) ?? true else {
      let wanted = range == nil ? "a finite number is wanted" : "a probability between 0 and 1 is wanted"
      throw EvaluationError.value(file: file, line: lines[row], column: columns[column], wanted: wanted)
    }
    return value
  }

  /// 1 and 0; an empty cell is 0, −1 is not known.
  func truth(_ row: Int, _ column: Int) throws -> Bool? {
    switch rows[row][column] {
    case "1", "1.0": return true
    case "0", "0.0", "": return false
    case "-1", "-1.0": return nil
    default:
      throw EvaluationError.value(
        file: file, line: lines[row], column: columns[column],
        wanted: "1, 0, an empty cell (0) or -1 (not known) is wanted")
    }
  }
}
