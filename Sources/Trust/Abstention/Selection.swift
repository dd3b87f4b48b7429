/// Selective prediction: how wrong the films are that one speaks about, against how many they are.

/// Films by falling confidence with the loss of speaking about each.
package struct Selection: Equatable, Sendable {
  /// Falling.
  private let confidences: [Double]
  /// Beside `confidences`; 0 or 1 for errors, squared for a Brier risk.
  private let losses: [Double]

  /// - Throws: `TrustError.lengths`, `.notFinite` or `.noFilms`.
  package init(confidences: [Double], losses: [Double]) throws(TrustError) {
    guard confidences.count == losses.count else {
      throw .lengths(scores: confidences.count, truth: losses.count)
    }
    guard !confidences.isEmpty else { throw .noFilms }
    for column in [confidences, losses] {
      if let index = column.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    }
    let order = confidences.indices.sorted { confidences[$0] > confidences[$1] }
    self.confidences = order.map { confidences[$0] }
    self.losses = order.map { losses[$0] }
  }

  /// Errors of p ≥ threshold, by max(p, 1 − p).
  /// - Throws: `TrustError.noFilms`.
  package init(_ label: ScoredLabel, threshold: Double) throws(TrustError) {
    let losses = zip(label.scores, label.truth).map { p, isPresent in (p >= threshold) == isPresent ? 0.0 : 1
    }
    try self.init(confidences: label.scores.map(Self.confidence), losses: losses)
  }

  /// How sure a probability is of its likelier answer.
  package static func confidence(_ p: Double) -> Double { max(p, 1 - p) }

  /// r_k = (1/k) Σ loss of the k most confident, k = 1…n. Equal confidences take turns in every order: each counts as the mean
  /// of its group.
  package var risks: [Double] {
    var sum = 0.0
    var risks: [Double] = []
    risks.reserveCapacity(losses.count)
    for group in groups {
      let mean = losses[group].reduce(0, +) / Double(group.count)
      for k in group {
        sum += mean
        risks.append(sum / Double(k + 1))
      }
    }
    return risks
  }

  /// The area under the risk–coverage curve: (1/n) Σ r_k (Geifman and El-Yaniv 2017).
  package var aurc: Double { risks.reduce(0, +) / Double(losses.count) }

  /// AURC above that of the best order of the same errors (Geifman et al. 2018). For losses of 0 and 1.
  package var excessAURC: Double {
    let correct = Double(losses.count { $0 == 0 })
    let best = (1...losses.count).reduce(0.0) { $0 + max(0, Double($1) - correct) / Double($1) }
    return aurc - best / Double(losses.count)
  }

  /// The smallest confidence from which on the upper bound of the risk is at most the target. For losses of 0 and 1.
  ///
  /// Whole groups of equal confidence are kept or left. The bound of each candidate is Clopper and Pearson's at `level`, as
  /// Geifman and El-Yaniv choose it; it does not pay for having looked at several candidates.
  package func operatingPoint(targetRisk: Double, level: Double = 0.95) -> OperatingPoint {
    var point = OperatingPoint(targetRisk: targetRisk, level: level, films: losses.count)
    var errors = 0
    for group in groups {
      errors += losses[group].count { $0 != 0 }
      let kept = group.endIndex
      // Below the plain risk no bound can be.
      guard Double(errors) <= targetRisk * Double(kept) else { continue }
      let bound = clopperPearsonUpper(errors, of: kept, level: level)
      guard bound <= targetRisk else { continue }
      point.confidence = confidences[group.startIndex]
      point.coverage = Double(kept) / Double(losses.count)
      point.risk = Double(errors) / Double(kept)
      point.bound = bound
    }
    return point
  }

  private var groups: [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    for end in 1...confidences.count where end == confidences.count || confidences[end] != confidences[start]
    {
      groups.append(start..<end)
      start = end
    }
    return groups
  }
}

/// From which confidence on to speak, and what that costs on the split that it was chosen on.
package struct OperatingPoint: Codable, Equatable, Sendable {
  package let targetRisk: Double
  /// The level of the bound.
  package let level: Double
  package let films: Int
  /// `nil` where no confidence keeps the bound at the target: then nothing is spoken.
  package internal(set) var confidence: Double?
  package internal(set) var coverage = 0.0
  /// `nil` where nothing is spoken.
  package internal(set) var risk: Double?
  package internal(set) var bound: Double?

  package init(targetRisk: Double, level: Double, films: Int) {
    self.targetRisk = targetRisk
    self.level = level
    self.films = films
  }
}
