/// Where a probability becomes a "present": thresholds chosen on a held-out split for the rule p ≥ τ.

/// What a threshold is chosen for.
package enum ThresholdRule: Codable, Equatable, Sendable {
  /// The largest F1 = 2TP / (2TP + FP + FN); the larger τ of equals.
  case f1
  /// The largest sensitivity + specificity − 1 (Youden 1950); the larger τ of equals.
  case youden
  /// The largest τ whose sensitivity is at least this.
  case sensitivity(Double)
  /// The smallest τ whose precision is at least this, so that sensitivity is largest; the most precise where none is.
  case precision(Double)
}

/// How many films a threshold calls positive, and rightly so.
private struct Calls {
  let threshold: Double
  var found = 0
  var called = 0
}

/// The threshold of `rule` among the distinct scores. `nil` where there is no positive, and for Youden's where there is no
/// negative. O(n log n).
package func bestThreshold(_ label: ScoredLabel, _ rule: ThresholdRule = .f1) -> Double? {
  let positives = label.positives
  let negatives = label.count - positives
  guard positives > 0 else { return nil }
  var candidates: [Calls] = []
  var (found, called) = (0, 0)
  for run in label.fallingRuns {
    found += run.count { label.truth[$0] }
    called += run.count
    candidates.append(Calls(threshold: label.scores[run[run.startIndex]], found: found, called: called))
  }
  switch rule {
  case .f1:
    // 2TP + FP + FN = (TP + FP) + (TP + FN)
    return best(candidates) { 2 * Double($0.found) / Double($0.called + positives) }
  case .youden:
    guard negatives > 0 else { return nil }
    // TP · N₋ − FP · N₊, which is exact, orders as TP / N₊ − FP / N₋ does.
    return best(candidates) { Double($0.found * negatives - ($0.called - $0.found) * positives) }
  case .sensitivity(let target):
    return candidates.first { Double($0.found) / Double(positives) >= target }?.threshold
      ?? candidates.last?.threshold
  case .precision(let target):
    return candidates.last { Double($0.found) / Double($0.called) >= target }?.threshold
      ?? best(candidates) { Double($0.found) / Double($0.called) }
  }
}

/// The threshold of the first largest value, which is the larger of equals: candidates fall.
private func best(_ candidates: [Calls], _ value: (Calls) -> Double) -> Double? {
  var best: (threshold: Double, value: Double)?
  for candidate in candidates {
    let here = value(candidate)
    if here > best?.value ?? -.infinity { best = (candidate.threshold, here) }
  }
  return best?.threshold
}

/// One threshold a label. A label with fewer than `enough` positives is shrunk toward the threshold that is best for all
/// label–film pairs together: τ = w·τ_label + (1 − w)·τ_all with w = positives / enough.
/// - Throws: `TrustError.oneClass` when no label has a positive.
package func fitThresholds(
  _ labels: [ScoredLabel], _ rule: ThresholdRule = .f1, enough: Int = 20
) throws(TrustError) -> [Double] {
  guard let common = bestThreshold(.pooled(labels), rule) else { throw .oneClass }
  return labels.map { label in
    guard let own = bestThreshold(label, rule) else { return common }
    let weight = min(1, Double(label.positives) / Double(enough))
    return weight * own + (1 - weight) * common
  }
}
