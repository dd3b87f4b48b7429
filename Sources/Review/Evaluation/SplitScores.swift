/// What a pack's members say of every film of a split, beside what is true.

package import Trust

/// Collects readings of one split. A film's truth is `nil` where nobody knows.
package struct SplitScores: Sendable {
  package let labels: [String]
  private var logits: [[Double]]
  private var truth: [[Bool]]
  package private(set) var films = 0

  package init(labels: [String]) {
    self.labels = labels
    logits = labels.map { _ in [] }
    truth = labels.map { _ in [] }
  }

  /// - Precondition: one truth for each label.
  package mutating func add(_ reading: Reading, truth known: [Bool?]) {
    let ensemble = reading.ensembleLogits
    precondition(known.count == labels.count && ensemble.count == labels.count)
    films += 1
    for (index, isTrue) in known.enumerated() {
      guard let isTrue else { continue }
      logits[index].append(ensemble[index].value)
      truth[index].append(isTrue)
    }
  }

  /// The ensemble's logits, one column a label.
  package func columns() throws(TrustError) -> [ScoredLabel] {
    var columns: [ScoredLabel] = []
    for (scores, truth) in zip(logits, truth) {
      columns.append(try ScoredLabel(scores: scores, truth: truth))
    }
    return columns
  }
}

extension Reading {
  /// The ensemble's logit of each label, calibrated or not.
  package var ensembleLogits: [Logit] {
    findings.isEmpty ? uncalibrated.map(\.ensemble) : findings.map(\.ensemble)
  }
}
