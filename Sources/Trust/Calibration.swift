/// From logits to probabilities: temperature scaling (Guo et al. 2017), one temperature a finding.

/// What was fitted to one ensemble on one held-out split, in the order of the pack's labels.
package struct Calibration: Equatable, Sendable {
  /// One positive temperature per label.
  package let temperatures: [Double]
  /// The decision threshold on each label's probability.
  package let thresholds: [Probability]
  /// How far each label's probability may be from the frequency: its calibration error on the held-out split.
  package let halfWidths: [Double]

  /// - Precondition: as many of each, every temperature positive and finite, thresholds and half-widths in [0, 1].
  package init(temperatures: [Double], thresholds: [Double], halfWidths: [Double]) {
    precondition(temperatures.count == thresholds.count && temperatures.count == halfWidths.count)
    precondition(temperatures.allSatisfy { $0.isFinite && $0 > 0 })
    precondition((thresholds + halfWidths).allSatisfy { (0...1).contains($0) })
    self.temperatures = temperatures
    self.thresholds = thresholds.map(Probability.init(calibrated:))
    self.halfWidths = halfWidths
  }

  /// Temperatures alone: thresholds at one half and no allowance for calibration error.
  package init(temperatures: [Double]) {
    self.init(
      temperatures: temperatures,
      thresholds: temperatures.map { _ in 0.5 }, halfWidths: temperatures.map { _ in 0 })
  }

  /// The calibrated probability of label `index`: σ(z / T).
  package func probability(_ logit: Logit, label index: Int) -> Probability {
    Probability(calibrated: sigmoid(logit.value / temperatures[index]))
  }

  /// Where the probability of label `index` may lie: from the lowest to the highest of the members' own calibrated
  /// probabilities, widened at both ends by the label's half-width. It holds the ensemble's probability, because every
  /// way of joining members stays between them. It is a statement about disagreement and measured calibration error,
  /// not a confidence interval.
  /// - Precondition: `members` is not empty.
  package func interval(members: [Logit], label index: Int) -> ClosedRange<Probability> {
    precondition(!members.isEmpty, "an interval needs a member")
    let values = members.map { probability($0, label: index).value }
    let lowest = values.reduce(1, min) - halfWidths[index]
    let highest = values.reduce(0, max) + halfWidths[index]
    return Probability(calibrated: lowest)...Probability(calibrated: highest)
  }

  /// Temperatures, thresholds and half-widths of an ensemble, from its logits on a held-out split, one column a label.
  ///
  /// A label with at least `enough` positives and as many negatives has its own temperature; the others share the one
  /// that fits all pairs together. Thresholds follow `fitThresholds`; half-widths are the labels' calibration errors
  /// after scaling.
  /// - Throws: `TrustError.noFilms` or `.oneClass`.
  package static func fit(_ logits: [ScoredLabel], enough: Int = 50) throws(TrustError) -> Calibration {
    let common = try fitTemperature(.pooled(logits))
    var temperatures: [Double] = []
    for label in logits {
      let rarer = min(label.positives, label.count - label.positives)
      temperatures.append(rarer >= enough ? try fitTemperature(label) : common)
    }
    let scaled = zip(logits, temperatures).map { label, temperature in
      label.mapScores { sigmoid($0 / temperature) }
    }
    return Calibration(
      temperatures: temperatures, thresholds: try fitThresholds(scaled),
      halfWidths: scaled.map { expectedCalibrationError($0) ?? 1 })
  }
}
