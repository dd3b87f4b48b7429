/// The quality checks of the films of a sitting: each is made once, beside the films that were looked at before.

import Dispatch
import Foundation
import Imaging
import Review
import Synchronization

/// Checks take a tenth of a second, so they have a queue of their own.
final class CheckDesk: Sendable {
  private struct Kept {
    /// By the path of the film.
    var made: [String: FilmQuality] = [:]
    var fingerprints: [String: PerceptualHash] = [:]
  }

  private let kept = Mutex(Kept())
  private let turn = DispatchQueue(label: "checks")

  /// What is noticed on a film. Another film that it repeats is told by its path.
  func quality(_ study: StudyID, _ film: Film, path: String) async -> FilmQuality {
    await withCheckedContinuation { done in
      turn.async { done.resume(returning: self.check(study, film, path)) }
    }
  }

  private func check(_ study: StudyID, _ film: Film, _ path: String) -> FilmQuality {
    if let made = kept.withLock({ $0.made[path] }), made.study == study { return made }
    let others = kept.withLock { kept in
      kept.fingerprints.filter { $0.key != path }.reduce(into: [String: PerceptualHash]()) {
        $0[Self.name($1.key)] = $1.value
      }
    }
    let (report, fingerprint) = film.checked(among: others)
    let quality = FilmQuality(study: study, report: report)
    kept.withLock { kept in
      kept.made[path] = quality
      kept.fingerprints[path] = fingerprint
    }
    return quality
  }

  /// A film's name and its folder's: many folders hold an IM000001.
  private static func name(_ path: String) -> String {
    path.split(separator: "/").suffix(2).joined(separator: "/")
  }
}
