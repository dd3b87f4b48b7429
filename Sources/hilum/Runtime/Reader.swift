/// What reads films: a loaded pack, or the reason why there is none.

import Imaging
import Review
import Workstation

struct Reader: Sendable {
  let status: ModelStatus
  /// - Throws: what kept the pack from reading this film, `RejectedInput` too; `Complaint.sentence` words it.
  let read: Read

  /// A film, what the checks noticed on it, whether it is read although they reject it, and who is told of the reading as
  /// it stands while it is made.
  typealias Read =
    @Sendable (Film, FilmQuality, Bool, @escaping @Sendable (Reading) -> Void) async throws -> Reading

  /// Without `read`, a reader of nothing.
  init(
    _ status: ModelStatus,
    read: @escaping Read = { _, _, _, _ in throw NoPack() }
  ) {
    self.status = status
    self.read = read
  }

  /// Loads the pack's networks, which takes a while, or says why they must not be used. Every label gets its Grad-CAM:
  /// the closed form costs little beside the forward pass. A reading that cannot be recorded is not shown.
  init(_ pack: Pack, _ options: Options, audit: AuditWriter? = nil) {
    do throws(ReviewError) {
      let engine = try options.engine(pack)
      let everyLabel = GradCAMRequest.labels(Array(pack.manifest.labels.indices))
      let facts = PackFacts(
        name: pack.manifest.name, hash: pack.sha256, caution: pack.manifest.caution, card: pack.card,
        reference: pack.trust?.reference, zeroShot: Set(pack.manifest.zeroShot),
        isReduced: engine.plan.precision == .eightBits)
      self.init(.ready(facts)) { film, quality, anyway, partial in
        do throws(RejectedInput) {
          if !anyway { try quality.admit() }
        } catch {
          try audit?.write(error, AuditSubject(film), pack)
          throw error
        }
        let timed = try await engine.read(film, study: quality.study, gradCAM: everyLabel, partial: partial)
        try audit?.write(timed, AuditSubject(film), pack, overruled: quality.rejections)
        Task(priority: .background) { await engine.keepPanels() }
        return timed.reading
      }
    } catch {
      self.init(.refused(error.sentence))
    }
  }

  private struct NoPack: Error, CustomStringConvertible {
    var description: String { "there is no model" }
  }
}
