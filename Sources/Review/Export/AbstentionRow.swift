/// Abstentions and strangeness as `hilum.read/1` writes them.

internal import Trust

struct AbstentionRow: Encodable {
  /// `predict`, `abstain_uncertain`, `abstain_ood` or `reject_input`.
  let state: AbstentionState
  /// In words; nothing where the state is `predict`.
  let reason: String?

  init(_ verdict: AbstentionVerdict) {
    state = verdict.state
    reason = verdict.reason?.sentence
  }
}

struct OODRow: Encodable {
  /// Higher for a stranger film; beyond `limit` nothing is judged.
  let score: Double
  let limit: Double
  /// `inside`, `warn` or `outside`.
  let level: OODScore.Level
  let detectors: [String: Double]

  init(_ score: OODScore) {
    self.score = score.value
    limit = score.limit
    level = score.level
    detectors = Dictionary(uniqueKeysWithValues: score.parts.map { ($0.key.rawValue, $0.value) })
  }
}
