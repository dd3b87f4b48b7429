/// A column in falling order of its scores, so that every measure of a weighted sample is one pass without sorting.

/// Bins of every kind, and the side of the threshold, are runs of neighbours: a pass keeps what it summed over each run, and the
/// measures join runs. Equal scores are never in different runs.
struct SortedColumn: Sendable {
  static let bins = 15

  /// What is to be done after a row.
  private enum Step: UInt8 {
    case on
    /// The small counters may overflow in the next row.
    case carry
    /// Only negatives have come since the last step; the next score differs.
    case endNegatives
    /// The last of equal scores, some of them of positives.
    case endTie
  }

  /// Neighbours that are in the same bin of every kind.
  struct Run: Equatable, Sendable {
    let bin: Int
    let adaptive: Int
    let confidence: Int
    /// At or above the threshold.
    let isCalled: Bool
    /// At or above one half: below it, the same bin of confidence says the other answer.
    let isHigh: Bool
  }

  /// By row, the highest score first.
  private let patients: [Int32]
  private let isPositive: [Bool]
  private let steps: [Step]
  /// p − y, and the log loss.
  private let misses: [Double]
  private let losses: [Double]
  let runs: [Run]
  /// Where each run ends.
  private let ends: [Int]

  init(_ column: EvaluationColumn) {
    let (scores, truth) = (column.scored.scores, column.scored.truth)
    let order = fallingOrder(scores)
    let falling = order.map { scores[$0] }
    let truths = order.map { truth[$0] }
    patients = order.map { column.patients[$0] }
    isPositive = truths
    misses = zip(falling, truths).map { $0 - ($1 ? 1 : 0) }
    losses = zip(falling, truths).map { logLoss($0, $1) }
    (runs, ends) = Self.runs(falling, threshold: column.threshold)
    steps = Self.steps(falling, truths, ends: ends)
  }

  private static func runs(_ falling: [Double], threshold: Double) -> (runs: [Run], ends: [Int]) {
    let equal = equalWidth(bins)
    let adaptive = falling.isEmpty ? equal : adaptiveEdges(falling.reversed(), bins)
    var runs: [Run] = []
    var ends: [Int] = []
    var place = 0
    while place < falling.count {
      func run(_ p: Double) -> Run {
        Run(
          bin: bin(of: p, edges: equal), adaptive: bin(of: p, edges: adaptive),
          confidence: bin(of: max(p, 1 - p), edges: equal), isCalled: p >= threshold, isHigh: p >= 0.5)
      }
      // The first row of another run, by halving: runs are few and rows are many.
      let here = run(falling[place])
      var (low, high) = (place + 1, falling.count)
      while low < high {
        let middle = (low + high) / 2
        if run(falling[middle]) == here { low = middle + 1 } else { high = middle }
      }
      runs.append(here)
      ends.append(low)
      place = low
    }
    return (runs, ends)
  }

  private static func steps(_ falling: [Double], _ truth: [Bool], ends: [Int]) -> [Step] {
    var steps = [Step](repeating: .on, count: falling.count)
    var start = 0
    while start < falling.count {
      var end = start + 1
      while end < falling.count, falling[end] == falling[start] { end += 1 }
      if truth[start..<end].contains(true) {
        if start > 0, steps[start - 1] != .endTie { steps[start - 1] = .endNegatives }
        steps[end - 1] = .endTie
      }
      start = end
    }
    for end in ends where steps[end - 1] != .endTie { steps[end - 1] = .endNegatives }
    var sinceStep = 0
    for row in steps.indices {
      sinceStep = steps[row] == .on ? sinceStep + 1 : 0
      if sinceStep == Draws.rowsWithoutCarry {
        steps[row] = .carry
        sinceStep = 0
      }
    }
    return steps
  }

  /// Every measure in the order of `Measure.allCases`, for eight samples at once.
  func measure(_ draws: Draws) -> [SIMD8<Double>] {
    var tally = SampleTally(runs: runs)
    draws.counts.withUnsafeBufferPointer { drawn in
      patients.withUnsafeBufferPointer { patients in
        count(drawn, patients, &tally)
        sum(drawn, patients, &tally)
      }
    }
    return tally.measures
  }

  /// Ranks: how many positives and negatives were drawn from the top down.
  private func count(
    _ drawn: UnsafeBufferPointer<SIMD8<UInt8>>, _ patients: UnsafeBufferPointer<Int32>,
    _ tally: inout SampleTally
  ) {
    var (positives, negatives) = (SIMD8<UInt16>.zero, SIMD8<UInt16>.zero)
    var row = 0
    isPositive.withUnsafeBufferPointer { isPositive in
      steps.withUnsafeBufferPointer { steps in
        for run in runs.indices {
          while row < ends[run] {
            let weight = SIMD8<UInt16>(truncatingIfNeeded: drawn[Int(patients[row])])
            if isPositive[row] { positives &+= weight } else { negatives &+= weight }
            switch steps[row] {
            case .on: break
            case .carry: tally.carry(&positives, &negatives)
            case .endNegatives:
              tally.carry(&positives, &negatives)
              tally.endNegatives()
            case .endTie:
              tally.carry(&positives, &negatives)
              tally.endTie()
            }
            row += 1
          }
          tally.endRun(run)
        }
      }
    }
  }

  /// Sums of what each row adds by its score.
  private func sum(
    _ drawn: UnsafeBufferPointer<SIMD8<UInt8>>, _ patients: UnsafeBufferPointer<Int32>,
    _ tally: inout SampleTally
  ) {
    var (gap, brier, loss) = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.zero)
    var row = 0
    misses.withUnsafeBufferPointer { misses in
      losses.withUnsafeBufferPointer { losses in
        for run in runs.indices {
          while row < ends[run] {
            let weight = SIMD8<Double>(drawn[Int(patients[row])])
            let miss = weight * misses[row]
            gap += miss
            brier += miss * misses[row]
            loss += weight * losses[row]
            row += 1
          }
          tally.gaps[run] = gap
          gap = .zero
        }
      }
    }
    tally.brier = brier
    tally.loss = loss
  }
}

/// Indices by falling score.
/// - Precondition: no score is below 0.
func fallingOrder(_ scores: [Double]) -> [Int] {
  // Doubles that are not negative are ordered as their bits are; adding 0 turns -0 into 0.
  var keys = scores.indices.map { (bits: (scores[$0] + 0).bitPattern, index: Int32($0)) }
  keys.sort { $0.bits > $1.bits }
  return keys.map { Int($0.index) }
}
