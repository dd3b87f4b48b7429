/// Right and wrong calls at a threshold.

package struct Confusion: Codable, Equatable, Sendable {
  package internal(set) var truePositives = 0
  package internal(set) var falsePositives = 0
  package internal(set) var falseNegatives = 0
  package internal(set) var trueNegatives = 0

  /// Calls of p ≥ threshold.
  package init(_ label: ScoredLabel, threshold: Double) {
    for (p, isPositive) in zip(label.scores, label.truth) {
      switch (p >= threshold, isPositive) {
      case (true, true): truePositives += 1
      case (true, false): falsePositives += 1
      case (false, true): falseNegatives += 1
      case (false, false): trueNegatives += 1
      }
    }
  }

  private func share(_ part: Int, _ rest: Int) -> Double? {
    part + rest > 0 ? Double(part) / Double(part + rest) : nil
  }
  package var sensitivity: Double? { share(truePositives, falseNegatives) }
  package var specificity: Double? { share(trueNegatives, falsePositives) }
  /// Positive and negative predictive value.
  package var precision: Double? { share(truePositives, falsePositives) }
  package var negativeValue: Double? { share(trueNegatives, falseNegatives) }
  /// 2TP / (2TP + FP + FN); `nil` where nothing is positive and nothing is called so.
  package var f1: Double? { share(2 * truePositives, falsePositives + falseNegatives) }
}

/// The share of films that do not belong and are still let through, where `rate` of those that belong are.
/// - Parameter label: scores that are higher for stranger films; true where a film does not belong.
/// - Returns: the smallest such share over thresholds that let at least `rate` of the belonging films pass (score ≤ threshold);
///   `nil` where either kind is lacking.
package func falsePositiveRate(_ label: ScoredLabel, atTruePositiveRate rate: Double = 0.95) -> Double? {
  let strangers = label.positives
  let belonging = label.count - strangers
  guard strangers > 0, belonging > 0 else { return nil }
  var (passed, slipped) = (0, 0)
  for run in label.fallingRuns.reversed() {
    slipped += run.count { label.truth[$0] }
    passed += run.count { !label.truth[$0] }
    if Double(passed) >= rate * Double(belonging) { return Double(slipped) / Double(strangers) }
  }
  return 1
}
