/// Resampling patients: every measure of every column on thousands of samples, eight samples at a time.

internal import Dispatch
internal import Synchronization

/// A sample is drawn with replacement from the patients, as many as there are, and is kept as how often each was drawn; a film
/// counts as often as its patient. The same seed draws the same samples, so they serve two prediction files of the same
/// patients, and the thread count does not matter.
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
    let sorted = concurrentMap(columns.count) { SortedColumn(columns[$0]) }
    let everybody = Draws(everyPatientOf: patients)
    let plain = concurrentMap(columns.count) { sorted[$0].measure(everybody).map { $0[0] } }
    let blocks = concurrentMap((replicates + Draws.lanes - 1) / Draws.lanes) { block in
      let draws = Draws(patients: patients, seed: seed, first: block * Draws.lanes)
      return sorted.map { $0.measure(draws) }
    }
    return Replicates(
      values: columns.indices.map { column in
        Self.byMeasure { index in
          (0..<replicates).map { blocks[$0 / Draws.lanes][column][index][$0 % Draws.lanes] }
        }
      },
      plain: plain.map { values in Self.byMeasure { values[$0] }.filter { !$0.value.isNaN } })
  }

  private static func byMeasure<Value>(_ value: (Int) -> Value) -> [Measure: Value] {
    Dictionary(uniqueKeysWithValues: Measure.allCases.enumerated().map { ($1, value($0)) })
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
