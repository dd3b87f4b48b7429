/// The asymmetric loss (Ridnik et al. 2021), which keeps the many easy negatives of rare findings from drowning the positives.

internal import Glibc

/// With p = σ(z) and p_m = max(p − clip, 0):
/// positives cost `−(1 − p)^γ₊ · log p`, negatives `−p_m^γ₋ · log(1 − p_m)`. A negative with p ≤ clip costs nothing.
package struct AsymmetricLoss: Loss {
  package let reduction: Reduction
  /// γ₋, the focusing of negatives.
  package let negativeFocus: Double
  /// γ₊, the focusing of positives.
  package let positiveFocus: Double
  /// The probability below which a negative is ignored.
  package let clip: Double
  /// Whether the focusing weights are constants to the gradient: the reference's `disable_torch_grad_focal_loss`.
  package let detached: Bool

  /// The smallest argument of a logarithm.
  private static let floor = 1e-8

  package init(
    negativeFocus: Double = 4, positiveFocus: Double = 1, clip: Double = 0.05, detached: Bool = true,
    reduction: Reduction = .batchMean
  ) {
    self.negativeFocus = negativeFocus
    self.positiveFocus = positiveFocus
    self.clip = clip
    self.detached = detached
    self.reduction = reduction
  }

  /// - Precondition: `y` is 0 or 1; the loss is not defined in between.
  package func term(_ z: Double, _ y: Double) -> (value: Double, dLogit: Double) {
    precondition(y == 0 || y == 1, "the asymmetric loss needs targets of 0 or 1")
    return y == 1 ? positive(z) : negative(z)
  }

  private func positive(_ z: Double) -> (value: Double, dLogit: Double) {
    let p = sigmoid(z)
    let q = sigmoid(-z)
    let logP = log(max(p, Self.floor))
    let weight = pow(q, positiveFocus)
    // Below the floor the logarithm is constant.
    var dLogit = p > Self.floor ? -weight * q : 0
    if !detached { dLogit += positiveFocus * p * weight * logP }
    return (-weight * logP, dLogit)
  }

  private func negative(_ z: Double) -> (value: Double, dLogit: Double) {
    let p = sigmoid(z)
    let shifted = p - clip
    guard shifted > 0 else { return (0, 0) }
    let rest = 1 - shifted
    let logRest = log(max(rest, Self.floor))
    let weight = pow(shifted, negativeFocus)
    var dValue = rest > Self.floor ? weight / rest : 0
    if !detached { dValue -= negativeFocus * pow(shifted, negativeFocus - 1) * logRest }
    return (-weight * logRest, dValue * p * sigmoid(-z))
  }
}
