/// How the members' logits of one label become one.

internal import Foundation
package import Trust

package enum EnsembleMode: String, CaseIterable, Codable, Sendable {
  /// The weighted mean of the logits.
  case logitMean
  /// The weighted mean of the sigmoids, as a logit.
  case weightedMean
  /// The plain mean of the sigmoids, as a logit.
  case mean
  /// The largest.
  case max
  /// What the published code does whatever it is told: the weighted mean of the sigmoids.
  case exact

  /// - Precondition: as many positive weights as logits, at least one.
  package func join(_ logits: [Logit], weights: [Double]) -> Logit {
    precondition(!logits.isEmpty && logits.count == weights.count)
    switch self {
    case .logitMean: return Logit(Self.mean(logits.map(\.value), weights))
    case .weightedMean, .exact: return Logit(inverseOf: Self.mean(logits.map(\.raw), weights))
    case .mean: return Logit(inverseOf: Self.mean(logits.map(\.raw), weights.map { _ in 1 }))
    case .max: return Logit(logits.map(\.value).reduce(-.greatestFiniteMagnitude, Swift.max))
    }
  }

  private static func mean(_ values: [Double], _ weights: [Double]) -> Double {
    zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
  }
}

/// Lowers every finding where the film looks normal.
package enum NormalGating {
  /// The label that gates.
  package static let label = "Normal"

  /// `clip(1 − p_normal, 0, 1)^α`, which multiplies the probability of every other label.
  package static func factor(_ normal: Logit, alpha: Double) -> Double {
    pow(min(max(1 - normal.raw, 0), 1), alpha)
  }
}

extension Logit {
  /// The logit of the sigmoid times `factor`.
  func scaled(by factor: Double) -> Logit { Logit(inverseOf: raw * factor) }
}
