/// Where a probability becomes a "present": thresholds chosen on a held-out split for the rule p ≥ τ.

/// What a threshold is chosen for.
package enum ThresholdRule: Codable, Equatable, Sendable {
  /// The largest F1 = 2TP / (2TP + FP + FN); the larger τ of equals.
  case f1
  /// Of the thresholds whose F1 is within one standard error of the largest, the one nearest to half of the largest: where
  /// probabilities are right that is the best threshold (Lipton, Elkan and Naryanaswamy 2014), and a few films cannot tell its
  /// neighbours apart. A finding that is told without error gets about one half, not the lowest score that a positive had.
  case stableF1
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
  case .stableF1: return stable(candidates, positives)
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

/// The F1 threshold that is nearest to half of the largest F1, among those that the films cannot tell from the best.
private func stable(_ candidates: [Calls], _ positives: Int) -> Double? {
  func f1(_ calls: Calls) -> Double { 2 * Double(calls.found) / Double(calls.called + positives) }
  guard let top = candidates.max(by: { f1($0) < f1($1) }) else { return nil }
  let (target, least) = (f1(top) / 2, f1(top) - standardErrorOfF1(top, positives))
  var nearest: (threshold: Double, gap: Double)?
  for (index, calls) in candidates.enumerated() where f1(calls) >= least {
    // Every threshold above the next lower score makes the same calls.
    let below = index + 1 < candidates.count ? candidates[index + 1].threshold : 0
    let threshold =
      target > below ? min(target, calls.threshold) : (below + calls.threshold) / 2
    let gap = abs(threshold - target)
    if gap < nearest?.gap ?? .infinity { nearest = (threshold, gap) }
  }
  return nearest?.threshold
}

/// By the delta method from the share J of hits among hits, misses and false calls, F1 = 2J / (1 + J), J with one hit and one
/// miss added so that a perfect share is not taken for certain.
private func standardErrorOfF1(_ calls: Calls, _ positives: Int) -> Double {
  let union = Double(calls.called + positives - calls.found)
  let share = (Double(calls.found) + 1) / (union + 2)
  return 2 / ((1 + share) * (1 + share)) * (share * (1 - share) / union).squareRoot()
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
