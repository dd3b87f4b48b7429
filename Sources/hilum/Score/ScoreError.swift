/// Why a list cannot be scored or parts cannot be merged. One film that cannot be read is no such reason.

import Foundation

enum ScoreError: Error, Equatable, CustomStringConvertible {
  case list(String, reason: String)
  /// A name of the list leads out of the folder of films.
  case outside
  /// There is a file of another run at this place.
  case otherRun(String, differences: String)
  /// A file is there that no run of ours made.
  case taken(String)
  case file(String, doing: String, code: Int32)
  /// What stands in a file of an interrupted run does not belong to the list.
  case damaged(String, line: Int)
  case busy(String)
  case noParts(String)
  case unfinished(String, rows: Int, of: Int)
  case partMissing([Int], of: Int)
  case partTwice(Int)

  var description: String {
    switch self {
    case .list(let path, let reason): "\(name(path)): \(reason)."
    case .outside: "The name leads out of the folder of films: name films below --images."
    case .otherRun(let path, let differences):
      "\(name(path)) belongs to another run (\(differences)): choose another --output, or delete it and its .run.json and .partial."
    case .taken(let path): "\(name(path)) is there already and is not overwritten: choose another --output."
    case .file(let path, let doing, let code):
      "\(name(path)): could not \(doing): \(String(cString: strerror(code)))."
    case .damaged(let path, let line):
      "\(name(path)) is damaged in line \(line): delete it and its .run.json to begin again."
    case .busy(let path):
      "\(name(path)) is being written by another process: give each process its own --shard."
    case .noParts(let path):
      "There are no parts of \(name(path)) beside it: name the files to merge."
    case .unfinished(let path, let rows, let all):
      "\(name(path)) has \(rows) of \(all) rows: run that part again, it goes on where it stopped."
    case .partMissing(let parts, let count):
      "Of \(count) parts, these are missing: \(parts.map(String.init).joined(separator: ", "))."
    case .partTwice(let part): "Part \(part) is given twice: name each file once."
    }
  }

  private func name(_ path: String) -> String { (path as NSString).lastPathComponent }
}
