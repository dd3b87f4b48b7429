/// How far probabilities are from frequencies: expected calibration error and Brier score.

/// Σ over bins of (n_b / N) · |mean p − mean y|, the `ece_binary` variant: 15 equal bins (b/M, (b+1)/M], and 0 is in the
/// first. `nil` where there is no film. (Guo et al. 2017, binary form.)
/// - Precondition: every score is in [0, 1].
package func expectedCalibrationError(_ label: ScoredLabel, bins: Int = 15) -> Double? {
  guard label.count > 0, bins > 0 else { return nil }
  var gaps = [Double](repeating: 0, count: bins)
  for (p, y) in zip(label.scores, label.truth) {
    precondition(p >= 0 && p <= 1, "a calibration error is measured on probabilities")
    gaps[bin(of: p, among: bins)] += p - (y ? 1 : 0)
  }
  return gaps.reduce(0) { $0 + abs($1) } / Double(label.count)
}

/// The mean of the labels' own calibration errors. `nil` where there is no film.
package func macroCalibrationError(_ labels: [ScoredLabel]) -> Double? {
  let errors = labels.compactMap { expectedCalibrationError($0) }
  return errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
}

/// The calibration error of all label–film pairs together. `nil` where there is no film.
package func pooledCalibrationError(_ labels: [ScoredLabel]) -> Double? {
  expectedCalibrationError(.pooled(labels))
}

/// The mean of (p − y)². `nil` where there is no film.
/// - Precondition: every score is in [0, 1].
package func brierScore(_ label: ScoredLabel) -> Double? {
  guard label.count > 0 else { return nil }
  let sum = zip(label.scores, label.truth).reduce(0.0) { sum, pair in
    precondition(pair.0 >= 0 && pair.0 <= 1, "a Brier score is measured on probabilities")
    let miss = pair.0 - (pair.1 ? 1 : 0)
    return sum + miss * miss
  }
  return sum / Double(label.count)
}

/// The bin b with b/M < p <= (b+1)/M. Comparing with the edges themselves keeps p = b/M in bin b − 1 whatever p·M rounds to.
private func bin(of p: Double, among bins: Int) -> Int {
  var b = min(bins - 1, Int(p * Double(bins)))
  while b > 0, p <= Double(b) / Double(bins) { b -= 1 }
  while b < bins - 1, p > Double(b + 1) / Double(bins) { b += 1 }
  return b
}
