/// Everything that is measured of a table of predictions.

package struct LabelMeasures: Codable, Equatable, Sendable {
  package let label: String
  package let films: Int
  package let positives: Int
  package let abstained: Int
  package let unknown: Int
  package let threshold: Double
  package let measures: [Measure: Estimate]
  /// DeLong's interval of the AUROC.
  package let delong: Interval?
  package let brierParts: BrierParts?
  package let aurc: Double?
  package let excessAURC: Double?
}

package struct Evaluation: Sendable {
  package let labels: [LabelMeasures]
  /// Means over the labels that have both classes; those that lack one are named in `skipped`.
  package let macro: [Measure: Estimate]
  /// All label–film pairs together; the calls are each label's own.
  package let micro: [Measure: Estimate]
  package let skipped: [String]
  package let films: Int
  package let patients: Int
  package let bootstrap: Bootstrap
  package let columns: [EvaluationColumn]

  package init(_ columns: [EvaluationColumn], films: Int, bootstrap: Bootstrap) {
    let pooled = EvaluationColumn.pooled(columns)
    let replicates = bootstrap.run(columns + [pooled])
    @Sendable func estimates(_ index: Int, _ measures: [Measure]) -> [Measure: Estimate] {
      Dictionary(
        uniqueKeysWithValues: measures.map {
          ($0, Estimate(replicates.plain[index][$0], replicates: replicates.values[index][$0] ?? []))
        })
    }
    labels = concurrentMap(columns.count) { LabelMeasures(columns[$0], estimates($0, Measure.allCases)) }
    let counted = columns.indices.filter { columns[$0].scored.hasBothClasses }
    let values = labels
    macro = Dictionary(
      uniqueKeysWithValues: Measure.allCases.map { measure in
        let known = counted.compactMap { values[$0].measures[measure]?.value }
        let mean = known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        return (measure, Estimate(mean, replicates: replicates.macro(measure, counted)))
      })
    // A pooled column has no one threshold.
    let free: [Measure] = [
      .auroc, .averagePrecision, .ece, .eceConfidence, .eceAdaptive, .mce, .brier, .nll,
    ]
    micro = estimates(columns.count, free)
    skipped = columns.filter { !$0.scored.hasBothClasses }.map(\.label)
    self.films = films
    patients = pooled.patientCount
    self.bootstrap = bootstrap
    self.columns = columns
  }
}

extension LabelMeasures {
  fileprivate init(_ column: EvaluationColumn, _ measures: [Measure: Estimate]) {
    label = column.label
    films = column.scored.count
    positives = column.scored.positives
    abstained = column.abstained
    unknown = column.unknown
    threshold = column.threshold
    self.measures = measures
    delong = DeLongArea(column.scored)?.interval()
    brierParts = BrierParts(column.scored)
    let selection = try? Selection(column.scored, threshold: column.threshold)
    aurc = selection?.aurc
    excessAURC = selection?.excessAURC
  }
}
