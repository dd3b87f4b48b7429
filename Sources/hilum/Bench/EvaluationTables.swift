/// Tables to evaluate of any size: many films of fewer patients, labels from rare to common, some truths unknown.

import Foundation
import Neural

/// The same seed gives the same tables on every machine.
struct EvaluationTables {
  let films: Int
  let labels: Int
  let patients: Int
  var seed: UInt64 = 1

  /// Writes `predictions.csv` and `labels.csv` into `folder`, line by line.
  func write(into folder: String) throws {
    let paths = (predictions: folder + "/predictions.csv", labels: folder + "/labels.csv")
    for path in [paths.predictions, paths.labels] {
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw EvaluationError.unwritable(file: (path as NSString).lastPathComponent)
      }
    }
    let predictions = try FileHandle(forWritingTo: URL(filePath: paths.predictions))
    let truths = try FileHandle(forWritingTo: URL(filePath: paths.labels))
    let names = (1...labels).map { "finding \($0)" }.joined(separator: ",")
    var rows = ("ImageID,\(names)\n", "ImageID,PatientID,\(names)\n")
    for film in 0..<films {
      let (scores, answers) = row(film)
      rows.0 += "film\(film),\(scores)\n"
      rows.1 += "film\(film),patient\(film % patients),\(answers)\n"
      if film % 2000 == 1999 || film == films - 1 {
        try predictions.write(contentsOf: Data(rows.0.utf8))
        try truths.write(contentsOf: Data(rows.1.utf8))
        rows = ("", "")
      }
    }
    try predictions.close()
    try truths.close()
  }

  /// One film's cells: a positive's logit lies 1.5 above a negative's on average, each with a deviation of one.
  private func row(_ film: Int) -> (scores: String, answers: String) {
    var random = SplitMix64(seed: seed, stream: UInt64(film))
    var scores: [String] = []
    var answers: [String] = []
    for label in 0..<labels {
      let prevalence = 0.005 + 0.4 * Double(label) / Double(max(1, labels - 1))
      let isPositive = random.uniform() < prevalence
      let logit = log(prevalence / (1 - prevalence)) + random.normal() + (isPositive ? 1.5 : 0)
      scores.append(String(Float(1 / (1 + exp(-logit)))))
      answers.append(random.uniform() < 0.01 ? "-1" : isPositive ? "1" : "0")
    }
    return (scores.joined(separator: ","), answers.joined(separator: ","))
  }
}
