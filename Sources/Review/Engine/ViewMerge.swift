/// How one member's answers to several views of a film become one.

internal import Foundation
package import Trust

package enum ViewMerge: String, CaseIterable, Codable, Sendable {
  /// Of the sigmoids: their mean, the largest, the geometric mean, the median.
  case mean, max, gmean, median
  /// The sigmoid of the mean logit.
  case logitMean = "logit_mean"

  /// - Precondition: at least one logit.
  package func join(_ logits: [Logit], _ fidelity: Fidelity) -> Logit {
    precondition(!logits.isEmpty, "views are merged where there is one")
    if logits.count == 1 { return logits[0] }
    let p = logits.map(\.raw)
    switch self {
    case .mean: return Logit(inverseOf: p.reduce(0, +) / Double(p.count))
    case .max: return Logit(logits.map(\.value).reduce(-.greatestFiniteMagnitude, Swift.max))
    case .gmean: return Logit(inverseOf: exp(p.reduce(0) { $0 + log($1 + 1e-8) } / Double(p.count)))
    case .median: return Self.median(logits, fidelity)
    case .logitMean: return Logit(logits.reduce(0) { $0 + $1.value } / Double(logits.count))
    }
  }

  /// The middle one; of two in the middle the lower (as `torch.median` takes it), or the mean of their sigmoids.
  private static func median(_ logits: [Logit], _ fidelity: Fidelity) -> Logit {
    let sorted = logits.sorted { $0.value < $1.value }
    let lower = sorted[(sorted.count - 1) / 2]
    guard sorted.count % 2 == 0, fidelity == .corrected else { return lower }
    return Logit(inverseOf: (lower.raw + sorted[sorted.count / 2].raw) / 2)
  }
}

extension Logit {
  /// The logit of a probability, held a hair away from certainty so that it stays finite.
  init(inverseOf p: Double) {
    let p = min(max(p, 1e-12), 1 - 1e-12)
    self.init(log(p / (1 - p)))
  }
}
