/// How good a calibrated pack is on a split that neither training nor calibration has seen.

package import Trust

/// One label's numbers; `nil` where the split lacks positives or negatives.
package struct LabelEvaluation: Equatable, Sendable {
  package let label: String
  package let films: Int
  package let positives: Int
  package let auroc: Double?
  package let averagePrecision: Double?
  package let errorBefore: Double?
  package let errorAfter: Double?
  package let threshold: Double
  /// At the threshold, abstentions counted as calls by their probability.
  package let sensitivity: Double?
  package let specificity: Double?
}

package struct PackEvaluation: Equatable, Sendable {
  package let labels: [LabelEvaluation]
  package let auroc: MacroMean
  package let averagePrecision: MacroMean
  /// Expected calibration error over all label–film pairs, and the mean of the labels' own, as σ(z) and as σ(z / T).
  package let pooledErrorBefore: Double?
  package let pooledErrorAfter: Double?
  package let macroErrorBefore: Double?
  package let macroErrorAfter: Double?
  package let brierAfter: Double?
  package let films: Int
  package let pointing: PointingGame

  /// - Throws: `TrustError` when a column is unsound.
  package init(
    _ scores: SplitScores, _ calibration: Calibration, pointing: PointingGame
  ) throws(TrustError) {
    let logits = try scores.columns()
    var before: [ScoredLabel] = []
    var after: [ScoredLabel] = []
    for (index, column) in logits.enumerated() {
      let values = column.scores.map { Logit($0) }
      before.append(try ScoredLabel(scores: values.map(\.raw), truth: column.truth))
      after.append(
        try ScoredLabel(
          scores: values.map { calibration.probability($0, label: index).value }, truth: column.truth))
    }
    labels = scores.labels.indices.map { index in
      LabelEvaluation(
        scores.labels[index], logits[index], before[index], after[index],
        threshold: calibration.thresholds[index].value)
    }
    auroc = macro(logits, Trust.auroc)
    averagePrecision = macro(logits, Trust.averagePrecision)
    pooledErrorBefore = pooledCalibrationError(before)
    pooledErrorAfter = pooledCalibrationError(after)
    macroErrorBefore = macroCalibrationError(before)
    macroErrorAfter = macroCalibrationError(after)
    let briers = after.compactMap(brierScore)
    brierAfter = briers.isEmpty ? nil : briers.reduce(0, +) / Double(briers.count)
    films = scores.films
    self.pointing = pointing
  }
}

extension LabelEvaluation {
  fileprivate init(
    _ label: String, _ logits: ScoredLabel, _ before: ScoredLabel, _ after: ScoredLabel, threshold: Double
  ) {
    self.label = label
    films = logits.count
    positives = logits.positives
    auroc = Trust.auroc(logits)
    averagePrecision = logits.hasBothClasses ? Trust.averagePrecision(logits) : nil
    errorBefore = expectedCalibrationError(before)
    errorAfter = expectedCalibrationError(after)
    self.threshold = threshold
    let negatives = logits.count - logits.positives
    let called = zip(after.scores, after.truth).filter { $0.0 >= threshold }
    let hits = called.count { $0.1 }
    sensitivity = positives > 0 ? Double(hits) / Double(positives) : nil
    specificity = negatives > 0 ? 1 - Double(called.count - hits) / Double(negatives) : nil
  }
}
