/// Moving probabilities to a place where a finding is more or less common than where they were calibrated.

internal import Foundation

/// Corrects for prior probability shift: the finding looks the same, but is as common as `target` instead of `source`
/// (Saerens, Latinne and Decaestecker 2002): the odds are multiplied by the ratio of the prior odds.
package struct PrevalenceShift: Codable, Equatable, Sendable {
  package let source: Double
  package let target: Double

  /// - Precondition: both strictly between 0 and 1.
  package init(from source: Double, to target: Double) {
    precondition(source > 0 && source < 1 && target > 0 && target < 1)
    self.source = source
    self.target = target
  }

  package func callAsFunction(_ p: Double) -> Double {
    let present = p * target / source
    let absent = (1 - p) * (1 - target) / (1 - source)
    return present / (present + absent)
  }

  /// The prevalence among unlabelled films, estimated from their probabilities, which were calibrated where it is `source`:
  /// expectation–maximisation until it moves less than 1e-12. `nil` without films.
  package static func estimate(_ probabilities: [Double], from source: Double) -> Double? {
    guard !probabilities.isEmpty, source > 0, source < 1 else { return nil }
    var target = source
    for _ in 0..<10_000 {
      let held = min(max(target, 1e-12), 1 - 1e-12)
      let shift = PrevalenceShift(from: source, to: held)
      let next = probabilities.reduce(0) { $0 + shift($1) } / Double(probabilities.count)
      let moved = abs(next - target)
      target = next
      if moved < 1e-12 { break }
    }
    return target
  }
}
