/// Every measure of calibration beside the plain one: by confidence, by equal counts, the largest gap, Brier's parts, the
/// log loss, and the reliability diagram.

internal import Foundation

/// One bin of a reliability diagram.
package struct ReliabilityBin: Codable, Equatable, Sendable {
  package let low: Double
  package let high: Double
  package let films: Int
  package let positives: Int
  /// The mean probability and the frequency; `nil` in an empty bin.
  package let meanProbability: Double?
  package let frequency: Double?
  /// Wilson's 95 % interval of the frequency.
  package let interval: Interval?
}

/// The bins (b/M, (b + 1)/M], 0 in the first, each with its frequency.
/// - Precondition: every score is in [0, 1].
package func reliability(_ label: ScoredLabel, bins: Int = 15) -> [ReliabilityBin] {
  let tally = BinTally(label, edges: equalWidth(bins))
  return (0..<bins).map { b in
    let (n, k) = (tally.counts[b], tally.positives[b])
    return ReliabilityBin(
      low: Double(b) / Double(bins), high: Double(b + 1) / Double(bins), films: n, positives: k,
      meanProbability: n > 0 ? tally.sums[b] / Double(n) : nil,
      frequency: n > 0 ? Double(k) / Double(n) : nil, interval: wilson(k, of: n))
  }
}

/// `ece_confidence`: bins of max(p, 1 − p) against how often p ≥ 1/2 says the truth (Guo et al. 2017). `nil` without films.
package func confidenceCalibrationError(_ label: ScoredLabel, bins: Int = 15) -> Double? {
  let confidences = label.scores.map { max($0, 1 - $0) }
  let correct = zip(label.scores, label.truth).map { ($0 >= 0.5) == $1 }
  return expectedCalibrationError(ScoredLabel(finite: confidences, correct), bins: bins)
}

/// `ece_adaptive`: bins between the quantiles b/M of the scores (type 7), so that each holds about as many films; equal scores
/// stay together (Nguyen and O'Connor 2015). `nil` without films.
package func adaptiveCalibrationError(_ label: ScoredLabel, bins: Int = 15) -> Double? {
  guard label.count > 0 else { return nil }
  return BinTally(label, edges: adaptiveEdges(label.scores.sorted(), bins)).error
}

/// `mce`: the largest |mean p − frequency| of the equal bins that hold a film. `nil` without films.
package func maximumCalibrationError(_ label: ScoredLabel, bins: Int = 15) -> Double? {
  guard label.count > 0 else { return nil }
  let tally = BinTally(label, edges: equalWidth(bins))
  return tally.counts.indices.filter { tally.counts[$0] > 0 }.map {
    abs(tally.sums[$0] - Double(tally.positives[$0])) / Double(tally.counts[$0])
  }.max()
}

/// Murphy's parts of the Brier score over equal bins: reliability − resolution + uncertainty, which is the score itself but for
/// the variance within bins (Murphy 1973).
package struct BrierParts: Codable, Equatable, Sendable {
  package let reliability: Double
  package let resolution: Double
  package let uncertainty: Double

  /// `nil` without films.
  package init?(_ label: ScoredLabel, bins: Int = 15) {
    guard label.count > 0 else { return nil }
    let tally = BinTally(label, edges: equalWidth(bins))
    let n = Double(label.count)
    let prevalence = Double(label.positives) / n
    var (reliability, resolution) = (0.0, 0.0)
    for b in tally.counts.indices where tally.counts[b] > 0 {
      let count = Double(tally.counts[b])
      let frequency = Double(tally.positives[b]) / count
      let gap = tally.sums[b] / count - frequency
      reliability += count / n * gap * gap
      resolution += count / n * (frequency - prevalence) * (frequency - prevalence)
    }
    self.reliability = reliability
    self.resolution = resolution
    uncertainty = prevalence * (1 - prevalence)
  }
}

/// The mean of −ln of the probability given to the truth, p held within [1e-7, 1 − 1e-7]. `nil` without films.
package func logLoss(_ label: ScoredLabel) -> Double? {
  guard label.count > 0 else { return nil }
  return zip(label.scores, label.truth).reduce(0) { $0 + logLoss($1.0, $1.1) } / Double(label.count)
}

func logLoss(_ p: Double, _ isPositive: Bool) -> Double {
  let p = min(max(p, 1e-7), 1 - 1e-7)
  return isPositive ? -log(p) : -log1p(-p)
}

/// 0, 1/M … 1.
func equalWidth(_ bins: Int) -> [Double] { (0...bins).map { Double($0) / Double(bins) } }

/// The quantiles b/M of rising scores.
func adaptiveEdges(_ rising: [Double], _ bins: Int) -> [Double] {
  (0...bins).map { quantile(rising, Double($0) / Double(bins)) }
}

/// Counts over the bins (edge b, edge b + 1]; what is at or below the first edge is in the first.
private struct BinTally {
  var counts: [Int]
  var positives: [Int]
  var sums: [Double]

  init(_ label: ScoredLabel, edges: [Double]) {
    counts = [Int](repeating: 0, count: edges.count - 1)
    positives = counts
    sums = [Double](repeating: 0, count: edges.count - 1)
    for (p, isPositive) in zip(label.scores, label.truth) {
      let b = bin(of: p, edges: edges)
      counts[b] += 1
      positives[b] += isPositive ? 1 : 0
      sums[b] += p
    }
  }

  /// Σ |Σp − Σy| / N.
  var error: Double {
    let gaps = zip(sums, positives).reduce(0) { $0 + abs($1.0 - Double($1.1)) }
    return gaps / Double(counts.reduce(0, +))
  }
}

/// The bin b with edges[b] < p ≤ edges[b + 1], held to the first and the last.
func bin(of p: Double, edges: [Double]) -> Int {
  var (low, high) = (1, edges.count - 1)
  while low < high {
    let middle = (low + high) / 2
    if p <= edges[middle] { high = middle } else { low = middle + 1 }
  }
  return low - 1
}
