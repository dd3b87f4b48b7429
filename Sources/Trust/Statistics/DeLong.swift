/// Areas under ROC curves with their covariance, from structural components (DeLong, DeLong and Clarke-Pearson 1988) by midranks
/// (Sun and Xu 2014).

internal import Foundation

/// One area and its variance.
package struct DeLongArea: Codable, Equatable, Sendable {
  package let area: Double
  package let variance: Double

  /// The interval on the logit scale, which stays within [0, 1]; `nil` at areas of 0 and 1.
  package func interval(level: Double = 0.95) -> Interval? {
    guard area > 0, area < 1 else { return nil }
    let z = normalQuantile(1 - (1 - level) / 2)
    let middle = log(area / (1 - area))
    let half = z * variance.squareRoot() / (area * (1 - area))
    return Interval(low: sigmoid(middle - half), high: sigmoid(middle + half))
  }

  /// `nil` where positives or negatives are fewer than two.
  package init?(_ label: ScoredLabel) {
    guard let components = Components(label) else { return nil }
    area = components.area
    variance = components.covariance(with: components)
  }
}

/// Two areas on the same films.
package struct DeLongTest: Codable, Equatable, Sendable {
  package let difference: Double
  package let z: Double
  /// Two-sided.
  package let p: Double

  /// - Returns: `nil` where the films or their truths differ or either class has fewer than two. Areas whose difference does not
  ///   vary are no evidence against equality where they are equal, and complete evidence where they are not.
  package init?(_ a: ScoredLabel, _ b: ScoredLabel) {
    guard a.truth == b.truth, let one = Components(a), let other = Components(b) else { return nil }
    difference = one.area - other.area
    let variance =
      one.covariance(with: one) + other.covariance(with: other) - 2 * one.covariance(with: other)
    guard variance > 1e-18 else {
      z = abs(difference) < 1e-12 ? 0 : difference > 0 ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude
      p = abs(difference) < 1e-12 ? 1 : 0
      return
    }
    z = difference / variance.squareRoot()
    p = erfc(abs(z) / 2.0.squareRoot())
  }
}

/// V10 of each positive and V01 of each negative: the share of the other class that it is ranked rightly against.
private struct Components {
  let area: Double
  private let positives: [Double]
  private let negatives: [Double]

  init?(_ label: ScoredLabel) {
    let (m, n) = (label.positives, label.count - label.positives)
    guard m >= 2, n >= 2 else { return nil }
    var share = [Double](repeating: 0, count: label.count)
    var (positivesAbove, negativesAbove) = (0, 0)
    for run in label.fallingRuns {
      let ties = run.count { label.truth[$0] }
      let tiedNegatives = run.count - ties
      for index in run {
        share[index] =
          label.truth[index]
          ? (Double(n - negativesAbove - tiedNegatives) + Double(tiedNegatives) / 2) / Double(n)
          : (Double(positivesAbove) + Double(ties) / 2) / Double(m)
      }
      positivesAbove += ties
      negativesAbove += tiedNegatives
    }
    positives = share.indices.filter { label.truth[$0] }.map { share[$0] }
    negatives = share.indices.filter { !label.truth[$0] }.map { share[$0] }
    area = positives.reduce(0, +) / Double(m)
  }

  func covariance(with other: Components) -> Double {
    Self.covariance(positives, other.positives) / Double(positives.count)
      + Self.covariance(negatives, other.negatives) / Double(negatives.count)
  }

  private static func covariance(_ a: [Double], _ b: [Double]) -> Double {
    let n = Double(a.count)
    let (meanA, meanB) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
    return zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) } / (n - 1)
  }
}
