/// Whether the scores of this session's films still look like those of the pack's calibration.

package import Trust

package struct SessionDrift: Equatable, Sendable {
  /// Films that were read and whose verdict the reader may see.
  package private(set) var films = 0
  /// By score, the largest index first; empty without a reference or a film.
  package private(set) var scores: [ScoreDrift] = []
  package let hasReference: Bool

  package init(_ state: State) {
    var reference: ScoreReference?
    if case .ready(let facts) = state.model { reference = facts.reference }
    hasReference = reference != nil
    guard let reference else { return }
    var today: [String: [Double]] = [:]
    for row in state.queue.rows.indices {
      guard let verdict = state.visible(row).verdict, !verdict.probabilities.isEmpty else { continue }
      films += 1
      for (label, probability) in zip(verdict.labels, verdict.probabilities) {
        today[label, default: []].append(Double(probability))
      }
      if let strangeness = verdict.strangeness {
        today[ScoreReference.strangeness, default: []].append(strangeness)
      }
    }
    scores = ((try? reference.drifts(of: today, rule: state.driftRule)) ?? [])
      .sorted { $0.drift.psi > $1.drift.psi }
  }

  /// Those worth a word.
  package var raised: [ScoreDrift] { scores.filter { $0.alert == .warn || $0.alert == .alert } }
}
