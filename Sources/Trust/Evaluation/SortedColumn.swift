/// A column in falling order of its scores, so that every measure of a weighted sample is one pass.

/// Weights are whole numbers, so sums of them are exact. Bins of every kind, and the threshold, are runs of neighbours: the pass
/// keeps the sums of the run at hand and gives them to the bins at its end.
struct SortedColumn: Sendable {
  private struct Row {
    let patient: Int32
    let isPositive: Bool
    /// Whether the next score differs.
    let endsTie: Bool
    /// Whether the next score lies in another bin of any kind, or on the other side of the threshold.
    let endsRun: Bool
    let p: Double
    let nll: Double
  }
  private struct Run {
    let bin: Int
    let adaptive: Int
    let confidence: Int
    let isCalled: Bool
  }

  private typealias Lanes = SIMD8<Double>
  private static let bins = 15
  private let rows: [Row]
  private let runs: [Run]

  init(_ column: EvaluationColumn) {
    let (scores, truth) = (column.scored.scores, column.scored.truth)
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    let equal = equalWidth(Self.bins)
    let adaptive = scores.isEmpty ? equal : adaptiveEdges(order.reversed().map { scores[$0] }, Self.bins)
    func run(_ p: Double) -> Run {
      Run(
        bin: bin(of: p, edges: equal), adaptive: bin(of: p, edges: adaptive),
        confidence: bin(of: max(p, 1 - p), edges: equal), isCalled: p >= column.threshold)
    }
    var rows: [Row] = []
    var runs: [Run] = []
    rows.reserveCapacity(order.count)
    for (place, index) in order.enumerated() {
      let p = scores[index]
      let next = place + 1 < order.count ? scores[order[place + 1]] : -1
      let here = run(p)
      let after = next < 0 ? nil : run(next)
      // Below one half the same bin of confidence says the other answer, so the half is an end too.
      let endsRun =
        after.map {
          $0.bin != here.bin || $0.adaptive != here.adaptive || $0.confidence != here.confidence
            || $0.isCalled != here.isCalled || (p >= 0.5) != (next >= 0.5)
        } ?? true
      if endsRun { runs.append(here) }
      rows.append(
        Row(
          patient: column.patients[index], isPositive: truth[index], endsTie: next != p, endsRun: endsRun,
          p: p, nll: logLoss(p, truth[index])))
    }
    self.rows = rows
    self.runs = runs
  }

  /// Every measure in the order of `Measure.allCases`, for eight samples at once.
  func measure(_ weights: [SIMD8<Double>]) -> [SIMD8<Double>] {
    var pass = Pass()
    var run = 0
    weights.withUnsafeBufferPointer { weights in
      rows.withUnsafeBufferPointer { rows in
        for row in rows {
          let w = weights[Int(row.patient)]
          let wp = w * row.p
          pass.nll += w * row.nll
          pass.runSum += wp
          if row.isPositive {
            pass.tiePositives += w
            pass.runPositives += w
            // (p − 1)² = p² − 2p + 1
            pass.brier += wp * row.p - wp - wp + w
          } else {
            pass.tieNegatives += w
            pass.runNegatives += w
            pass.brier += wp * row.p
          }
          if row.endsTie { pass.endTie() }
          if row.endsRun {
            let bins = runs[run]
            pass.endRun(
              bins.bin, bins.adaptive, bins.confidence, isCalled: bins.isCalled, isHigh: row.p >= 0.5)
            run += 1
          }
        }
      }
    }
    return pass.results
  }

  /// Sums on the way down.
  private struct Pass {
    var nll = Lanes.zero, brier = Lanes.zero
    var tiePositives = Lanes.zero, tieNegatives = Lanes.zero
    var runPositives = Lanes.zero, runNegatives = Lanes.zero, runSum = Lanes.zero
    private var positives = Lanes.zero, negatives = Lanes.zero
    private var outranked = Lanes.zero, precisions = Lanes.zero
    private var calledPositives = Lanes.zero, calledNegatives = Lanes.zero
    private var gaps = [Lanes](repeating: .zero, count: SortedColumn.bins)
    private var counts = [Lanes](repeating: .zero, count: SortedColumn.bins)
    private var adaptiveGaps = [Lanes](repeating: .zero, count: SortedColumn.bins)
    private var confidenceGaps = [Lanes](repeating: .zero, count: SortedColumn.bins)

    /// Equal scores share their place: each negative is outranked by the positives above and half of those beside.
    mutating func endTie() {
      outranked += tieNegatives * (positives + tiePositives * 0.5)
      positives += tiePositives
      negatives += tieNegatives
      let all = positives + negatives
      // Where nothing was drawn so far, no positive is counted either: 0 / 1.
      precisions += tiePositives * positives / all.replacing(with: 1, where: all .== 0)
      tiePositives = .zero
      tieNegatives = .zero
    }

    mutating func endRun(
      _ bin: Int, _ adaptive: Int, _ confidence: Int, isCalled: Bool, isHigh: Bool
    ) {
      let count = runPositives + runNegatives
      gaps[bin] += runSum - runPositives
      counts[bin] += count
      adaptiveGaps[adaptive] += runSum - runPositives
      // Confidence is p and right when positive, or 1 − p and right when negative.
      confidenceGaps[confidence] += isHigh ? runSum - runPositives : count - runSum - runNegatives
      if isCalled {
        calledPositives += runPositives
        calledNegatives += runNegatives
      }
      runPositives = .zero
      runNegatives = .zero
      runSum = .zero
    }

    /// NaN in a lane whose sample has no value.
    var results: [SIMD8<Double>] {
      let n = positives + negatives
      let f1 = 2 * calledPositives / (calledPositives + calledNegatives + positives)
      return Measure.allCases.map { measure in
        switch measure {
        case .auroc: outranked / (positives * negatives)
        case .averagePrecision:
          (precisions / positives).replacing(with: .nan, where: negatives .== 0)
        case .sensitivity: calledPositives / positives
        case .specificity: (negatives - calledNegatives) / negatives
        case .precision: calledPositives / (calledPositives + calledNegatives)
        case .negativeValue:
          (negatives - calledNegatives) / (n - calledPositives - calledNegatives)
        case .f1: f1.replacing(with: .nan, where: positives .== 0)
        case .ece: total(gaps) / n
        case .eceConfidence: total(confidenceGaps) / n
        case .eceAdaptive: total(adaptiveGaps) / n
        case .mce: largestGap
        case .brier: brier / n
        case .nll: nll / n
        }
      }
    }

    private func total(_ gaps: [Lanes]) -> Lanes { gaps.reduce(.zero) { $0 + magnitude($1) } }

    private var largestGap: Lanes {
      var largest = Lanes.zero
      for (gap, count) in zip(gaps, counts) {
        let mean = magnitude(gap) / count.replacing(with: 1, where: count .== 0)
        largest.replace(with: mean, where: mean .> largest)
      }
      return largest.replacing(with: .nan, where: (positives + negatives) .== 0)
    }

    private func magnitude(_ x: Lanes) -> Lanes { x.replacing(with: -x, where: x .< 0) }
  }
}
