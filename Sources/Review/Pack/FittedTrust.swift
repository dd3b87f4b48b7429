/// What a pack knows of its own limits: when a finding is not judged, which films it does not know, and what scores it gave.

package import Trust

package struct FittedTrust: Equatable, Sendable {
  /// One a label, where they are more than temperatures.
  package var calibrators: [Calibrator]?
  /// What is asked of each label's probabilities where its prevalence is known to differ.
  package var shifts: [PrevalenceShift?]?
  /// `nil` where nobody fitted one: then only disagreement across the threshold abstains.
  package var policy: AbstentionPolicy?
  package var stranger: StrangerModel?
  /// The scores of films that nothing but limits was fitted to: what a day is compared with. `nil` where they were not kept.
  package var reference: ScoreReference?

  package init(
    calibrators: [Calibrator]? = nil, shifts: [PrevalenceShift?]? = nil, policy: AbstentionPolicy? = nil,
    stranger: StrangerModel? = nil, reference: ScoreReference? = nil
  ) {
    self.calibrators = calibrators
    self.shifts = shifts
    self.policy = policy
    self.stranger = stranger
    self.reference = reference
  }
}

/// The detectors of films that the pack does not know, and where their evidence comes from.
package struct StrangerModel: Equatable, Sendable {
  package let model: OODModel
  /// The member whose features and gradient are looked at.
  package let member: String
  /// ODIN's step and temperature, where it takes part.
  package let odin: ODINSetting?

  package init(model: OODModel, member: String, odin: ODINSetting?) {
    self.model = model
    self.member = member
    self.odin = odin
  }
}

/// How ODIN moves and tempers.
package struct ODINSetting: Codable, Equatable, Sendable {
  package let epsilon: Double
  package let temperature: Double

  package init(epsilon: Double, temperature: Double) {
    self.epsilon = epsilon
    self.temperature = temperature
  }
}
