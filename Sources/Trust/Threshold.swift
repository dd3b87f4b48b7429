/// Where a probability becomes a "present": thresholds that maximise F1 on a held-out split.

/// The score τ for which the rule p ≥ τ has the largest F1 = 2TP / (2TP + FP + FN); the larger of equals.
/// Candidates are the distinct scores. `nil` where there is no positive. O(n log n).
package func bestThreshold(_ label: ScoredLabel) -> Double? {
  let positives = label.positives
  guard positives > 0 else { return nil }
  var best: (threshold: Double, f1: Double)?
  var found = 0
  var called = 0
  for run in label.fallingRuns {
    guard let first = run.first else { continue }
    found += run.count { label.truth[$0] }
    called += run.count
    // 2TP + FP + FN = (TP + FP) + (TP + FN)
    let f1 = 2 * Double(found) / Double(called + positives)
    if f1 > (best?.f1 ?? 0) { best = (label.scores[first], f1) }
  }
  return best?.threshold
}

/// One threshold a label. A label with fewer than `enough` positives is shrunk toward the threshold that is best for all
/// label–film pairs together: τ = w·τ_label + (1 − w)·τ_all with w = positives / enough.
/// - Throws: `TrustError.oneClass` when no label has a positive.
package func fitThresholds(_ labels: [ScoredLabel], enough: Int = 20) throws(TrustError) -> [Double] {
  guard let common = bestThreshold(.pooled(labels)) else { throw .oneClass }
  return labels.map { label in
    guard let own = bestThreshold(label) else { return common }
    let weight = min(1, Double(label.positives) / Double(enough))
    return weight * own + (1 - weight) * common
  }
}
