/// Fitting temperatures: the β = 1/T that makes σ(βz) agree best with the truth of a held-out split.

internal import Foundation

/// The temperature that minimises the mean binary cross-entropy of σ(z / T) over a column of logits.
///
/// In β = 1/T the loss is convex, with gradient mean((σ(βz) − y)z) and second derivative mean(σ(1 − σ)z²): Newton from
/// β = 1 with backtracking, β held within [0.02, 50] (perfectly separated scores have no finite optimum).
/// - Throws: `TrustError.noFilms`, or `.oneClass` where the truth does not vary.
package func fitTemperature(_ label: ScoredLabel) throws(TrustError) -> Double {
  guard label.count > 0 else { throw .noFilms }
  guard label.hasBothClasses else { throw .oneClass }
  let allowed = 0.02...50.0
  var beta = 1.0
  for _ in 0..<200 {
    let (loss, gradient, curvature) = crossEntropy(label, beta)
    guard curvature > 0, gradient != 0 else { break }
    var step = -gradient / curvature
    var next = (beta + step).clamped(to: allowed)
    while crossEntropy(label, next).loss > loss, abs(step) > 1e-15 * beta {
      step /= 2
      next = (beta + step).clamped(to: allowed)
    }
    let moved = abs(next - beta)
    beta = next
    if moved <= 1e-14 * beta { break }
  }
  return 1 / beta
}

/// Mean binary cross-entropy of σ(βz), and its first two derivatives by β.
private func crossEntropy(
  _ label: ScoredLabel, _ beta: Double
) -> (loss: Double, gradient: Double, curvature: Double) {
  var sums = (loss: 0.0, gradient: 0.0, curvature: 0.0)
  for (z, isPositive) in zip(label.scores, label.truth) {
    let x = beta * z
    let y: Double = isPositive ? 1 : 0
    let p = sigmoid(x)
    sums.loss += max(x, 0) + log1p(exp(-abs(x))) - y * x
    sums.gradient += (p - y) * z
    sums.curvature += p * (1 - p) * z * z
  }
  let n = Double(label.count)
  return (sums.loss / n, sums.gradient / n, sums.curvature / n)
}

extension Double {
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
