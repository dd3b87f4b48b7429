/// What can stop a training before it begins. Facts only; `TrainError+Sentence.swift` words them.

package enum TrainError: Error, Equatable {
  case unreadable(file: String, reason: String)
  case unwritable(file: String, reason: String)
  case syntax(file: String, line: Int, reason: String)
  case missingKey(String)
  case unknownKeys([String])
  case value(key: String, found: String, wanted: String)
  case column(file: String, name: String)
  case row(file: String, line: Int, reason: String)
  /// A film named in a line of a table cannot be read; its name may be a patient's and is not told.
  case film(file: String, line: Int, reason: String)
  case tooFewFilms(training: Int, validation: Int, batch: Int)
  case runExists(folder: String)
  case nothingToResume(folder: String)
  case otherRun(folder: String, key: String)
}
