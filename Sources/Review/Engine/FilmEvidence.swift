/// What the networks say of one film before anybody calibrates or judges it: what calibration is fitted to.

package import Trust

package struct FilmEvidence: Equatable, Sendable {
  /// The joined logit of each label.
  package let ensemble: [Logit]
  /// By label, then by member.
  package let members: [[Logit]]
  /// By label: of every member and view that took part.
  package let views: [[Logit]]
  /// By label, then by pass with dropout; empty where there were none.
  package let passes: [[Logit]]
  /// What detectors of strange films look at.
  package let ood: OODEvidence
}
