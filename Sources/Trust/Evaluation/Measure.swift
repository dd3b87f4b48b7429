/// What is measured of a column, and the values of all measures together.

package enum Measure: String, CaseIterable, Codable, CodingKeyRepresentable, Sendable {
  case auroc
  case averagePrecision = "average_precision"
  case sensitivity, specificity, precision
  case negativeValue = "npv"
  case f1
  case ece = "ece_binary"
  case eceConfidence = "ece_confidence"
  case eceAdaptive = "ece_adaptive"
  case mce, brier
  case nll

  /// Whether a larger value is a better one.
  package var isBetterHigher: Bool {
    switch self {
    case .auroc, .averagePrecision, .sensitivity, .specificity, .precision, .negativeValue, .f1: true
    case .ece, .eceConfidence, .eceAdaptive, .mce, .brier, .nll: false
    }
  }

  /// The value on a column; `nil` where it has none.
  package func value(_ column: EvaluationColumn) -> Double? {
    let label = column.scored
    func calls() -> Confusion { Confusion(label, threshold: column.threshold) }
    return switch self {
    case .auroc: Trust.auroc(label)
    case .averagePrecision: label.hasBothClasses ? Trust.averagePrecision(label) : nil
    case .sensitivity: calls().sensitivity
    case .specificity: calls().specificity
    case .precision: calls().precision
    case .negativeValue: calls().negativeValue
    case .f1: label.positives > 0 ? calls().f1 : nil
    case .ece: expectedCalibrationError(label)
    case .eceConfidence: confidenceCalibrationError(label)
    case .eceAdaptive: adaptiveCalibrationError(label)
    case .mce: maximumCalibrationError(label)
    case .brier: brierScore(label)
    case .nll: logLoss(label)
    }
  }
}

/// A value with the interval of its replicates.
package struct Estimate: Codable, Equatable, Sendable {
  package let value: Double?
  /// `nil` where too few replicates have a value.
  package let interval: Interval?
  /// Replicates without a value: they drew no positives, or no negatives.
  package let discarded: Int

  /// The percentile interval of the replicates that are numbers.
  init(_ value: Double?, replicates: [Double], level: Double = 0.95) {
    let rising = replicates.filter { !$0.isNaN }.sorted()
    self.value = value
    discarded = replicates.count - rising.count
    let tail = (1 - level) / 2
    interval =
      value == nil || rising.count < 2
      ? nil : Interval(low: quantile(rising, tail), high: quantile(rising, 1 - tail))
  }
}
