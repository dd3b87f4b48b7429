/// How well scores order films: area under the ROC curve and average precision.

/// The probability that a positive outranks a negative, ties counted half: Mann–Whitney U with midranks.
/// `nil` where positives or negatives are lacking. O(n log n).
package func auroc(_ label: ScoredLabel) -> Double? {
  let positives = label.positives
  let negatives = label.count - positives
  guard positives > 0, negatives > 0 else { return nil }
  var negativesAbove = 0
  var outranked = 0.0
  for run in label.fallingRuns {
    let ties = run.count { label.truth[$0] }
    let tiedNegatives = run.count - ties
    let negativesBelow = negatives - negativesAbove - tiedNegatives
    outranked += Double(ties) * (Double(negativesBelow) + Double(tiedNegatives) / 2)
    negativesAbove += tiedNegatives
  }
  return outranked / (Double(positives) * Double(negatives))
}

/// Σ (Rₙ − Rₙ₋₁) Pₙ over the distinct scores in falling order: scikit-learn's definition, without interpolation.
/// `nil` where positives are lacking. O(n log n).
package func averagePrecision(_ label: ScoredLabel) -> Double? {
  let positives = label.positives
  guard positives > 0 else { return nil }
  var found = 0
  var seen = 0
  var sum = 0.0
  for run in label.fallingRuns {
    let here = run.count { label.truth[$0] }
    found += here
    seen += run.count
    sum += Double(here) / Double(positives) * (Double(found) / Double(seen))
  }
  return sum
}

/// The mean of a metric over the labels that have both classes, and which labels had not.
package struct MacroMean: Equatable, Sendable {
  /// `nil` when no label could be counted.
  package let value: Double?
  package let counted: Int
  /// Indices of the labels that lack positives or negatives.
  package let skipped: [Int]

  package init(value: Double?, counted: Int, skipped: [Int]) {
    self.value = value
    self.counted = counted
    self.skipped = skipped
  }
}

/// The macro average of `metric`; a label that lacks either class is left out and named.
package func macro(_ labels: [ScoredLabel], _ metric: (ScoredLabel) -> Double?) -> MacroMean {
  let skipped = labels.indices.filter { !labels[$0].hasBothClasses }
  let values = labels.filter(\.hasBothClasses).compactMap(metric)
  return MacroMean(
    value: values.isEmpty ? nil : values.reduce(0, +) / Double(values.count),
    counted: values.count, skipped: skipped)
}
