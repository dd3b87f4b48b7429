/// What can be wrong with the tables that `hilum evaluate` and `hilum drift` read.

enum EvaluationError: Error, CustomStringConvertible {
  case unreadable(file: String)
  case unwritable(file: String)
  case notATable(file: String, line: Int, reason: String)
  case empty(file: String)
  case width(file: String, line: Int, expected: Int, found: Int)
  case duplicate(file: String, line: Int)
  case value(file: String, line: Int, column: String, wanted: String)
  case noCommonLabel
  case noCommonFilm
  case notCompared
  case missingColumn(file: String, name: String)
  case noReference(pack: String)

  var description: String {
    switch self {
    case .unreadable(let file): "\(file) cannot be read as text: check the path."
    case .unwritable(let file): "\(file) cannot be written: check the folder and its space."
    case .notATable(let file, let line, let reason): "\(file), line \(line): \(reason)."
    case .empty(let file): "\(file) holds no rows: give a header line and one line a film."
    case .width(let file, let line, let expected, let found):
      "\(file), line \(line) has \(found) cells where the header has \(expected): mend the line."
    case .duplicate(let file, let line):
      "\(file), line \(line) names a film that stands above already: keep one line a film."
    case .value(let file, let line, let column, let wanted):
      "\(file), line \(line), column \(column): \(wanted)."
    case .noCommonLabel:
      "No label stands in both tables: the header of each names the labels, spelled alike."
    case .noCommonFilm:
      "No film stands in both tables: the first column of each names the film."
    case .notCompared:
      "The two prediction files share no label and film that can be compared: give predictions of the same films."
    case .noReference(let pack):
      "The pack \(pack) keeps no scores of its calibration: run `hilum calibrate`, or give --reference."
    case .missingColumn(let file, let name): "\(file) has no column \(name): add it to the header."
    }
  }
}
