/// The scores of calibration, which later films are compared with.

/// A score by name: a label's calibrated probability, or how strange a film is.
package struct ScoreReference: Equatable, Sendable {
  /// The name of how strange a film is among the scores.
  package static let strangeness = "ood_score"
  /// More scores than these are kept as so many quantiles.
  package static let most = 512

  package let names: [String]
  /// Beside `names`, each rising.
  package let scores: [[Double]]

  /// - Throws: `TrustError.lengths` where names and columns differ in number, `.noFilms`, `.notFinite`.
  package init(names: [String], scores: [[Double]]) throws(TrustError) {
    guard names.count == scores.count else { throw .lengths(scores: scores.count, truth: names.count) }
    var kept: [[Double]] = []
    for column in scores {
      guard !column.isEmpty else { throw .noFilms }
      if let index = column.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
      let rising = column.sorted()
      kept.append(
        rising.count <= Self.most
          ? rising
          : (0..<Self.most).map { quantile(rising, (Double($0) + 0.5) / Double(Self.most)) })
    }
    self.names = names
    self.scores = kept
  }

  /// How far each score has moved, in the order of the names; those without a film today are left out.
  /// - Throws: `TrustError.notFinite`.
  package func drifts(
    of today: [String: [Double]], rule: Drift.Rule = Drift.Rule()
  ) throws(TrustError) -> [ScoreDrift] {
    var drifts: [ScoreDrift] = []
    for (name, reference) in zip(names, scores) {
      guard let values = today[name], !values.isEmpty else { continue }
      let drift = try Drift(reference: reference, today: values)
      drifts.append(ScoreDrift(name: name, drift: drift, alert: drift.alert(rule)))
    }
    return drifts
  }
}

/// One score's drift, and whether it is worth a word.
package struct ScoreDrift: Equatable, Sendable {
  package let name: String
  package let drift: Drift
  package let alert: Drift.Alert
  package var isRaised: Bool { alert == .warn || alert == .alert }
}
