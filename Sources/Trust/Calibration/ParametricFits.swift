/// Fitting Platt's and the beta calibration: both are logistic regressions on what a logit says.

internal import Foundation

/// σ(slope · z + intercept) by maximum likelihood against Platt's softened truths, (N₊ + 1)/(N₊ + 2) for a positive and
/// 1/(N₋ + 2) for a negative, which keep the optimum finite where the classes are separable (Platt 1999; Lin et al. 2007).
func fitPlatt(_ label: ScoredLabel) -> Calibrator {
  let positives = Double(label.positives)
  let negatives = Double(label.count) - positives
  let (high, low) = ((positives + 1) / (positives + 2), 1 / (negatives + 2))
  let targets = label.truth.map { $0 ? high : low }
  let fitted = fitLogistic(label.scores.map { [$0, 1] }, targets)
  return .platt(slope: fitted[0], intercept: fitted[1])
}

/// σ(a ln p − b ln(1 − p) + c) by maximum likelihood with a, b ≥ 0: a slope that would be negative is held at zero and the
/// others are fitted again (Kull, Silva Filho and Flach 2017).
func fitBeta(_ label: ScoredLabel) -> Calibrator {
  let targets = label.truth.map { $0 ? 1.0 : 0.0 }
  let low = label.scores.map { -softplus(-$0) }
  let high = label.scores.map { softplus($0) }
  let both = fitLogistic(zip(low, high).map { [$0, $1, 1] }, targets)
  if both[0] >= 0, both[1] >= 0 { return .beta(a: both[0], b: both[1], c: both[2]) }
  if both[0] < 0 {
    let one = fitLogistic(high.map { [$0, 1] }, targets)
    if one[0] >= 0 { return .beta(a: 0, b: one[0], c: one[1]) }
  } else {
    let one = fitLogistic(low.map { [$0, 1] }, targets)
    if one[0] >= 0 { return .beta(a: one[0], b: 0, c: one[1]) }
  }
  // The scores rank backwards: nothing but the prevalence can be said of this label.
  let prevalence = Double(label.positives) / Double(label.count)
  return .beta(a: 0, b: 0, c: log(prevalence / (1 - prevalence)))
}

/// The weights w that minimise Σ softplus(w·x) − t·(w·x) over rows x with targets t in [0, 1]: Newton with halved steps.
/// A hair on the diagonal lets columns depend on one another. Where no finite optimum exists (separable truths) it stops once the loss no longer falls.
/// - Precondition: at least one row; rows of equal length.
func fitLogistic(_ rows: [[Double]], _ targets: [Double]) -> [Double] {
  let width = rows[0].count
  var weights = [Double](repeating: 0, count: width)
  func loss(_ w: [Double]) -> Double {
    zip(rows, targets).reduce(0) { sum, pair in
      let x = dot(w, pair.0)
      return sum + softplus(x) - pair.1 * x
    }
  }
  var current = loss(weights)
  for _ in 0..<100 {
    var gradient = [Double](repeating: 0, count: width)
    var curvature = SymmetricMatrix(size: width)
    for (row, target) in zip(rows, targets) {
      let p = sigmoid(dot(weights, row))
      for i in 0..<width {
        gradient[i] += (p - target) * row[i]
        for j in 0...i { curvature[i, j] += p * (1 - p) * row[i] * row[j] }
      }
    }
    curvature.addToDiagonal(1e-12 * (curvature.trace + 1e-12))
    guard let factor = curvature.cholesky() else { break }
    var step = factor.solve(gradient)
    var next = zip(weights, step).map { $0 - $1 }
    var nextLoss = loss(next)
    while !(nextLoss <= current), step.contains(where: { abs($0) > 1e-16 }) {
      step = step.map { $0 / 2 }
      next = zip(weights, step).map { $0 - $1 }
      nextLoss = loss(next)
    }
    let largest = step.reduce(0) { max($0, abs($1)) }
    let scale = next.reduce(1) { max($0, abs($1)) }
    if nextLoss <= current { weights = next }
    if largest <= 1e-13 * scale || current - nextLoss <= 0 && largest <= 1e-9 * scale || scale > 1e6 { break }
    current = nextLoss
  }
  return weights
}

func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for i in a.indices { sum += a[i] * b[i] }
  return sum
}
