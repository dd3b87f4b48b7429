/// Global response normalisation (Woo et al., "ConvNeXt V2", 2023): channels of one picture compete by their energy.

/// y = u + β + γ·u·N with N = G/(mean(G) + 1e-6) and G the root of the sum of u² over all positions of the picture.
/// That is y = u·s + β with one scale s = 1 + γ·N for each channel.
package struct GRN {
  static let epsilon: Float = 1e-6
  package let weight: Tensor
  package let bias: Tensor

  package init(_ w: inout some WeightSource & ~Copyable, _ name: String, _ channels: Int) throws(WeightError)
  {
    weight = try w.take("\(name).weight", [channels])
    bias = try w.take("\(name).bias", [channels])
  }

  /// Turns the sums of squares in `norms` into G, and returns nothing else than the scales s in `scale`.
  package func scales(norms: Tensor, into scale: Tensor) {
    let channels = weight.count
    for k in 0..<channels { norms.base[k] = norms.base[k].squareRoot() }
    let divisor = mean(norms) + Self.epsilon
    for k in 0..<channels { scale.base[k] = 1 + weight.base[k] * norms.base[k] / divisor }
  }

  /// The part of the gradient that flows through G: du = dy·s + u·pull, to be added up by the caller.
  /// dots = Σ dy·u and sums = Σ dy over positions. Adds to `gradient` where it is given.
  package func backward(dots: Tensor, sums: Tensor, norms: Tensor, pull: Tensor, into gradient: GRN?) {
    let channels = weight.count
    let divisor = mean(norms) + Self.epsilon
    var coupling: Float = 0
    for k in 0..<channels { coupling += weight.base[k] * dots.base[k] * norms.base[k] }
    coupling /= divisor * divisor * Float(channels)
    for k in 0..<channels {
      let dG = weight.base[k] * dots.base[k] / divisor - coupling
      pull.base[k] = norms.base[k] > 0 ? dG / norms.base[k] : 0
      gradient?.weight.base[k] += dots.base[k] * norms.base[k] / divisor
      gradient?.bias.base[k] += sums.base[k]
    }
  }

  private func mean(_ norms: Tensor) -> Float {
    var sum: Float = 0
    for k in 0..<norms.count { sum += norms.base[k] }
    return sum / Float(norms.count)
  }
}
