/// Tests between two readers of the same films, and what becomes of p-values when there are many.

internal import Foundation

/// McNemar's test on films that exactly one of two is right about.
package struct McNemar: Codable, Equatable, Sendable {
  /// Films that only the first and only the second is right about.
  package let onlyFirst: Int
  package let onlySecond: Int
  package let p: Double

  /// Exact and two-sided below 25 discordant films; else χ² with one degree of freedom and Edwards's correction.
  package init(onlyFirst: Int, onlySecond: Int) {
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
    let all = onlyFirst + onlySecond
    if all == 0 {
      p = 1
    } else if all < 25 {
      var (term, sum) = (exp(-Double(all) * log(2)), 0.0)
      for k in 0...min(onlyFirst, onlySecond) {
        sum += term
        term *= Double(all - k) / Double(k + 1)
      }
      p = min(1, 2 * sum)
    } else {
      let gap = Double(abs(onlyFirst - onlySecond) - 1)
      p = erfc((gap * gap / Double(all) / 2).squareRoot())
    }
  }

  /// Calls of two columns on the same films, each at its own threshold.
  /// - Precondition: the truths are the same.
  package init(_ a: ScoredLabel, _ b: ScoredLabel, thresholds: (Double, Double)) {
    precondition(a.truth == b.truth)
    var (first, second) = (0, 0)
    for index in a.truth.indices {
      let one = (a.scores[index] >= thresholds.0) == a.truth[index]
      let other = (b.scores[index] >= thresholds.1) == b.truth[index]
      if one && !other { first += 1 }
      if other && !one { second += 1 }
    }
    self.init(onlyFirst: first, onlySecond: second)
  }
}

/// Holm's step-down adjustment (1979): keeps the chance of any false alarm.
package func holm(_ p: [Double]) -> [Double] {
  var adjusted = p
  var largest = 0.0
  for (rank, index) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated() {
    largest = max(largest, min(1, Double(p.count - rank) * p[index]))
    adjusted[index] = largest
  }
  return adjusted
}

/// Benjamini and Hochberg's step-up adjustment (1995): keeps the share of false alarms among alarms.
package func benjaminiHochberg(_ p: [Double]) -> [Double] {
  var adjusted = p
  var smallest = 1.0
  for (place, index) in p.indices.sorted(by: { p[$0] > p[$1] }).enumerated() {
    let rank = p.count - place
    smallest = min(smallest, p[index] * Double(p.count) / Double(rank))
    adjusted[index] = smallest
  }
  return adjusted
}
