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

  /// - Precondition: as many positive weights as logits, at least one.
  package func join(_ logits: [Logit], weights: [Double]) -> Logit {
    precondition(!logits.isEmpty && logits.count == weights.count)
    switch self {
    case .logitMean: return Logit(Self.mean(logits.map(\.value), weights))
    case .weightedMean: return Self.logit(Self.mean(logits.map(\.raw), weights))
    case .mean: return Self.logit(Self.mean(logits.map(\.raw), weights.map { _ in 1 }))
    case .max: return Logit(logits.map(\.value).reduce(-.greatestFiniteMagnitude, Swift.max))
    }
  }

  private static func mean(_ values: [Double], _ weights: [Double]) -> Double {
    zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
  }

  /// The inverse of the sigmoid, held a hair away from certainty so that it stays finite.
  private static func logit(_ p: Double) -> Logit {
    let p = Swift.min(Swift.max(p, 1e-12), 1 - 1e-12)
    return Logit(log(p / (1 - p)))
  }
}
