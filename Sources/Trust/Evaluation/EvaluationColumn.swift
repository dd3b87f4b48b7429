/// One label's probabilities on the films that have a truth and a prediction, and whose films they are.

package struct EvaluationColumn: Equatable, Sendable {
  package let label: String
  /// Probabilities in [0, 1].
  package let scored: ScoredLabel
  /// The patient of each scored film: an index below `patientCount`.
  package let patients: [Int32]
  package let patientCount: Int
  /// A film is called positive from here on.
  package let threshold: Double
  /// Films with a truth on which the prediction was withheld, and films without a truth.
  package let abstained: Int
  package let unknown: Int

  /// - Precondition: as many patients as films, each below `patientCount`.
  /// - Throws: `TrustError.notAProbability` for the first score outside [0, 1].
  package init(
    label: String, scored: ScoredLabel, patients: [Int32], patientCount: Int, threshold: Double,
    abstained: Int = 0, unknown: Int = 0
  ) throws(TrustError) {
    precondition(scored.count == patients.count)
    if let index = scored.scores.firstIndex(where: { !(0...1).contains($0) }) {
      throw .notAProbability(index: index)
    }
    self.label = label
    self.scored = scored
    self.patients = patients
    self.patientCount = patientCount
    self.threshold = threshold
    self.abstained = abstained
    self.unknown = unknown
  }

  private init(pooling columns: [EvaluationColumn]) {
    label = "micro"
    scored = .pooled(columns.map(\.scored))
    patients = columns.flatMap(\.patients)
    patientCount = columns.map(\.patientCount).max() ?? 0
    threshold = 0.5
    abstained = columns.reduce(0) { $0 + $1.abstained }
    unknown = columns.reduce(0) { $0 + $1.unknown }
  }

  /// All label–film pairs as one column, for micro averages. Its threshold means nothing: each label has its own.
  package static func pooled(_ columns: [EvaluationColumn]) -> EvaluationColumn {
    EvaluationColumn(pooling: columns)
  }

  /// The share of films with a truth that were spoken about; `nil` without any.
  package var coverage: Double? {
    let all = scored.count + abstained
    return all > 0 ? Double(scored.count) / Double(all) : nil
  }
}
