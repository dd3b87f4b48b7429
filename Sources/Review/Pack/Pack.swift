/// A model pack on disk whose every file is checked against its pinned hash.

internal import Foundation
package import Trust

/// A pack: its manifest, its folder, and the hash that names exactly these weights, calibration and thresholds.
package struct Pack: Equatable, Sendable {
  static let manifestName = "pack.toml"
  private static let manifestLimit = 1 << 20
  private static let cardLimit = 1 << 20

  package let folder: String
  package let manifest: PackManifest
  /// SHA-256 over one line `hash  name` for each file, `pack.toml` first, then by name.
  package let sha256: String
  /// The model card, as Markdown.
  package let card: String
  /// Limits of judgement; `nil` where nobody fitted them.
  package let trust: FittedTrust?
  /// What was measured; `nil` where nobody did.
  package let measures: PackMeasures?
  private let hashes: PinnedHashes

  /// Opens the pack in `folder` and hashes each of its files.
  /// - Parameter refitting: whether what was fitted before is about to be replaced, so that it may be of an older form.
  /// - Throws: `ReviewError.packMissing`, those of reading the manifest, `.packMismatch` naming the first file whose
  ///   hash is not the pinned one, `.file`.
  package init(_ folder: String, refitting: Bool = false) throws(ReviewError) {
    self = try Self.opening(folder, refitting: refitting)
    try confirm()
  }

  /// Opens the pack while its files are still being hashed: what follows from them may be told once `confirm` has returned.
  /// An `Engine` asks by itself, before its first finding.
  /// - Throws: as `init`.
  package static func opening(_ folder: String, refitting: Bool = false) throws(ReviewError) -> Pack {
    let path = folder + "/" + Self.manifestName
    guard access(path, F_OK) == 0 else { throw .packMissing(folder: folder) }
    let bytes = try OpenFile(reading: path).readAll(limit: Self.manifestLimit)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .packValue(key: Self.manifestName, wanted: "UTF-8 text")
    }
    let manifest = try PackManifest(toml: text)
    let hashes = PinnedHashes(of: manifest.files, in: folder)
    do throws(ReviewError) {
      return try Pack(unchecked: manifest, bytes, folder, hashes, refitting: refitting)
    } catch {
      try hashes.finish()
      throw error
    }
  }

  /// Waits until every file is hashed.
  /// - Throws: `ReviewError.packMismatch` naming the first file whose hash is not the pinned one, `.file`.
  package func confirm() throws(ReviewError) { try hashes.finish() }

  /// The hash names everything else.
  package static func == (one: Pack, other: Pack) -> Bool {
    (one.folder, one.sha256) == (other.folder, other.sha256)
  }

  private init(
    unchecked manifest: PackManifest, _ bytes: [UInt8], _ folder: String, _ hashes: PinnedHashes,
    refitting: Bool
  ) throws(ReviewError) {
    (self.manifest, self.folder, self.hashes) = (manifest, folder, hashes)
    sha256 = Self.hash(manifest: bytes, manifest.files)
    let cardBytes = try OpenFile(reading: folder + "/" + manifest.card.name).readAll(limit: Self.cardLimit)
    card = String(decoding: cardBytes, as: UTF8.self)
    let labels = manifest.labels.count
    trust = try manifest.trust.flatMap { file throws(ReviewError) in
      let path = folder + "/" + file.name
      return refitting ? try? FittedTrust(path, labels: labels) : try FittedTrust(path, labels: labels)
    }
    measures = try manifest.measured.map { file throws(ReviewError) in
      try PackMeasures(folder + "/" + file.name)
    }
    if manifest.hasCalibratorsElsewhere, trust?.calibrators == nil, !refitting {
      throw .packKeyMissing(key: "trust")
    }
  }

  /// The calibration with all that stands beside the manifest.
  package var calibration: Calibration? {
    manifest.calibration.map {
      Calibration(
        calibrators: trust?.calibrators ?? $0.calibrators, thresholds: $0.thresholds.map(\.value),
        halfWidths: $0.halfWidths, shifts: trust?.shifts ?? [])
    }
  }

  /// Its members, to make another pack of.
  package var sources: [PackWriter.Source] {
    manifest.members.map { PackWriter.Source($0, weights: weights(of: $0)) }
  }

  /// Where a member's weights are.
  func weights(of member: PackManifest.Member) -> String { folder + "/" + member.weights.name }

  private static func hash(manifest: [UInt8], _ files: [PackManifest.PinnedFile]) -> String {
    let first = PackManifest.PinnedFile(name: manifestName, sha256: SHA256.hash(manifest))
    let list = [first] + files.sorted { $0.name < $1.name }
    return SHA256.hash(list.map { "\($0.sha256)  \($0.name)\n" }.joined().utf8)
  }
}
