/// How unsure several opinions of one label are, and how much of that is disagreement.

internal import Foundation

/// What the probabilities of an ensemble's members, of augmented views or of passes with dropout say together
/// (Depeweg et al. 2018). Entropies are in nats.
package struct Uncertainty: Codable, Equatable, Sendable {
  package let mean: Double
  /// H(p̄): all of it.
  package let entropy: Double
  /// The mean of the opinions' own entropies: what no further opinion would remove.
  package let aleatoric: Double
  /// H(p̄) − mean H(p): disagreement, never negative.
  package let mutualInformation: Double
  /// Of the opinions, divided by their number.
  package let variance: Double
  package let lowest: Double
  package let highest: Double

  /// - Precondition: at least one opinion.
  package init(_ opinions: [Probability]) { self.init(values: opinions.map(\.value)) }

  package init(values: [Double]) {
    precondition(!values.isEmpty, "uncertainty needs an opinion")
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    self.mean = mean
    entropy = binaryEntropy(mean)
    aleatoric = values.reduce(0) { $0 + binaryEntropy($1) } / n
    mutualInformation = max(0, entropy - aleatoric)
    variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    lowest = values.reduce(1, min)
    highest = values.reduce(0, max)
  }
}

/// −p ln p − (1 − p) ln(1 − p), 0 at both ends.
package func binaryEntropy(_ p: Double) -> Double {
  guard p > 0, p < 1 else { return 0 }
  return -p * log(p) - (1 - p) * log1p(-p)
}
