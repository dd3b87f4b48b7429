/// Makes a pack: copies the weights, pins every file by its hash, writes the manifest last.

internal import Foundation
package import Imaging

package enum PackWriter {
  /// A member before its weights are pinned.
  package struct Source: Sendable {
    package let member: PackManifest.Member
    /// The file to copy the weights from.
    package let weights: String

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
  /// - Throws: `ReviewError.exists`, `.file`, and what opening a pack throws.
  package static func create(
    _ folder: String, name: String, caution: String? = nil, sources: [Source], labels: [String],
    plan: InferencePlan = InferencePlan(), card: String
  ) throws(ReviewError) -> Pack {
    try FileWriter.makeFolder(folder)
    let path = folder + "/" + Pack.manifestName
    guard access(path, F_OK) != 0 else { throw .exists(path: path) }
    var members: [PackManifest.Member] = []
    for source in sources {
      let file = source.member.weights.name
      guard PackManifest.PinnedFile.isPlainName(file) else { throw .packFileName(file) }
      let bytes = try OpenFile(reading: source.weights).readAll(limit: 4 << 30)
      try FileWriter.create(folder + "/" + file, bytes)
      let member = source.member
      members.append(
        .init(
          name: member.name, architecture: member.architecture,
          weights: .init(name: file, sha256: SHA256.hash(bytes)), size: member.size,
          profile: member.profile, weight: member.weight))
    }
    let manifest = PackManifest(
      name: name, caution: caution, members: members, plan: plan, labels: labels,
      card: .init(name: "card.md", sha256: ""))
    return try write(manifest, card: card, to: folder)
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
