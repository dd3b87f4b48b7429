/// The tables that a run writes, a line a film: the scores, and on request how unsure they are.

import Foundation
import Review
import Trust

enum ScoreSheet: CaseIterable {
  /// `ImageID` and one column a label: the format of a submission.
  case scores
  /// Beside it, twelve columns a label, as `LABEL.members.entropy`: what members, views and passes with dropout say together.
  case uncertainty

  /// Where the table of the run that writes its scores to `output` is: `a.csv`, `a.uncertainty.csv`.
  func path(beside output: String) -> String {
    guard self == .uncertainty else { return output }
    let path = output as NSString
    let stem = "\(path.deletingPathExtension).uncertainty"
    return path.pathExtension.isEmpty ? stem : "\(stem).\(path.pathExtension)"
  }

  func header(_ labels: [String]) -> String { Self.row("ImageID", labels.flatMap(columns).map(Self.cell)) }

  /// The line of a film that was read.
  func line(_ name: String, _ evidence: FilmEvidence) -> String {
    switch self {
    case .scores: Self.row(name, evidence.ensemble.map(Self.score))
    case .uncertainty:
      Self.row(
        name,
        evidence.ensemble.indices.flatMap { label in
          [evidence.members[label], evidence.views[label], evidence.passes[label]].flatMap(Self.numbers)
        })
    }
  }

  /// The line of a film without scores: its cells are empty, and the order of the list is kept.
  func empty(_ name: String, labels: [String]) -> String {
    Self.row(name, labels.flatMap(columns).map { _ in "" })
  }

  /// How the line of a film begins.
  static func start(_ name: String) -> String { cell(name) + "," }

  private func columns(_ label: String) -> [String] {
    guard self == .uncertainty else { return [label] }
    return ["members", "views", "passes"].flatMap { whose in
      ["entropy", "mutual_information", "lowest", "highest"].map { "\(label).\(whose).\($0)" }
    }
  }

  /// Held within [1e-6, 1 − 1e-6], with as many digits as a float32 needs, as the published code writes it.
  private static func score(_ logit: Logit) -> String { "\(Float(min(max(logit.raw, 1e-6), 1 - 1e-6)))" }

  /// Of the sigmoids, as the scores; empty cells without an opinion.
  private static func numbers(_ opinions: [Logit]) -> [String] {
    guard !opinions.isEmpty else { return ["", "", "", ""] }
    let u = Uncertainty(values: opinions.map(\.raw))
    return [u.entropy, u.mutualInformation, u.lowest, u.highest].map { "\(Float($0))" }
  }

  private static func row(_ name: String, _ cells: [String]) -> String {
    ([cell(name)] + cells).joined(separator: ",")
  }

  private static func cell(_ text: String) -> String {
    guard text.contains(where: { ",\"".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
