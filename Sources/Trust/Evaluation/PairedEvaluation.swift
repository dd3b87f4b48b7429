/// Two prediction files on the same films.

package struct PairedLabel: Codable, Equatable, Sendable {
  package let label: String
  package let films: Int
  /// First minus second.
  package let differences: [Measure: PairedDifference]
  /// `nil` where either class has fewer than two films.
  package let delong: DeLongTest?
  package let mcnemar: McNemar
  /// DeLong's and McNemar's p-values adjusted over all labels.
  package internal(set) var delongHolm: Double?
  package internal(set) var delongBH: Double?
  package internal(set) var mcnemarHolm: Double?
  package internal(set) var mcnemarBH: Double?
}

/// A difference with its bootstrap interval and p-value.
package struct PairedDifference: Codable, Equatable, Sendable {
  package let value: Double?
  package let interval: Interval?
  /// 2·min(P(Δ ≤ 0), P(Δ ≥ 0)) over the samples, one added to each count; `nil` without samples.
  package let p: Double?

  init(_ value: Double?, _ differences: [Double]) {
    let estimate = Estimate(value, replicates: differences)
    let known = differences.filter { !$0.isNaN }
    self.value = value
    interval = estimate.interval
    let (low, high) = (known.count { $0 <= 0 } + 1, known.count { $0 >= 0 } + 1)
    p = value == nil || known.isEmpty ? nil : min(1, 2 * Double(min(low, high)) / Double(known.count + 1))
  }
}

package struct PairedEvaluation: Codable, Sendable {
  package private(set) var labels: [PairedLabel]
  package let macro: [Measure: PairedDifference]

  /// - Precondition: columns of the same labels, films and truths, in the same order.
  package init(_ first: [EvaluationColumn], _ second: [EvaluationColumn], bootstrap: Bootstrap) {
    let (one, other) = (bootstrap.run(first), bootstrap.run(second))
    func minus(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 - $1 } }
    func gap(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.map { a - $0 } } }
    labels = first.indices.map { index in
      let (a, b) = (first[index], second[index])
      let differences = Measure.allCases.map { measure in
        let samples = minus(one.values[index][measure] ?? [], other.values[index][measure] ?? [])
        return (
          measure, PairedDifference(gap(one.plain[index][measure], other.plain[index][measure]), samples)
        )
      }
      return PairedLabel(
        label: a.label, films: a.scored.count, differences: Dictionary(uniqueKeysWithValues: differences),
        delong: DeLongTest(a.scored, b.scored),
        mcnemar: McNemar(a.scored, b.scored, thresholds: (a.threshold, b.threshold)))
    }
    let counted = first.indices.filter { first[$0].scored.hasBothClasses }
    func mean(_ measure: Measure, _ replicates: Bootstrap.Replicates) -> Double? {
      let values = counted.compactMap { replicates.plain[$0][measure] }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    macro = Dictionary(
      uniqueKeysWithValues: Measure.allCases.map { measure in
        let samples = minus(one.macro(measure, counted), other.macro(measure, counted))
        return (measure, PairedDifference(gap(mean(measure, one), mean(measure, other)), samples))
      })
    adjust()
  }

  private mutating func adjust() {
    let tested = labels.indices.filter { labels[$0].delong != nil }
    let p = tested.compactMap { labels[$0].delong?.p }
    for (place, index) in tested.enumerated() {
      labels[index].delongHolm = holm(p)[place]
      labels[index].delongBH = benjaminiHochberg(p)[place]
    }
    let exact = labels.map(\.mcnemar.p)
    for (index, (h, b)) in zip(holm(exact), benjaminiHochberg(exact)).enumerated() {
      labels[index].mcnemarHolm = h
      labels[index].mcnemarBH = b
    }
  }
}
