/// Makes a pack: copies the weights, pins every file by its hash, writes the manifest last.

internal import Foundation
package import Imaging

package enum PackWriter {
  /// A member before its weights are pinned.
  package struct Source: Sendable {
    package let member: PackManifest.Member
    /// The file to copy the weights from.
    package let weights: String

    /// A member of another pack.
    init(_ member: PackManifest.Member, weights: String) {
      self.member = member
      self.weights = weights
    }

    /// The copy is called after the member.
    package init(
      name: String, architecture: String, weights: String, size: Int, profile: PreprocessProfile,
      weight: Double = 1
    ) {
      member = PackManifest.Member(
        name: name, architecture: architecture, weights: .init(name: "\(name).safetensors", sha256: ""),
        size: size, profile: profile, weight: weight)
      self.weights = weights
    }
  }

  /// Writes a pack without calibration into `folder`, which must not hold one yet.
  /// - Parameters:
  ///   - labels: those of the weights.
  ///   - dropping: of these, those to leave out, in the weights too.
  ///   - zeroShot: of these, those that the networks were never trained on.
  /// - Throws: `ReviewError.exists`, `.file`, and what opening a pack throws.
  package static func create(
    _ folder: String, name: String, caution: String? = nil, sources: [Source], labels: [String],
    dropping: [String] = [], zeroShot: [String] = [], plan: InferencePlan = InferencePlan(),
    card: String? = nil
  ) throws(ReviewError) -> Pack {
    if let unknown = zeroShot.first(where: { !labels.contains($0) }) {
      throw .labelUnknown(unknown, known: labels)
    }
    try FileWriter.makeFolder(folder)
    let path = folder + "/" + Pack.manifestName
    guard access(path, F_OK) != 0 else { throw .exists(path: path) }
    var members: [PackManifest.Member] = []
    for source in sources {
      let file = source.member.weights.name
      guard PackManifest.PinnedFile.isPlainName(file) else { throw .packFileName(file) }
      let bytes =
        dropping.isEmpty
        ? try OpenFile(reading: source.weights).readAll(limit: 4 << 30)
        : try LabelCut.cut(source.weights, labels: labels, dropping: dropping, member: source.member.name)
      try FileWriter.create(folder + "/" + file, bytes)
      let member = source.member
      members.append(
        .init(
          name: member.name, architecture: member.architecture,
          weights: .init(name: file, sha256: SHA256.hash(bytes)), size: member.size,
          profile: member.profile, weight: member.weight))
    }
    var manifest = PackManifest(
      name: name, caution: caution, members: members, plan: plan,
      labels: labels.filter { !dropping.contains($0) },
      card: .init(name: "card.md", sha256: ""))
    manifest.zeroShot = manifest.labels.filter { zeroShot.contains($0) }
    return try write(manifest, card: card ?? ModelCard.markdown(manifest, nil), to: folder)
  }

  /// Writes a fitted and measured pack over the one in `folder`, with its card. What was fitted before is gone.
  package static func write(
    _ manifest: PackManifest, trust: FittedTrust, measured: PackMeasures, to folder: String
  ) throws(ReviewError) -> Pack {
    var manifest = manifest
    let before = manifest.trust
    manifest.trust = try pin(FittedTrust.fileName, trust.encoded(), in: folder)
    manifest.measured = try pin(PackMeasures.fileName, measured.encoded(), in: folder)
    let written = try write(manifest, card: ModelCard.markdown(manifest, measured), to: folder)
    if let before, before.name != FittedTrust.fileName { unlink(folder + "/" + before.name) }
    return written
  }

  private static func pin(
    _ name: String, _ bytes: [UInt8], in folder: String
  ) throws(ReviewError) -> PackManifest.PinnedFile {
    try FileWriter.replace(folder + "/" + name, bytes)
    return PackManifest.PinnedFile(name: name, sha256: SHA256.hash(bytes))
  }

  /// Writes manifest and card over those of the pack in `folder`.
  package static func write(
    _ manifest: PackManifest, card: String, to folder: String
  ) throws(ReviewError) -> Pack {
    var manifest = manifest
    let bytes = Array(card.utf8)
    manifest.card = .init(name: manifest.card.name, sha256: SHA256.hash(bytes))
    try FileWriter.replace(folder + "/" + manifest.card.name, bytes)
    try FileWriter.replace(folder + "/" + Pack.manifestName, Array(manifest.toml.utf8))
    return try Pack(folder)
  }
}
