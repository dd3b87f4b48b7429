/// What a reading means for a row of the queue: small enough for a hundred thousand of them.

package import Review

package struct RowVerdict: Equatable, Sendable {
  /// The pack's labels; all rows share one array.
  package let labels: [String]
  package let probabilities: [Float]
  package let states: [FindingState]
  /// The finding to name first, by its place in `labels`: a critical one that is present, else the most probable that is not
  /// absent, else the most probable; nil where there is none.
  package let lead: Int?
  /// Whether the film is unlike those that the model knows, so that its numbers mean nothing; nil where nobody measured it.
  package let isForeign: Bool?
  /// How strange the film is to the pack; nil where the pack cannot tell.
  package let strangeness: Double?

  package init(_ reading: Reading) {
    let findings = reading.findings
    strangeness = reading.ood?.value
    labels = findings.map(\.label)
    probabilities = findings.map { Float($0.probability.value) }
    states = findings.map(\.state)
    isForeign = reading.ood.map { $0.level == .outside }
    func rank(_ index: Int) -> (Int, Double) {
      let finding = findings[index]
      if normalLabels.contains(finding.label) {
        return (finding.state == .absent ? -1 : 0, finding.probability.value)
      }
      let isUrgent = finding.state == .present && criticalLabels.contains(finding.label)
      return (isUrgent ? 2 : finding.state != .absent ? 1 : 0, finding.probability.value)
    }
    lead = findings.indices.max { rank($0) < rank($1) }
  }

  package var isCritical: Bool {
    labels.indices.contains { states[$0] == .present && criticalLabels.contains(labels[$0]) }
  }
}

/// What a row's header says: enough to list, sort and filter it. No name, no number of a patient.
package struct RowHeader: Equatable, Sendable {
  package var age: Double?
  /// `F`, `M` or `O`.
  package var sex: String?
  package var view: String?
  /// As `2026-02-11`.
  package var date: String?
  /// How many earlier films of the same patient there are.
  package var priors = 0

  package init() {}
}
