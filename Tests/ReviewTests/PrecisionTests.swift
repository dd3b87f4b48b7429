/// Numbers of networks in eight bits are said to be that wherever they are shown, and are no probabilities by mistake.

import Foundation
import Imaging
import Neural
import Review
import Testing
import Trust

@Suite("Precision") struct PrecisionTests {
  private let study = StudyID(sha256: String(repeating: "e", count: 64))
  private var reduced: InferencePlan { InferencePlan(precision: .eightBits) }

  @Test("a plan in float32 has the text that calibrations were sealed with; one in eight bits has another")
  func text() throws {
    #expect(!InferencePlan().text.contains("precision"))
    #expect(reduced.text == InferencePlan().text + " precision=eightBits")
  }

  @Test("a pack keeps the precision of its plan, and does not name the usual one")
  func manifest() throws {
    let folder = try TemporaryFolder()
    var manifest = try PackFixture.make(folder).manifest
    #expect(!manifest.toml.contains("precision"))
    manifest.plan.precision = .eightBits
    #expect(try PackManifest(toml: manifest.toml) == manifest)
    #expect(throws: ReviewError.packValue(key: "precision", wanted: "\"float32\" or \"eightBits\"")) {
      try PackManifest(toml: manifest.toml.replacing("\"eightBits\"", with: "\"four\""))
    }
  }

  @Test(
    "a calibration for float32 does not hold in eight bits: scores rank, and the reason names what differs")
  func calibration() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let engine = try Engine(pack, plan: reduced, threads: 1)
    let reading = try await engine.read(PackFixture.film().film, study: study).reading
    #expect(reading.findings.isEmpty && reading.uncalibrated.map(\.label) == PackFixture.labels)
    #expect(reading.provenance.isReduced)
    #expect(
      reading.provenance.warnings == [
        reducedNotice + ".",
        "Calibrated for precision=float32, not for precision=eightBits: scores rank; run `hilum calibrate` for this plan.",
      ])
  }

  @Test("the table, the JSON and the CSV of a run say it; those of float32 do not")
  func run() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    for plan in [reduced, InferencePlan()] {
      let timed = try await Engine(pack, plan: plan, threads: 1).read(PackFixture.film().film, study: study)
      var report = ReadReport(pack)
      report.films = [ReadFilm(path: "a.png", sha256: study.sha256, timed: timed)]
      let texts = [ReadTable.block(report.films[0], pack: pack), try report.json(), report.csv]
      for text in texts { #expect(text.contains(reducedNotice) == (plan.precision == .eightBits)) }
      #expect(texts[1].contains("\"precision\" : \"\(plan.precision.rawValue)\""))
    }
  }

  @Test("every export of a session's films says it, and a table without a place for it is refused")
  func exports() throws {
    for plan in [reduced, InferencePlan()] {
      let isReduced = plan.precision == .eightBits
      let reading = Reading(
        study: study, pack: "p", findings: try challengeFindings(), maps: [:],
        provenance: Provenance(plan: plan))
      let film = ExportedFilm(
        study: study, name: "a.dcm", columns: 10, rows: 10, reading: reading, record: StudyRecord())
      let export = FilmExport([film])
      for text in [export.longCSV, try export.coco(), export.html(pictures: [:])] {
        #expect(text.contains(disclaimer) && text.contains(reducedNotice) == isReduced)
      }
      if isReduced {
        #expect(throws: ReviewError.exportCannotSay(table: "The CXR-LT table")) { try export.challengeCSV() }
      } else {
        #expect(try export.challengeCSV().hasPrefix("ImageID,"))
      }
      let picture = try PNGImage(
        decoding: OverlayPicture(PackFixture.film().film.image.display(), nil, of: reading, caption: []).png()
      )
      #expect(picture.rows == 80 + (isReduced ? 40 : 20))
    }
  }

  private func challengeFindings() throws -> [Finding] {
    let calibration = Calibration(temperatures: LabelList.cxrlt30.map { _ in 1 })
    return LabelList.cxrlt30.enumerated().map { index, label in
      let p = calibration.probability(Logit(0), label: index)
      return Finding(
        label: label, logits: [:], ensemble: Logit(0), probability: p, threshold: p, state: .present)
    }
  }
}
