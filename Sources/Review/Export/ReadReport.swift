/// What `hilum read` found, as versioned JSON and as CSV.

internal import Foundation
internal import Imaging
internal import Trust

/// One film that was opened, and read unless its quality forbade it.
package struct ReadFilm: Sendable {
  package let path: String
  package let sha256: String
  /// nil where the film was kept from the networks: then `quality` says why.
  package let timed: TimedReading?
  /// What was noticed on the film itself; nil where nobody looked.
  package let quality: FilmQuality?

  package init(path: String, sha256: String, timed: TimedReading?, quality: FilmQuality? = nil) {
    self.path = path
    self.sha256 = sha256
    self.timed = timed
    self.quality = quality
  }
}

extension ReadFilm {
  /// Why the networks did not see it; nil where they did.
  fileprivate var rejection: AbstentionVerdict? {
    timed == nil ? quality.map { RejectedInput(quality: $0).verdict } : nil
  }
}

/// One input that was not.
package struct RefusedFilm: Codable, Equatable, Sendable {
  package let path: String
  package let reason: String

  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

/// Every film of one run, in input order.
package struct ReadReport: Sendable {
  package let pack: Pack
  package var films: [ReadFilm] = []
  package var refused: [RefusedFilm] = []

  package init(_ pack: Pack) { self.pack = pack }

  /// `hilum.read/1`. Numbers are written with as many digits as they need; only `timings` differ between two runs.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Document(self)), as: UTF8.self)
  }

  /// One line for each film and label. Empty cells where the pack is not calibrated. A film that was kept from the networks has
  /// one line, without a label.
  package var csv: String {
    var lines = [["path", "sha256", "label", "raw", "probability", "threshold", "state", "notice"]]
    for film in films {
      if film.timed == nil {
        let notice = [film.rejection?.reason?.sentence, disclaimer].compactMap { $0 }.joined(separator: " ")
        lines.append([film.path, film.sha256, "", "", "", "", AbstentionState.rejectInput.rawValue, notice])
      }
      for row in film.timed?.reading.rows ?? [] {
        lines.append([
          film.path, film.sha256, row.label, "\(row.raw)", row.probability.map { "\($0)" } ?? "",
          row.threshold.map { "\($0)" } ?? "", row.state?.rawValue ?? "",
          notice(of: [film.timed?.reading]),
        ])
      }
    }
    return lines.map(CSVText.line).joined(separator: "\n") + "\n"
  }
}

/// One label of one film as files write it.
private struct LabelRow: Encodable {
  let label: String
  let logits: [String: Double]
  let raw: Double
  let probability: Double?
  let threshold: Double?
  let state: FindingState?
  let spread: SpreadRow?
  let abstention: AbstentionRow?
  /// `absent`, `present`, `either` or `neither`, at the coverage that the pack's card states.
  let conformal: ConformalSet?
  let uncertainty: UncertaintyRow?

  private enum Key: String, CodingKey {
    case label, logits, raw, probability, threshold, state, spread, abstention, conformal, uncertainty
  }

  /// Writes what is not known as null, so that every finding has every key.
  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(label, forKey: .label)
    try fields.encode(logits, forKey: .logits)
    try fields.encode(raw, forKey: .raw)
    try fields.encode(probability, forKey: .probability)
    try fields.encode(threshold, forKey: .threshold)
    try fields.encode(state, forKey: .state)
    try fields.encode(spread, forKey: .spread)
    try fields.encode(abstention, forKey: .abstention)
    try fields.encode(conformal, forKey: .conformal)
    try fields.encode(uncertainty, forKey: .uncertainty)
  }
}

extension Reading {
  fileprivate var rows: [LabelRow] {
    findings.map {
      LabelRow(
        label: $0.label, logits: $0.logits.mapValues(\.value), raw: $0.ensemble.raw,
        probability: $0.probability.value, threshold: $0.threshold.value, state: $0.state,
        spread: $0.spread.map(SpreadRow.init), abstention: AbstentionRow($0.abstention),
        conformal: $0.conformal, uncertainty: $0.uncertainty.map(UncertaintyRow.init))
    }
      + uncalibrated.map {
        LabelRow(
          label: $0.label, logits: $0.logits.mapValues(\.value), raw: $0.ensemble.raw, probability: nil,
          threshold: nil, state: nil, spread: nil, abstention: nil, conformal: nil,
          uncertainty: $0.uncertainty.map(UncertaintyRow.init))
      }
  }
}

/// The shape of `hilum.read/1`.
private struct Document: Encodable {
  struct PackName: Encodable {
    let name: String
    let sha256: String
  }
  struct Image: Encodable {
    let path: String
    let sha256: String
    let profile: String
    let quality: QualityReport?
    let findings: [LabelRow]
    let abstention: AbstentionRow
    let ood: OODRow?
    let provenance: ProvenanceRow?
    let timings: [String: Double]
  }
  let schema = "hilum.read/1"
  let notice: String
  let pack: PackName
  let images: [Image]
  let refused: [RefusedFilm]

  init(_ report: ReadReport) {
    let manifest = report.pack.manifest
    notice = [disclaimer + ".", manifest.caution ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    pack = PackName(name: manifest.name, sha256: report.pack.sha256)
    var profiles: [String] = []
    for member in manifest.members where !profiles.contains(member.profile.rawValue) {
      profiles.append(member.profile.rawValue)
    }
    let profile = profiles.joined(separator: "+")
    images = report.films.map {
      Image(
        path: $0.path, sha256: $0.sha256, profile: profile, quality: $0.quality?.report,
        findings: $0.timed?.reading.rows ?? [],
        abstention: AbstentionRow($0.timed?.reading.abstention ?? $0.rejection ?? .predict),
        ood: $0.timed?.reading.ood.map(OODRow.init),
        provenance: $0.timed.map { ProvenanceRow($0.reading.provenance) }, timings: $0.timed?.seconds ?? [:])
    }
    refused = report.refused
  }
}
