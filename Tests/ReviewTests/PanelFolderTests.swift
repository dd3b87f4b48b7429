/// Packed weights that are kept between runs never change a reading, and never stop one.

import Foundation
import Review
import Testing

@Suite("Packed weights between runs") struct PanelFolderTests {
  private let study = StudyID(sha256: String(repeating: "d", count: 64))

  private func read(_ pack: Pack, _ panels: PanelFolder?) async throws -> Reading {
    let engine = try Engine(pack, threads: 1, panels: panels)
    let reading = try await engine.read(PackFixture.film().film, study: study).reading
    await engine.keepPanels()
    return reading
  }

  @Test("the second engine finds what the first has packed, and reads the same")
  func kept() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let panels = PanelFolder(folder.file("cache/panels"), worthwhile: 0)
    let plain = try await read(pack, nil)
    #expect(try await read(pack, panels) == plain)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("cache/panels")).sorted()
    #expect(names.count == 2 && names.allSatisfy { $0.hasSuffix(".safetensors") })
    #expect(try folder.mode("cache/panels") == 0o700)
    let written = try names.map { try folder.bytes("cache/panels/\($0)") }
    #expect(try await read(pack, panels) == plain)
    #expect(try names.map { try folder.bytes("cache/panels/\($0)") } == written)
  }

  @Test("a damaged file is packed anew, and a leftover of a killed run is swept away")
  func mended() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let panels = PanelFolder(folder.file("panels"), worthwhile: 0)
    let plain = try await read(pack, panels)
    let name = try #require(
      FileManager.default.contentsOfDirectory(atPath: folder.file("panels")).sorted().first)
    let whole = try folder.bytes("panels/\(name)")
    try folder.write(whole.dropLast(64) + [UInt8](repeating: 1, count: 64), "panels/\(name)")
    try folder.write([1], "panels/x.1.part")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -7200)], ofItemAtPath: folder.file("panels/x.1.part"))
    #expect(try await read(pack, panels) == plain)
    #expect(try folder.bytes("panels/\(name)") == whole)
    #expect(!FileManager.default.fileExists(atPath: folder.file("panels/x.1.part")))
  }

  @Test("a network that is packed at once, and a folder that cannot be written, leave nothing behind")
  func nothing() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    _ = try await read(pack, PanelFolder(folder.file("panels")))
    #expect(!FileManager.default.fileExists(atPath: folder.file("panels")))
    try folder.write([], "file")
    _ = try await read(pack, PanelFolder(folder.file("file/panels"), worthwhile: 0))
  }

  @Test("an engine over a pack that is still being hashed is made, but never speaks for a wrong file")
  func unconfirmed() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    try folder.write(Array("# another card\n".utf8), "pack/card.md")
    let engine = try Engine(Pack.opening(pack.folder), threads: 1)
    await #expect {
      try await engine.read(PackFixture.film().film, study: study) { _ in Issue.record("it spoke") }
    } throws: {
      guard case ReviewError.packMismatch(file: "card.md", _, _) = $0 else { return false }
      return true
    }
  }
}
