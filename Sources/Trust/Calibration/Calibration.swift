/// From logits to probabilities: what was fitted to one ensemble on one held-out split.

/// One calibrator, threshold and half-width a label, in the order of the pack's labels.
package struct Calibration: Equatable, Sendable {
  package let calibrators: [Calibrator]
  /// The decision threshold on each label's probability.
  package let thresholds: [Probability]
  /// How far each label's probability may be from the frequency: its calibration error on the held-out split.
  package let halfWidths: [Double]
  /// What is asked of the probabilities of each label where the prevalence is known to differ; empty: nothing.
  package let shifts: [PrevalenceShift?]

  /// - Precondition: as many of each, every calibrator sound, thresholds and half-widths in [0, 1]; shifts as many or none.
  package init(
    calibrators: [Calibrator], thresholds: [Double], halfWidths: [Double], shifts: [PrevalenceShift?] = []
  ) {
    precondition(calibrators.count == thresholds.count && calibrators.count == halfWidths.count)
    precondition(calibrators.allSatisfy(\.isSound))
    precondition((thresholds + halfWidths).allSatisfy { (0...1).contains($0) })
    precondition(shifts.isEmpty || shifts.count == calibrators.count)
    self.calibrators = calibrators
    self.thresholds = thresholds.map(Probability.init(calibrated:))
    self.halfWidths = halfWidths
    self.shifts = shifts
  }

  /// - Precondition: as many of each, every temperature positive and finite, thresholds and half-widths in [0, 1].
  package init(temperatures: [Double], thresholds: [Double], halfWidths: [Double]) {
    self.init(
      calibrators: temperatures.map(Calibrator.temperature), thresholds: thresholds, halfWidths: halfWidths)
  }

  /// Temperatures alone: thresholds at one half and no allowance for calibration error.
  package init(temperatures: [Double]) {
    self.init(
      temperatures: temperatures,
      thresholds: temperatures.map { _ in 0.5 }, halfWidths: temperatures.map { _ in 0 })
  }

  /// One temperature a label, where every label has one.
  package var temperatures: [Double]? {
    let known = calibrators.compactMap { if case .temperature(let t) = $0 { t } else { nil } }
    return known.count == calibrators.count ? known : nil
  }

  /// The calibrated probability of label `index`.
  package func probability(_ logit: Logit, label index: Int) -> Probability {
    let p = calibrators[index](logit.value)
    guard shifts.indices.contains(index), let shift = shifts[index] else { return Probability(calibrated: p) }
    return Probability(calibrated: shift(p))
  }

  /// Where the probability of label `index` may lie: from the lowest to the highest of the members' own calibrated
  /// probabilities, widened at both ends by the label's half-width. It holds the ensemble's probability, because every
  /// way of joining members stays between them and every calibrator is monotone. It is a statement about disagreement and
  /// measured calibration error, not a confidence interval.
  /// - Precondition: `members` is not empty.
  package func interval(members: [Logit], label index: Int) -> ClosedRange<Probability> {
    precondition(!members.isEmpty, "an interval needs a member")
    let values = members.map { probability($0, label: index).value }
    let lowest = values.reduce(1, min) - halfWidths[index]
    let highest = values.reduce(0, max) + halfWidths[index]
    return Probability(calibrated: lowest)...Probability(calibrated: highest)
  }

  /// The same calibration where label i is as common as `target[i]`, having been fitted where it was `source[i]`. A label
  /// without a target keeps its probabilities.
  /// - Throws: `TrustError.lengths`, `.prevalence` for the first that is not strictly between 0 and 1.
  package func shifted(from source: [Double], to target: [Double?]) throws(TrustError) -> Calibration {
    guard source.count == calibrators.count, target.count == calibrators.count else {
      throw .lengths(scores: calibrators.count, truth: min(source.count, target.count))
    }
    var shifts: [PrevalenceShift?] = []
    for (from, to) in zip(source, target) {
      guard let to else { shifts.append(nil); continue }
      for value in [from, to] where !(value > 0 && value < 1) { throw .prevalence(value) }
      shifts.append(PrevalenceShift(from: from, to: to))
    }
    return Calibration(
      calibrators: calibrators, thresholds: thresholds.map(\.value), halfWidths: halfWidths, shifts: shifts)
  }

  /// Calibrators, thresholds and half-widths of an ensemble, from its logits on a held-out split, one column a label.
  ///
  /// A label with fewer than `enough` positives or negatives takes the calibrator of all pairs together. Thresholds follow
  /// `rule`; half-widths are the labels' calibration errors after calibration.
  /// - Throws: `TrustError.noFilms` or `.oneClass`.
  package static func fit(
    _ logits: [ScoredLabel], by method: CalibrationMethod = .perLabelTemperature,
    thresholds rule: ThresholdRule = .f1, enough: Int = 50
  ) throws(TrustError) -> Calibration {
    let calibrators = try method.fit(logits, enough: enough)
    let scaled = zip(logits, calibrators).map { label, calibrator in
      label.mapScores { min(max(calibrator($0), 0), 1) }
    }
    return Calibration(
      calibrators: calibrators, thresholds: try fitThresholds(scaled, rule),
      halfWidths: scaled.map { expectedCalibrationError($0) ?? 1 })
  }
}
