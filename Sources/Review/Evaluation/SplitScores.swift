/// What a pack's members say of every film of a split, beside what is true.

package import Trust

/// Collects one split. A film's truth is `nil` where nobody knows.
package struct SplitScores: Sendable {
  package let labels: [String]
  private var logits: [[Double]]
  private var truth: [[Bool]]
  /// Of each film that was added with its evidence, in order.
  package private(set) var evidence: [FilmEvidence] = []
  package private(set) var known: [[Bool?]] = []
  package private(set) var films = 0

  package init(labels: [String]) {
    self.labels = labels
    logits = labels.map { _ in [] }
    truth = labels.map { _ in [] }
  }

  /// - Precondition: one truth for each label.
  package mutating func add(_ reading: Reading, truth known: [Bool?]) {
    add(reading.ensembleLogits, known)
  }

  /// - Precondition: one truth for each label.
  package mutating func add(_ film: FilmEvidence, truth known: [Bool?]) {
    add(film.ensemble, known)
    evidence.append(film)
    self.known.append(known)
  }

  private mutating func add(_ ensemble: [Logit], _ known: [Bool?]) {
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

  /// Calibrated probabilities, one column a label.
  package func probabilities(_ calibration: Calibration) throws(TrustError) -> [ScoredLabel] {
    var columns: [ScoredLabel] = []
    for (index, column) in try self.columns().enumerated() {
      let scores = column.scores.map { calibration.probability(Logit($0), label: index).value }
      columns.append(try ScoredLabel(scores: scores, truth: column.truth))
    }
    return columns
  }

  /// Which labels each film has; one that nobody knows counts as absent.
  var presence: [[Bool]] { known.map { $0.map { $0 ?? false } } }
}

extension Reading {
  /// The ensemble's logit of each label, calibrated or not.
  package var ensembleLogits: [Logit] {
    findings.isEmpty ? uncalibrated.map(\.ensemble) : findings.map(\.ensemble)
  }
}
