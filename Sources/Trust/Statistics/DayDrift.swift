/// One day's scores against those of calibration.

package struct DayDrift: Equatable, Sendable {
  /// As 2026-11-21, in UTC.
  package let day: String
  /// In the order of the reference; never empty.
  package let scores: [ScoreDrift]

  /// Films of the day: as many as the score with the most has.
  package var films: Int { scores.reduce(0) { max($0, $1.drift.films) } }
  package var raised: [ScoreDrift] { scores.filter(\.isRaised) }
  /// The score that moved most.
  package var furthest: ScoreDrift { scores.reduce(scores[0]) { $1.drift.psi > $0.drift.psi ? $1 : $0 } }
  /// The gravest of all scores.
  package var alert: Drift.Alert {
    Drift.Alert.allCases.last { alert in scores.contains { $0.alert == alert } } ?? .none
  }
}

extension ScoreReference {
  /// Each day that has a score of the reference, the earliest first.
  /// - Parameter days: by day, then by score.
  /// - Throws: `TrustError.notFinite`.
  package func days(
    of days: [String: [String: [Double]]], rule: Drift.Rule = Drift.Rule()
  ) throws(TrustError) -> [DayDrift] {
    var drifts: [DayDrift] = []
    for (day, today) in days.sorted(by: { $0.key < $1.key }) {
      let scores = try self.drifts(of: today, rule: rule)
      if !scores.isEmpty { drifts.append(DayDrift(day: day, scores: scores)) }
    }
    return drifts
  }
}
