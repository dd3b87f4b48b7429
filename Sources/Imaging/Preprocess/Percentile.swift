/// Percentiles by numpy's default rule: straight between the two nearest values of the sorted sample.

package enum Percentile {
  /// The `percent` percentile of `sorted` (ascending, not empty): position (n - 1) * percent / 100.
  package static func linear(_ sorted: [Double], _ percent: Double) -> Double {
    precondition(!sorted.isEmpty && (0...100).contains(percent))
    let position = Double(sorted.count - 1) * (percent / 100)
    let below = Int(position), above = min(below + 1, sorted.count - 1)
    let (a, b, t) = (sorted[below], sorted[above], position - Double(below))
    return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t
  }
}
