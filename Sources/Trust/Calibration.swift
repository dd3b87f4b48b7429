/// From logits to probabilities: temperature scaling (Guo et al. 2017), one temperature a finding.

internal import Foundation

/// The temperatures of one ensemble on one held-out set, in the order of the pack's labels.
package struct Calibration: Equatable, Sendable {
  /// One positive temperature per label.
  package let temperatures: [Double]

  /// - Precondition: every temperature is positive and finite.
  package init(temperatures: [Double]) {
    precondition(temperatures.allSatisfy { $0.isFinite && $0 > 0 })
    self.temperatures = temperatures
  }

  /// The calibrated probability of label `index`: σ(z / T).
  package func probability(_ logit: Logit, label index: Int) -> Probability {
    Probability(calibrated: Logit(logit.value / temperatures[index]).raw)
  }
}
