/// What a pass down a sorted column counts and sums for eight samples, and the measures that follow.

struct SampleTally {
  private typealias Lanes = SIMD8<Double>
  private let runs: [SortedColumn.Run]

  /// Σ w·(p − y) of each run; Σ w·(p − y)² and Σ w·loss of the whole column.
  var gaps: [SIMD8<Double>]
  var brier = SIMD8<Double>.zero
  var loss = SIMD8<Double>.zero

  /// Drawn rows since the last step.
  private var tiePositives = Lanes.zero, tieNegatives = Lanes.zero
  /// Drawn rows above it.
  private var positives = Lanes.zero, negatives = Lanes.zero
  /// Σ over positives of the negatives above and half of those beside.
  private var outranked = Lanes.zero
  private var precisions = Lanes.zero
  /// Drawn rows at each run's end.
  private var positivesAt: [Lanes]
  private var negativesAt: [Lanes]

  init(runs: [SortedColumn.Run]) {
    self.runs = runs
    gaps = [Lanes](repeating: .zero, count: runs.count)
    (positivesAt, negativesAt) = (gaps, gaps)
  }

  /// Empties the small counters.
  mutating func carry(_ positives: inout SIMD8<UInt16>, _ negatives: inout SIMD8<UInt16>) {
    tiePositives += SIMD8<Double>(positives)
    tieNegatives += SIMD8<Double>(negatives)
    (positives, negatives) = (.zero, .zero)
  }

  mutating func endNegatives() {
    negatives += tieNegatives
    tieNegatives = .zero
  }

  /// Equal scores share their place.
  mutating func endTie() {
    outranked += tiePositives * (negatives + tieNegatives * 0.5)
    positives += tiePositives
    negatives += tieNegatives
    // Where nothing was drawn so far, no positive is counted either: 0 / 1.
    let all = positives + negatives
    precisions += tiePositives * positives / all.replacing(with: 1, where: all .== 0)
    (tiePositives, tieNegatives) = (.zero, .zero)
  }

  mutating func endRun(_ run: Int) {
    positivesAt[run] = positives
    negativesAt[run] = negatives
  }

  /// In the order of `Measure.allCases`; NaN in a lane whose sample has no value.
  var measures: [SIMD8<Double>] {
    let n = positives + negatives
    let (hits, alarms) = called
    let bins = (binned(\.bin), binned(\.adaptive), confidenceGaps)
    return Measure.allCases.map { measure in
      switch measure {
      case .auroc: 1 - outranked / (positives * negatives)
      case .averagePrecision: (precisions / positives).replacing(with: .nan, where: negatives .== 0)
      case .sensitivity: hits / positives
      case .specificity: (negatives - alarms) / negatives
      case .precision: hits / (hits + alarms)
      case .negativeValue: (negatives - alarms) / (n - hits - alarms)
      case .f1:
        (2 * hits / (hits + alarms + positives)).replacing(with: .nan, where: positives .== 0)
      case .ece: total(bins.0) / n
      case .eceConfidence: total(bins.2) / n
      case .eceAdaptive: total(bins.1) / n
      case .mce: largestGap(bins.0).replacing(with: .nan, where: n .== 0)
      case .brier: brier / n
      case .nll: loss / n
      }
    }
  }

  /// Positives and negatives at or above the threshold.
  private var called: (hits: SIMD8<Double>, alarms: SIMD8<Double>) {
    guard let last = runs.lastIndex(where: \.isCalled) else { return (.zero, .zero) }
    return (positivesAt[last], negativesAt[last])
  }

  /// The gaps of the runs of each bin together.
  private func binned(_ bin: KeyPath<SortedColumn.Run, Int>) -> [SIMD8<Double>] {
    var sums = [Lanes](repeating: .zero, count: SortedColumn.bins)
    for (run, gap) in zip(runs, gaps) { sums[run[keyPath: bin]] += gap }
    return sums
  }

  /// Confidence is p and right when positive, or 1 − p and right when negative: the gap of a low run has the other sign.
  private var confidenceGaps: [SIMD8<Double>] {
    var sums = [Lanes](repeating: .zero, count: SortedColumn.bins)
    for (run, gap) in zip(runs, gaps) { sums[run.confidence] += run.isHigh ? gap : -gap }
    return sums
  }

  private func total(_ gaps: [Lanes]) -> Lanes { gaps.reduce(.zero) { $0 + magnitude($1) } }

  private func largestGap(_ gaps: [Lanes]) -> Lanes {
    var counts = [Lanes](repeating: .zero, count: SortedColumn.bins)
    var above = Lanes.zero
    for (place, run) in runs.enumerated() {
      let all = positivesAt[place] + negativesAt[place]
      counts[run.bin] += all - above
      above = all
    }
    var largest = Lanes.zero
    for (gap, count) in zip(gaps, counts) {
      let mean = magnitude(gap) / count.replacing(with: 1, where: count .== 0)
      largest.replace(with: mean, where: mean .> largest)
    }
    return largest
  }

  private func magnitude(_ x: Lanes) -> Lanes { x.replacing(with: -x, where: x .< 0) }
}
