/// Whether a number may be spoken, and if not, why. An abstention is never a negative.

package enum AbstentionState: String, Codable, CaseIterable, Sendable {
  case predict
  case abstainUncertain = "abstain_uncertain"
  case abstainOOD = "abstain_ood"
  case rejectInput = "reject_input"
}

/// The state of one finding, or of a whole film, with its reason.
package struct AbstentionVerdict: Codable, Equatable, Sendable {
  package let state: AbstentionState
  /// `nil` exactly where the state is `predict`.
  package let reason: AbstentionReason?

  package static let predict = AbstentionVerdict(state: .predict, reason: nil)

  private init(state: AbstentionState, reason: AbstentionReason?) {
    self.state = state
    self.reason = reason
  }

  package init(_ reason: AbstentionReason) { self.init(state: reason.state, reason: reason) }
}

/// Facts; `sentence` words them.
package enum AbstentionReason: Codable, Equatable, Sendable {
  /// max(p, 1 − p) is below what keeps the risk at its target.
  case lowConfidence(Double, needed: Double)
  /// No confidence kept the risk of this finding at its target on the held-out split.
  case noOperatingPoint(risk: Double)
  /// The conformal set holds both answers, or none.
  case conformal(ConformalSet)
  /// The members' disagreement, in nats, is above its limit.
  case disagreement(Double, limit: Double)
  /// The members' probabilities lie on both sides of the threshold.
  case straddlesThreshold
  /// The film is unlike those that the pack was calibrated on.
  case outOfDistribution(Double, limit: Double)
  /// The input must not be read at all; the sentence says why.
  case input(String)

  package var state: AbstentionState {
    switch self {
    case .lowConfidence, .noOperatingPoint, .conformal, .disagreement, .straddlesThreshold:
      .abstainUncertain
    case .outOfDistribution: .abstainOOD
    case .input: .rejectInput
    }
  }

  /// As logs write it.
  package var name: String {
    switch self {
    case .lowConfidence: "low_confidence"
    case .noOperatingPoint: "no_operating_point"
    case .conformal(let set): "conformal_\(set.rawValue)"
    case .disagreement: "disagreement"
    case .straddlesThreshold: "straddles_threshold"
    case .outOfDistribution: "out_of_distribution"
    case .input: "input"
    }
  }

  /// One line. It never says that a finding is absent.
  package var sentence: String {
    switch self {
    case .lowConfidence(let value, let needed):
      "AI cannot judge (not a negative): confidence \(rounded(value)) is below \(rounded(needed))."
    case .noOperatingPoint(let risk):
      "AI cannot judge (not a negative): no confidence held the risk of \(rounded(risk)) when it was measured."
    case .conformal(.neither):
      "AI cannot judge (not a negative): neither answer is like the films that it was calibrated on."
    case .conformal:
      "AI cannot judge (not a negative): both answers are possible at the promised coverage."
    case .disagreement(let value, let limit):
      "AI cannot judge (not a negative): its members disagree by \(rounded(value)) nats, more than \(rounded(limit))."
    case .straddlesThreshold:
      "AI cannot judge (not a negative): the threshold lies between its members."
    case .outOfDistribution(let score, let limit):
      "AI cannot judge (not a negative): the film is unlike those it knows (\(rounded(score)), limit \(rounded(limit)))."
    case .input(let reason): "Not read: \(reason)"
    }
  }

  private func rounded(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
