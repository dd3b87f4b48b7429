/// Binary cross-entropy of a logit, in the form that never overflows.

internal import Glibc

/// `softplus(z) − y·z`, gradient `σ(z) − y`.
package struct BinaryCrossEntropy: Loss {
  package let reduction: Reduction

  package init(reduction: Reduction = .mean) { self.reduction = reduction }

  package func term(_ z: Double, _ y: Double) -> (value: Double, dLogit: Double) {
    (max(z, 0) + log1p(exp(-abs(z))) - y * z, sigmoid(z) - y)
  }
}

/// The logistic function.
func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }
