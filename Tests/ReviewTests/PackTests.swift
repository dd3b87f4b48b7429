/// What a pack's folder has to hold, and everything that makes it refuse.

import Foundation
import Neural
import Review
import Testing

@Suite("Pack") struct PackTests {
  @Test("a manifest reads back as it was written")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    #expect(try PackManifest(toml: pack.manifest.toml) == pack.manifest)
    #expect(try Pack(pack.folder) == pack)
  }

  @Test("a label with quotes and backslashes survives")
  func quoting() throws {
    let folder = try TemporaryFolder()
    var manifest = try PackFixture.make(folder).manifest
    manifest.labels[0] = #"a "b" \c"#
    #expect(try PackManifest(toml: manifest.toml) == manifest)
  }

  @Test("labels that the networks were never trained on are kept, and must be labels of the pack")
  func zeroShot() throws {
    let folder = try TemporaryFolder()
    var manifest = try PackFixture.make(folder).manifest
    manifest.zeroShot = [manifest.labels[1]]
    #expect(try PackManifest(toml: manifest.toml) == manifest)
    let twice = [manifest.labels[0], manifest.labels[0]]
    for (wrong, wanted) in [
      (["bulla"], "labels of this pack"), (twice, "a list of 1 to 512 texts, each one different"),
    ] {
      manifest.zeroShot = wrong
      #expect(throws: ReviewError.packValue(key: "zero_shot", wanted: wanted)) {
        try PackManifest(toml: manifest.toml)
      }
    }
  }

  @Test(
    "a changed byte of any file refuses the pack and names the file", arguments: ["a.safetensors", "card.md"])
  func mismatch(file: String) throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    var bytes = try folder.bytes("pack/\(file)")
    bytes[bytes.count / 2] ^= 1
    try folder.write(bytes, "pack/\(file)")
    #expect {
      try Pack(pack.folder)
    } throws: { error in
      guard case ReviewError.packMismatch(let named, _, _) = error else { return false }
      return named == file
    }
  }

  @Test("the pack's hash changes with any threshold")
  func hash() throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let changed = try PackWriter.write(
      {
        var manifest = pack.manifest; manifest.version = "2"; return manifest
      }(), card: pack.card, to: pack.folder)
    #expect(changed.sha256 != pack.sha256)
  }

  @Test(
    "a manifest with a mistake is refused, naming the key",
    arguments: [
      ("name = \"seeded\"", "nmae = \"seeded\"", ReviewError.packKeyMissing(key: "name")),
      ("[card]", "[card]\ncolour = 1", .packKeyUnknown(key: "card.colour")),
      ("tta = \"none\"", "tta = \"none\"\nextra = 1", .packKeyUnknown(key: "extra")),
      ("a.safetensors", "../a.safetensors", .packFileName("../a.safetensors")),
      ("a.safetensors", "/etc/passwd", .packFileName("/etc/passwd")),
      ("a.safetensors", "pack.toml", .packFileName("pack.toml")),
      ("size = 64", "size = 65", .packValue(key: "member.size", wanted: "a multiple of 32")),
      ("hilum.pack/1", "hilum.pack/9", .packValue(key: "schema", wanted: "\"hilum.pack/1\"")),
      (
        "[0.4, 0.5, 0.6]", "[0.4, 0.5]",
        .packValue(key: "calibration.thresholds", wanted: "3 times a number from 0.0 to 1.0")
      ),
      (
        "[0.4, 0.5, 0.6]", "[0.4, 0.5, nan]",
        .packValue(key: "calibration.thresholds", wanted: "3 times a number from 0.0 to 1.0")
      ),
    ])
  func mistakes(old: String, new: String, expected: ReviewError) throws {
    let folder = try TemporaryFolder()
    let toml = try PackFixture.make(folder).manifest.toml
    #expect(toml.contains(old))
    #expect(throws: expected) { try PackManifest(toml: toml.replacing(old, with: new)) }
  }

  @Test("text that is not TOML, a missing folder and an existing pack are refused")
  func others() throws {
    let folder = try TemporaryFolder()
    _ = try PackFixture.make(folder)
    #expect(throws: ReviewError.self) { try PackManifest(toml: "= = =") }
    #expect(throws: ReviewError.packMissing(folder: folder.path)) { try Pack(folder.path) }
    #expect(throws: ReviewError.exists(path: folder.file("pack/pack.toml"))) { try PackFixture.make(folder) }
  }

  @Test("weights of another architecture are refused by the member's name")
  func wrongArchitecture() throws {
    let folder = try TemporaryFolder()
    try PackFixture.writeWeights("convnextv2_atto.standard", to: folder.file("w"))
    let pack = try PackWriter.create(
      folder.file("wrong"), name: "x",
      sources: [
        .init(
          name: "m", architecture: "convnextv2_atto.csra", weights: folder.file("w"), size: 64,
          profile: .hfCard)
      ], labels: PackFixture.labels, card: "")
    #expect {
      try Engine(pack)
    } throws: { error in
      guard case ReviewError.weights(let member, _) = error else { return false }
      return member == "m"
    }
  }
}
