/// What reads films: a loaded pack, or the reason why there is none.

import Imaging
import Review
import Workstation

struct Reader: Sendable {
  let status: ModelStatus
  /// - Throws: what kept the pack from reading this film; its description is a sentence.
  let read: @Sendable (StudyID, Film) async throws -> Reading

  /// A reader of nothing.
  init(_ status: ModelStatus) {
    self.status = status
    read = { _, _ in throw NoPack() }
  }

  init(_ pack: PackFacts, read: @escaping @Sendable (StudyID, Film) async throws -> Reading) {
    status = .ready(pack)
    self.read = read
  }

  private struct NoPack: Error, CustomStringConvertible {
    var description: String { "there is no model" }
  }
}
