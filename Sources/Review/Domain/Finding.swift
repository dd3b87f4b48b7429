/// What a pack says about one film, and only in calibrated terms.

package import Trust

/// The state of a finding against its threshold. `uncertain` is an abstention, never a negative.
package enum FindingState: String, Codable, Equatable, Sendable {
  case present, absent, uncertain

  /// Present when the whole interval reaches the threshold, absent when none of it does, else uncertain.
  package init(_ interval: ClosedRange<Probability>, _ threshold: Probability) {
    self =
      interval.lowerBound >= threshold ? .present : interval.upperBound < threshold ? .absent : .uncertain
  }
}

/// What a pack that nobody calibrated says of one label: scores to rank films by, never a probability or a state.
package struct UncalibratedScore: Equatable, Sendable {
  package let label: String
  package let logits: [String: Logit]
  package let ensemble: Logit
  /// `nil` where it was not kept.
  package let uncertainty: FindingUncertainty?

  package init(
    label: String, logits: [String: Logit], ensemble: Logit, uncertainty: FindingUncertainty? = nil
  ) {
    self.label = label
    self.logits = logits
    self.ensemble = ensemble
    self.uncertainty = uncertainty
  }
}

/// How far the opinions behind one probability lie apart, each calibrated as the ensemble is.
package struct Spread: Equatable, Sendable {
  /// From the lowest to the highest member.
  package let members: ClosedRange<Probability>
  /// From the lowest to the highest view of any member; equal to `members` where each saw one view.
  package let views: ClosedRange<Probability>

  package init(members: ClosedRange<Probability>, views: ClosedRange<Probability>) {
    self.members = members
    self.views = views
  }
}

/// One finding of one film.
package struct Finding: Equatable, Sendable {
  /// The label as the pack spells it; the spelling is a contract with the weights.
  package let label: String
  /// Each member's logit, by the member's name.
  package let logits: [String: Logit]
  /// The ensemble's logit before calibration.
  package let ensemble: Logit
  package let probability: Probability
  /// The decision threshold on `probability`.
  package let threshold: Probability
  package let state: FindingState
  /// Whether the finding is judged, and if not, why; `uncertain` is the state of those that are not.
  package let abstention: AbstentionVerdict
  /// The answers that a promised share of sets holds the truth with; `nil` where the pack promises nothing.
  package let conformal: ConformalSet?
  /// `nil` where nothing is known of the opinions behind it.
  package let spread: Spread?
  /// Where the probability may lie, from which `state` follows; `nil` where it was not kept.
  package let interval: ClosedRange<Probability>?
  /// `nil` where it was not kept.
  package let uncertainty: FindingUncertainty?

  package init(
    label: String, logits: [String: Logit], ensemble: Logit, probability: Probability, threshold: Probability,
    state: FindingState, abstention: AbstentionVerdict = .predict, conformal: ConformalSet? = nil,
    spread: Spread? = nil, interval: ClosedRange<Probability>? = nil,
    uncertainty: FindingUncertainty? = nil
  ) {
    self.uncertainty = uncertainty
    self.interval = interval
    self.label = label
    self.logits = logits
    self.ensemble = ensemble
    self.probability = probability
    self.threshold = threshold
    self.state = state
    self.abstention = abstention
    self.conformal = conformal
    self.spread = spread
  }
}

/// A map over the film that says why: `rows * columns` values, row-major, in the network's own resolution.
package struct ExplanationMap: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  package let values: [Float]

  package init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.values = values
  }
}

/// The explanations that the workstation can draw over a film.
package enum ExplanationMethod: String, CaseIterable, Hashable, Codable, Sendable {
  /// The exact additive contribution of each place to the logit (CSRA members).
  case contribution
  /// Grad-CAM at the last depthwise convolution, in closed form.
  case gradCAM
}

/// Everything a pack found on one film. `study` travels with it so that a stale result can be recognised.
package struct Reading: Equatable, Sendable {
  package let study: StudyID
  /// The pack's own hash: which weights, calibration and thresholds spoke.
  package let pack: String
  /// In the order of the pack's labels; empty where the pack is not calibrated.
  package let findings: [Finding]
  /// In the order of the pack's labels; empty where the pack is calibrated.
  package let uncalibrated: [UncalibratedScore]
  /// Maps by label index and method, of the members that offer them.
  package let maps: [ExplanationMethod: [Int: ExplanationMap]]
  /// Which members and views are behind the numbers.
  package let provenance: Provenance
  /// How strange the film is to the pack; `nil` where the pack cannot tell.
  package let ood: OODScore?

  /// In the order of the pack: the places of `maps`.
  package var labels: [String] { findings.isEmpty ? uncalibrated.map(\.label) : findings.map(\.label) }

  package init(
    study: StudyID, pack: String, findings: [Finding], maps: [ExplanationMethod: [Int: ExplanationMap]],
    uncalibrated: [UncalibratedScore] = [], provenance: Provenance = Provenance(),
    ood: OODScore? = nil
  ) {
    self.study = study
    self.pack = pack
    self.findings = findings
    self.uncalibrated = uncalibrated
    self.maps = maps
    self.provenance = provenance
    self.ood = ood
  }

  /// Whether the film as a whole is judged.
  package var abstention: AbstentionVerdict { ood?.verdict ?? .predict }
}
