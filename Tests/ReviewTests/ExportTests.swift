/// What leaves the program: schemas as promised, the notice in every file, nothing that a spreadsheet would run.

import Foundation
import Imaging
import Review
import Testing

@Suite("Export") struct ExportTests {
  func report(calibrated: Bool) async throws -> ReadReport {
    let folder = try TemporaryFolder()
    let engine = try Engine(try PackFixture.make(folder, calibrated: calibrated), threads: 1)
    let (film, bytes) = try PackFixture.film()
    let sha256 = SHA256.hash(bytes)
    var report = ReadReport(engine.pack)
    let timed = try await engine.read(film, study: StudyID(sha256: sha256))
    report.films.append(ReadFilm(path: "=film.png", sha256: sha256, timed: timed))
    report.refused.append(RefusedFilm(path: "x", reason: "why"))
    return report
  }

  @Test("hilum.read/1 has exactly the promised keys", arguments: [true, false])
  func readSchema(calibrated: Bool) async throws {
    let json = try await report(calibrated: calibrated).json()
    let document = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(document.keys.sorted() == ["images", "notice", "pack", "refused", "schema"])
    #expect(document["schema"] as? String == "hilum.read/1")
    #expect((document["pack"] as? [String: Any])?.keys.sorted() == ["name", "sha256"])
    #expect(document["refused"] as? [[String: String]] == [["path": "x", "reason": "why"]])
    let image = try #require((document["images"] as? [[String: Any]])?.first)
    #expect(
      image.keys.sorted() == [
        "abstention", "findings", "path", "profile", "provenance", "sha256", "timings",
      ])
    #expect(image["profile"] as? String == "repoInference")
    let finding = try #require((image["findings"] as? [[String: Any]])?.first)
    #expect(
      finding.keys.sorted() == [
        "abstention", "conformal", "label", "logits", "probability", "raw", "spread", "state", "threshold",
        "uncertainty",
      ])
    let provenance = try #require(image["provenance"] as? [String: Any])
    #expect(provenance["views"] as? [String] == ["identity"] && provenance["tta"] as? String == "none")
    #expect(
      (provenance["members"] as? [[String: Any]])?.compactMap { $0["state"] as? String } == ["read", "read"])
    #expect((finding["probability"] is NSNull) == !calibrated)
    #expect((finding["logits"] as? [String: Any])?.keys.sorted() == ["a", "b"])
  }

  @Test("a table says state, threshold and notice; without calibration it shows no number")
  func table() async throws {
    let calibrated = try await report(calibrated: true)
    let block = ReadTable.block(calibrated.films[0], pack: calibrated.pack)
    #expect(block.contains("│") || block.contains("┃"))
    #expect(ReadTable.footer(calibrated.pack).contains(disclaimer))
    let bare = try await report(calibrated: false)
    let ranked = ReadTable.block(bare.films[0], pack: bare.pack)
    #expect(ranked.contains("not calibrated"))
    #expect(ranked.split(separator: "\n").dropFirst().joined().firstMatch(of: /0\.\d/) == nil)
  }

  @Test("a cell that a spreadsheet would compute is made inert")
  func formulas() async throws {
    let csv = try await report(calibrated: true).csv
    #expect(csv.contains("\n'=film.png,") && !csv.contains("\n=film"))
    #expect(csv.split(separator: "\n").dropFirst().allSatisfy { $0.contains(disclaimer) })
  }

  @Test("a session's exports hold what stands, every decision, and the notice")
  func session() async throws {
    let folder = try TemporaryFolder()
    let study = StudyID(sha256: String(repeating: "e", count: 64))
    let store = try Store(folder.file("s"), program: "t", pack: "p")
    _ = try await store.append(.answer(label: "Mass", .present), on: study)
    _ = try await store.append(.answer(label: "Nodule", .absent), on: study)
    _ = try await store.append(.undo(sequence: 2), on: study)
    _ = try await store.append(.signOff, on: study)
    let export = SessionExport(try JournalContents.read(folder.file("s")))
    let lines = export.csv.split(separator: "\n")
    #expect(lines.count == 2 && lines[1].contains("Mass,present") && lines[1].contains(disclaimer))
    let records = try export.jsonLines().split(separator: "\n")
    #expect(records.count == 4 && records.allSatisfy { $0.contains(disclaimer) })
    #expect(records[1].contains("\"stands\":false"))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(export.json().utf8)) as? [String: Any])
    #expect(json.keys.sorted() == ["decisions", "schema", "studies"])
    #expect((json["decisions"] as? [[String: Any]])?.count == 4)
    #expect(
      (json["studies"] as? [[String: Any]])?.first?["answers"] as? [String: String] == ["Mass": "present"])
  }

  @Test("an overlay colours where the map speaks, and carries its caption in the pixels")
  func overlay() throws {
    let film = try PackFixture.film().film.image.display()
    let map = ExplanationMap(rows: 2, columns: 2, values: [0, 0, 0, 4])
    let plain = try PNGImage(decoding: OverlayPicture(film, nil, of: nil, caption: ["Mass"]).png())
    let drawn = try PNGImage(decoding: OverlayPicture(film, map, of: nil, caption: ["Mass"]).png())
    #expect(plain.columns == film.columns && plain.rows == film.rows + 40)
    guard case .eight(let bare) = plain.samples, case .eight(let coloured) = drawn.samples else {
      Issue.record("overlays are 8 bits deep")
      return
    }
    let corner = (film.rows * film.columns - 1) * 3
    #expect(bare[corner] == bare[corner + 2] && coloured[corner] > coloured[corner + 2])
    #expect(Array(bare[..<9]) == Array(coloured[..<9]))
    #expect(bare[(film.rows * film.columns * 3)...].contains(220))
  }

  @Test("a file is never overwritten, and none is left behind by halves")
  func files() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("deep/er/out.csv")
    try FileWriter.makeFolder(folder.file("deep/er"))
    try FileWriter.create(path, [1, 2, 3])
    #expect(throws: ReviewError.exists(path: path)) { try FileWriter.create(path, [4]) }
    #expect(try folder.bytes("deep/er/out.csv") == [1, 2, 3])
    #expect(try folder.mode("deep/er/out.csv") == 0o600 && folder.mode("deep") == 0o700)
    try FileWriter.replace(path, [5])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("deep/er")) == ["out.csv"])
  }
}
