/// The scores of the audit log by day.

import Foundation
import Review
import Trust

struct AuditDays {
  /// By day, as 2026-11-21 in UTC, then by score.
  private(set) var scores: [String: [String: [Double]]] = [:]
  let isIntact: Bool

  /// - Parameter pack: the hash of the pack whose entries count; `nil` for all.
  /// - Throws: `ReviewError` where there is no log that can be read.
  init(_ folder: String, pack: String?) throws {
    var scores: [String: [String: [Double]]] = [:]
    let trail = try AuditTrail(folder) { entry in
      guard pack.map({ entry.packSHA256 == $0 }) ?? true else { return }
      let day = Self.name(of: entry.time)
      for label in entry.labels {
        guard let probability = label.probability else { continue }
        scores[day, default: [:]][label.label, default: []].append(probability)
      }
      if let ood = entry.ood {
        scores[day, default: [:]][ScoreReference.strangeness, default: []].append(ood.score)
      }
    }
    self.scores = scores
    isIntact = trail.isIntact
  }

  /// The day of `time` in UTC, as 2026-11-21.
  static func name(of time: Date) -> String { time.formatted(.iso8601.year().month().day()) }
}
