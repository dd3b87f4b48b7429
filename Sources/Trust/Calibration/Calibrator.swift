/// The map from one label's logit to its probability, and the ways to fit one.

internal import Foundation

/// The ways to calibrate, as files and command lines spell them.
package enum CalibrationMethod: String, CaseIterable, Codable, Sendable {
  /// One temperature for all labels (Guo et al. 2017).
  case temperature
  /// One temperature a label, and the common one for rare labels.
  case perLabelTemperature = "per_label_temperature"
  /// A slope and an intercept on the logit (Platt 1999).
  case platt
  /// A rising step function with straight lines between its steps (Zadrozny and Elkan 2002).
  case isotonic
  /// Two slopes, one for each end, and an intercept (Kull et al. 2017).
  case beta
}

/// A fitted map from logit z to probability.
package enum Calibrator: Codable, Equatable, Sendable {
  /// σ(z / T).
  case temperature(Double)
  /// σ(slope · z + intercept).
  case platt(slope: Double, intercept: Double)
  /// Straight lines between (`logits[i]`, `values[i]`), level outside; logits rise strictly, values never fall.
  case isotonic(logits: [Double], values: [Double])
  /// σ(a · ln p − b · ln(1 − p) + c) with p = σ(z).
  case beta(a: Double, b: Double, c: Double)

  /// The probability of logit `z`, in [0, 1].
  package func callAsFunction(_ z: Double) -> Double {
    switch self {
    case .temperature(let t): sigmoid(z / t)
    case .platt(let slope, let intercept): sigmoid(slope * z + intercept)
    case .isotonic(let logits, let values): interpolate(z, logits, values)
    case .beta(let a, let b, let c): sigmoid(b * softplus(z) - a * softplus(-z) + c)
    }
  }

  /// Whether every number is finite and in its range, so that each logit has a probability.
  package var isSound: Bool {
    switch self {
    case .temperature(let t): t.isFinite && t > 0
    case .platt(let slope, let intercept): slope.isFinite && intercept.isFinite
    case .beta(let a, let b, let c): [a, b, c].allSatisfy(\.isFinite)
    case .isotonic(let logits, let values):
      !logits.isEmpty && logits.count == values.count && logits.allSatisfy(\.isFinite)
        && zip(logits, logits.dropFirst()).allSatisfy(<) && zip(values, values.dropFirst()).allSatisfy(<=)
        && values.allSatisfy { (0...1).contains($0) }
    }
  }
}

extension ScoredLabel {
  /// Whether every positive scores above every negative.
  fileprivate var isSeparated: Bool {
    var (least, most) = (Double.infinity, -Double.infinity)
    for (score, isPositive) in zip(scores, truth) {
      if isPositive { least = min(least, score) } else { most = max(most, score) }
    }
    return least > most
  }
}

extension CalibrationMethod {
  /// The calibrator of one label alone.
  /// - Throws: `TrustError.noFilms`, or `.oneClass` where the truth does not vary.
  package func fit(_ label: ScoredLabel) throws(TrustError) -> Calibrator {
    guard label.count > 0 else { throw .noFilms }
    guard label.hasBothClasses else { throw .oneClass }
    return switch self {
    case .temperature, .perLabelTemperature: .temperature(try fitTemperature(label))
    case .platt: fitPlatt(label)
    case .isotonic: fitIsotonic(label)
    case .beta: fitBeta(label)
    }
  }

  /// One calibrator a label. A label with fewer than `enough` positives or negatives takes the one that fits all
  /// label–film pairs together, and so does one whose scores are separated without error: they say that they are good and
  /// nothing of how good. By `.temperature` every label does.
  /// - Throws: `TrustError.noFilms` or `.oneClass`.
  package func fit(_ labels: [ScoredLabel], enough: Int = 50) throws(TrustError) -> [Calibrator] {
    let common = try fit(.pooled(labels))
    var calibrators: [Calibrator] = []
    for label in labels {
      let rarer = min(label.positives, label.count - label.positives)
      let isOwn = self != .temperature && rarer >= enough && !label.isSeparated
      calibrators.append(isOwn ? try fit(label) : common)
    }
    return calibrators
  }
}

/// ln(1 + eˣ) without overflow.
func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

/// The value at `x` of straight lines through points of strictly rising `xs`; level outside.
private func interpolate(_ x: Double, _ xs: [Double], _ ys: [Double]) -> Double {
  var (low, high) = (0, xs.count)
  while low < high {
    let middle = (low + high) / 2
    if xs[middle] < x { low = middle + 1 } else { high = middle }
  }
  if low == 0 { return ys[0] }
  if low == xs.count { return ys[xs.count - 1] }
  let share = (x - xs[low - 1]) / (xs[low] - xs[low - 1])
  return ys[low - 1] + share * (ys[low] - ys[low - 1])
}
