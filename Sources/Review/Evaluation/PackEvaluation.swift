/// How good a calibrated pack is on a split that neither training nor calibration has seen.

package import Trust

package struct PackEvaluation: Equatable, Sendable {
  package let labels: [PackMeasures.Label]
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
      PackMeasures.Label(
        scores.labels[index], logits[index], before[index], after[index],
        threshold: calibration.thresholds[index].value, pointing.byLabel[scores.labels[index]])
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

extension PackMeasures.Label {
  fileprivate init(
    _ label: String, _ logits: ScoredLabel, _ before: ScoredLabel, _ after: ScoredLabel, threshold: Double,
    _ pointing: PointingGame.Count?
  ) {
    self.label = label
    films = logits.count
    positives = logits.positives
    auroc = Trust.auroc(logits)
    averagePrecision = logits.hasBothClasses ? Trust.averagePrecision(logits) : nil
    errorBefore = expectedCalibrationError(before)
    errorAfter = expectedCalibrationError(after)
    self.threshold = threshold
    let calls = Confusion(after, threshold: threshold)
    sensitivity = calls.sensitivity
    specificity = calls.specificity
    self.pointing = pointing?.rate
    pointingFilms = pointing?.films ?? 0
  }
}
