/// A film as the members of a pack see it: made off the engine's thread, so that decoding overlaps with inference.

package import Imaging

/// One input for each size and profile that a pack's members ask for.
package struct PreparedFilm: Sendable {
  private let inputs: [Key: ModelInput]

  private struct Key: Hashable, Sendable {
    let size: Int
    let profile: PreprocessProfile

    init(_ member: PackManifest.Member) { (size, profile) = (member.size, member.profile) }
  }

  package init(_ film: Film, for members: [PackManifest.Member]) {
    self.init(members) { $0.profile.input(from: film.image, size: $0.size) }
  }

  private init(_ members: [PackManifest.Member], _ make: (PackManifest.Member) -> ModelInput) {
    var inputs: [Key: ModelInput] = [:]
    for member in members where inputs[Key(member)] == nil { inputs[Key(member)] = make(member) }
    self.inputs = inputs
  }

  /// What the published code shows the networks in place of a file that it cannot read: black.
  package static func black(for members: [PackManifest.Member]) -> PreparedFilm {
    PreparedFilm(members) {
      ModelInput(gray8: [UInt8](repeating: 0, count: $0.size * $0.size), size: $0.size)
    }
  }

  /// The same film with every input changed.
  func mapped(_ change: (ModelInput) -> [Float]) -> PreparedFilm {
    PreparedFilm(inputs.mapValues { ModelInput(size: $0.size, changed: change($0)) })
  }

  private init(_ inputs: [Key: ModelInput]) { self.inputs = inputs }

  func input(for member: PackManifest.Member) -> ModelInput {
    guard let input = inputs[Key(member)] else {
      preconditionFailure("a film is prepared for the members that read it")
    }
    return input
  }
}
