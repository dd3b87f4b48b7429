/// Which members of a pack can speak: loaded, switched off, or failed, each with its reason.

struct Roster {
  /// Those that take part, in the pack's order.
  private(set) var members: [Member] = []
  /// All of the pack, in its order.
  private(set) var facts: [MemberFacts] = []

  /// Loads every member strictly that is not switched off; one that cannot be loaded is left out and said.
  /// - Throws: `ReviewError.memberUnknown` for a name in `without` that the pack does not have, `.allSwitchedOff`, and
  ///   `.weights` where no member is left.
  init(_ pack: Pack, without: Set<String>) throws(ReviewError) {
    let names = pack.manifest.members.map(\.name)
    if let name = without.subtracting(names).min() { throw .memberUnknown(name, known: names) }
    guard without.count < names.count else { throw .allSwitchedOff }
    var failure: ReviewError?
    for member in pack.manifest.members {
      var state = MemberState.read
      if without.contains(member.name) {
        state = .switchedOff
      } else {
        do throws(ReviewError) {
          members.append(try Member(member, of: pack))
        } catch {
          failure = failure ?? error
          state = .failed(error.sentence)
        }
      }
      facts.append(
        MemberFacts(
          name: member.name, architecture: member.architecture, weights: member.weights.sha256,
          weight: member.weight, state: state))
    }
    if let failure, members.isEmpty { throw failure }
  }
}
