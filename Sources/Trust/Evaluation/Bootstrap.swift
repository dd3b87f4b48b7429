/// Resampling patients: every measure of every column on thousands of samples, eight samples at a time.

internal import Dispatch
internal import Synchronization

/// A sample is drawn with replacement from the patients, as many as there are, and is kept as how often each was drawn; a film
/// counts as often as its patient. Sample r is drawn by SplitMix64 with seed `seed` + r, so the same samples serve two
/// prediction files of the same patients, and the thread count does not matter.
package struct Bootstrap: Equatable, Sendable {
  package let replicates: Int
  package let seed: UInt64

  package init(replicates: Int = 2000, seed: UInt64 = 20_260_101) {
    self.replicates = replicates
    self.seed = seed
  }

  /// `values[column][measure][replicate]`; NaN where a sample has no value.
  package struct Replicates: Sendable {
    package let values: [[Measure: [Double]]]
    /// Of the columns as they are, each film counted once.
    package let plain: [[Measure: Double]]

    /// The mean over the columns that have a value in the sample.
    func macro(_ measure: Measure, _ columns: [Int]) -> [Double] {
      guard let first = columns.first, let count = values[first][measure]?.count else { return [] }
      return (0..<count).map { sample in
        let all = columns.compactMap { values[$0][measure]?[sample] }.filter { !$0.isNaN }
        return all.isEmpty ? .nan : all.reduce(0, +) / Double(all.count)
      }
    }
  }

  /// Runs on all processors.
  /// - Precondition: the columns agree on the number of patients.
  package func run(_ columns: [EvaluationColumn]) -> Replicates {
    let patients = columns.map(\.patientCount).max() ?? 0
    let measures = Measure.allCases
    let empty = Dictionary(
      uniqueKeysWithValues: measures.map { ($0, [Double](repeating: .nan, count: replicates)) })
    let values = Mutex([[Measure: [Double]]](repeating: empty, count: columns.count))
    let sorted = concurrentMap(columns.count) { SortedColumn(columns[$0]) }
    let ones = [SIMD8<Double>](repeating: .one, count: patients)
    let plain = concurrentMap(columns.count) { sorted[$0].measure(ones).map { $0[0] } }
    let blocks = (replicates + Self.lanes - 1) / Self.lanes
    DispatchQueue.concurrentPerform(iterations: blocks) { block in
      let first = block * Self.lanes
      let weights = weights(patients, first: first)
      let results = sorted.map { $0.measure(weights) }
      values.withLock { values in
        for (column, result) in results.enumerated() {
          for (index, measure) in measures.enumerated() {
            for lane in 0..<min(Self.lanes, replicates - first) {
              values[column][measure]?[first + lane] = result[index][lane]
            }
          }
        }
      }
    }
    return Replicates(
      values: values.withLock { $0 },
      plain: plain.map { values in
        Dictionary(uniqueKeysWithValues: zip(measures, values).filter { !$0.1.isNaN })
      })
  }

  static let lanes = 8

  /// How often each patient is drawn in the eight samples from `first` on.
  private func weights(_ patients: Int, first: Int) -> [SIMD8<Double>] {
    var weights = [SIMD8<Double>](repeating: .zero, count: patients)
    weights.withUnsafeMutableBytes { bytes in
      let counts = bytes.bindMemory(to: Double.self)
      for lane in 0..<Self.lanes {
        var generator = SplitMix64(seed: seed &+ UInt64(first + lane) &* 0xD129_0A5B_33E7_4F2D)
        for _ in 0..<patients { counts[generator.index(below: patients) * Self.lanes + lane] += 1 }
      }
    }
    return weights
  }
}

/// The values of 0..<count, computed on all processors.
func concurrentMap<Value: Sendable>(_ count: Int, _ value: @Sendable (Int) -> Value) -> [Value] {
  let values = Mutex([Value?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { index in
    let one = value(index)
    values.withLock { $0[index] = one }
  }
  return values.withLock { $0.compactMap { $0 } }
}
