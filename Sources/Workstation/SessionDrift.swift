/// Whether the scores of this session's films still look like those of the pack's calibration.

package import Trust

package struct SessionDrift: Equatable, Sendable {
  /// Films that were read and whose verdict the reader may see.
  package private(set) var films = 0
  /// By score, the largest index first; empty without a reference or a film.
  package private(set) var scores: [ScoreDrift] = []
  package let hasReference: Bool

  package init(_ state: State) {
    hasReference = state.reference != nil
    guard let reference = state.reference else { return }
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
  package var raised: [ScoreDrift] { scores.filter(\.isRaised) }
}

/// What is known of the days of the audit log.
package enum DaysStatus: Equatable, Sendable {
  case awaited
  case known([DayDrift], today: String)
  /// Nothing, and why.
  case unknown(String)
}

extension State {
  /// The days that the reader may see: in a blind sitting today's hold findings that are still hidden.
  var visibleDays: [DayDrift] {
    guard case .known(let days, let today) = days else { return [] }
    return days.filter { !isBlindFirst || $0.day != today }
  }
}

extension Drift {
  /// A cell for each bin of the reference: `▄` where the share is that of calibration, `█` from twice as many on.
  package var bars: String {
    let eighths = Array(" ▁▂▃▄▅▆▇█")
    return String(
      zip(shares, expected).map { share, expected in
        guard share > 0 else { return eighths[0] }
        return eighths[min(8, max(1, Int((share / max(expected, 1e-9) * 4).rounded())))]
      })
  }
}
