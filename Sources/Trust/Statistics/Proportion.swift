/// Intervals for a proportion.

/// A proportion k / n with the ends of an interval.
package struct Interval: Codable, Equatable, Sendable {
  package let low: Double
  package let high: Double

  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
}

/// The exact interval of k successes in n trials, from the quantiles of the beta distribution (Clopper and Pearson 1934).
/// [0, 1] without trials.
/// - Precondition: 0 ≤ k ≤ n.
package func clopperPearson(_ k: Int, of n: Int, level: Double = 0.95) -> Interval {
  precondition(k >= 0 && k <= n)
  guard n > 0 else { return Interval(low: 0, high: 1) }
  let tail = (1 - level) / 2
  return Interval(
    low: k == 0 ? 0 : betaQuantile(tail, Double(k), Double(n - k + 1)),
    high: clopperPearsonUpper(k, of: n, level: 1 - tail))
}

/// The one-sided upper bound that a true proportion exceeds at most in 1 − level of all samples; 1 without trials.
package func clopperPearsonUpper(_ k: Int, of n: Int, level: Double = 0.95) -> Double {
  n == 0 || k == n ? 1 : betaQuantile(level, Double(k + 1), Double(n - k))
}

/// The score interval of k successes in n trials (Wilson 1927). `nil` without trials.
package func wilson(_ k: Int, of n: Int, level: Double = 0.95) -> Interval? {
  guard n > 0 else { return nil }
  let z = normalQuantile(1 - (1 - level) / 2)
  let (count, p) = (Double(n), Double(k) / Double(n))
  let middle = p + z * z / (2 * count)
  let half = z * (p * (1 - p) / count + z * z / (4 * count * count)).squareRoot()
  let scale = 1 + z * z / count
  return Interval(
    low: k == 0 ? 0 : (middle - half) / scale, high: k == n ? 1 : (middle + half) / scale)
}
