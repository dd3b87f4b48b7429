/// How unsure the opinions behind one number are, by where the opinions come from.

package import Trust

/// Whether dropout could be asked.
package enum DropoutState: String, Codable, Equatable, Sendable {
  /// At least one member that spoke has dropout in its head, and passes with it were made.
  case measured
  /// No member that spoke has dropout in its head: there is nothing to measure.
  case noDropout = "no_dropout"
  case notAsked = "not_asked"
}

/// Entropies in nats, of calibrated probabilities where the pack is calibrated, else of the sigmoids of the logits.
package struct FindingUncertainty: Equatable, Sendable {
  /// One opinion a member.
  package let members: Uncertainty
  /// One a view of each member.
  package let views: Uncertainty
  package let dropout: DropoutState
  /// One a pass with dropout (Gal and Ghahramani 2016); `nil` unless `dropout` is `measured`.
  package let passes: Uncertainty?
}
