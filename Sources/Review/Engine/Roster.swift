/// Which members of a pack can speak: loaded, switched off, or failed, each with its reason.

internal import Neural

struct Roster {
  /// Those that take part, in the pack's order.
  private(set) var members: [Member] = []
  /// All of the pack, in its order.
  private(set) var facts: [MemberFacts] = []

  /// Loads every member strictly that is not switched off; one that cannot be loaded is left out and said.
  /// - Parameter threads: members are loaded side by side on these.
  /// - Throws: `ReviewError.memberUnknown` for a name in `without` that the pack does not have, `.allSwitchedOff`, and
  ///   `.weights` where no member is left.
  init(
    _ pack: Pack, _ precision: Precision, without: Set<String>, _ panels: PanelFolder?, _ threads: Threads
  ) throws(ReviewError) {
    let names = pack.manifest.members.map(\.name)
    if let name = without.subtracting(names).min() { throw .memberUnknown(name, known: names) }
    guard without.count < names.count else { throw .allSwitchedOff }
    var failure: ReviewError?
    let asked = pack.manifest.members.filter { !without.contains($0.name) }
    var loaded = Self.load(asked, of: pack, precision, panels, threads)[...]
    for member in pack.manifest.members {
      var state = MemberState.read
      if without.contains(member.name) {
        state = .switchedOff
      } else {
        switch loaded.removeFirst() {
        case .success(let member): members.append(member)
        case .failure(let error):
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

  private static func load(
    _ members: [PackManifest.Member], of pack: Pack, _ precision: Precision, _ panels: PanelFolder?,
    _ threads: Threads
  ) -> [Result<Member, ReviewError>] {
    var loaded = [Result<Member, ReviewError>?](repeating: nil, count: members.count)
    loaded.withUnsafeMutableBufferPointer { slots in
      threads.parallel(members.count) { index in
        slots[index] = Result { () throws(ReviewError) in
          try Member(members[index], of: pack, precision, panels)
        }
      }
    }
    return loaded.compactMap { $0 }
  }
}
