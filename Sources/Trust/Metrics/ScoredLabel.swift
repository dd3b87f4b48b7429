/// One label's scores on a set of films beside what is true of them: what every metric takes.

/// `scores[i]` belongs to film `i`, and `truth[i]` says whether film `i` has the finding.
/// Scores are finite; whether they are logits or probabilities is the business of the metric.
package struct ScoredLabel: Equatable, Sendable {
  package let scores: [Double]
  package let truth: [Bool]

  /// - Throws: `TrustError.lengths` when the two differ, `.notFinite` for the first NaN or infinity.
  package init(scores: [Double], truth: [Bool]) throws(TrustError) {
    guard scores.count == truth.count else {
      throw .lengths(scores: scores.count, truth: truth.count)
    }
    if let index = scores.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    self.init(finite: scores, truth)
  }

  /// - Precondition: as many finite scores as truths.
  init(finite scores: [Double], _ truth: [Bool]) {
    self.scores = scores
    self.truth = truth
  }

  package var count: Int { scores.count }
  package var positives: Int { truth.count { $0 } }
  /// Whether there is something to tell apart: at least one positive and one negative.
  package var hasBothClasses: Bool { truth.contains(true) && truth.contains(false) }

  /// The same films with other scores.
  func mapScores(_ transform: (Double) -> Double) -> ScoredLabel {
    ScoredLabel(finite: scores.map(transform), truth)
  }

  /// All labels' pairs in one column.
  static func pooled(_ labels: [ScoredLabel]) -> ScoredLabel {
    ScoredLabel(finite: labels.flatMap(\.scores), labels.flatMap(\.truth))
  }

  /// Film indices by falling score, cut into runs of equal score.
  var fallingRuns: [ArraySlice<Int>] {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    return order.chunked { scores[$0] == scores[$1] }
  }
}

extension Array {
  /// Maximal runs of neighbours for which `same` holds.
  fileprivate func chunked(_ same: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
    var runs: [ArraySlice<Element>] = []
    var start = 0
    for index in indices where index + 1 == count || !same(self[index], self[index + 1]) {
      runs.append(self[start...index])
      start = index + 1
    }
    return runs
  }
}
