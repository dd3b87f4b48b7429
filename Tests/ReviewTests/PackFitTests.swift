/// Fitting a pack's trust to films, keeping it in the pack, and reading with it.

import Foundation
import Imaging
import Testing
import Trust

import Review

@Suite("Fitting a pack")
struct PackFitTests {
  private let study = StudyID(sha256: String(repeating: "d", count: 64))

  /// Evidence on drawn films whose truth follows from the network's own logits, with some of it turned round.
  private func split(_ engine: Engine, _ seeds: Range<Int>) async throws -> SplitScores {
    var scores = SplitScores(labels: PackFixture.labels)
    for seed in seeds {
      let evidence = try await engine.examine(engine.prepare(PackFixture.film(seed: seed).film))
      scores.add(evidence, truth: PackFixture.labels.indices.map { ($0 + seed) % 3 == 0 })
    }
    return scores
  }

  private func fitted(_ folder: TemporaryFolder, _ options: FitOptions) async throws -> Pack {
    let draft = try PackFixture.make(folder, calibrated: false)
    let engine = try Engine(draft, threads: 2)
    let (fitting, holding) = (try await split(engine, 1..<25), try await split(engine, 25..<41))
    let fit = try PackFit(fitting, holding, options, member: "a")
    var manifest = draft.manifest
    manifest.calibration = fit.calibration
    manifest.seal = CalibrationSeal(
      fittedTo: manifest.fingerprint(members: ["a", "b"], plan: manifest.plan),
      data: String(repeating: "e", count: 64), films: 40, date: "2026-11-21")
    let trust = try TrustMeasures(
      holding, fit.calibration, fit.trust, foreign: [("none", []), ("the same", holding.evidence.map(\.ood))])
    let measures = PackMeasures(
      fittingFilms: 24, holdingFilms: 16,
      evaluation: try PackEvaluation(holding, fit.calibration, pointing: PointingGame()), trust: trust)
    return try PackWriter.write(manifest, trust: fit.trust, measured: measures, to: draft.folder)
  }

  @Test(
    "what was fitted is read back as it was, whatever the kind of calibrator",
    arguments: [
      CalibrationMethod.perLabelTemperature, .platt, .isotonic, .beta,
    ])
  func roundTrip(_ method: CalibrationMethod) async throws {
    let folder = try TemporaryFolder()
    var options = FitOptions()
    options.method = method
    options.detectors = [.jointEnergy, .maxLogit, .nearestNeighbours]
    options.prevalence = ["Mass": 0.01]
    let pack = try await fitted(folder, options)
    let again = try Pack(pack.folder)
    #expect(again == pack && again.trust?.stranger?.member == "a")
    #expect(again.measures?.trust.strangers.map(\.films) == [0, 16])
    let reference = try #require(again.trust?.reference)
    #expect(reference.names == PackFixture.labels + [ScoreReference.strangeness])
    #expect(reference.scores.allSatisfy { $0.count == 16 && $0 == $0.sorted() })
    #expect(again.measures?.trust.strangers[1].auroc == 0.5)
    let calibration = try #require(again.calibration)
    #expect(calibration.shifts.map { $0 != nil } == [false, true, false])
    let reading = try await Engine(again, threads: 2).read(PackFixture.film(seed: 3).film, study: study)
      .reading
    #expect(reading.findings.count == 3 && reading.ood != nil)
    guard case .applied(let seal) = reading.provenance.calibration else {
      Issue.record("the calibration holds for the pack's own plan")
      return
    }
    #expect(seal?.films == 40)
    for (index, finding) in reading.findings.enumerated() {
      #expect(finding.probability == calibration.probability(finding.ensemble, label: index))
      #expect((finding.state == .uncertain) == (finding.abstention.state != .predict))
      #expect((finding.abstention.reason == nil) == (finding.abstention.state == .predict))
    }
  }

  @Test("what was fitted in another form is refused with what to do, and can be fitted anew over it")
  func olderForm() async throws {
    let folder = try TemporaryFolder()
    let pack = try await fitted(folder, FitOptions())
    let old = Array(#"{"schema":"hilum.trust/1"}"#.utf8)
    try folder.write(old, "pack/trust.json")
    let pinned = try #require(pack.manifest.trust)
    let toml = String(decoding: try folder.bytes("pack/pack.toml"), as: UTF8.self)
      .replacing("file = \"\(pinned.name)\"", with: "file = \"trust.json\"")
      .replacing(pinned.sha256, with: SHA256.hash(old))
    try folder.write(Array(toml.utf8), "pack/pack.toml")
    let refusal = #expect(throws: ReviewError.self) { try Pack(pack.folder) }
    #expect(refusal?.sentence.contains("trust.json") == true)
    #expect(refusal?.sentence.contains("hilum calibrate") == true)
    let open = try Pack(pack.folder, refitting: true)
    #expect(open.trust == nil && open.manifest.labels == pack.manifest.labels)
    let trust = try #require(pack.trust)
    let measures = try #require(pack.measures)
    let again = try PackWriter.write(open.manifest, trust: trust, measured: measures, to: pack.folder)
    #expect(again.trust == trust)
    #expect(!FileManager.default.fileExists(atPath: folder.file("pack/trust.json")))
  }

  @Test("numbers that do not fit together are refused")
  func damaged() async throws {
    let folder = try TemporaryFolder()
    let pack = try await fitted(folder, FitOptions())
    let pinned = try #require(pack.manifest.trust)
    let whole = try folder.bytes("pack/\(pinned.name)")
    for cut in [7, 200, whole.count / 2, whole.count - 8] {
      let bytes = Array(whole[..<cut])
      try folder.write(bytes, "pack/\(pinned.name)")
      let toml = pack.manifest.toml.replacing(pinned.sha256, with: SHA256.hash(bytes))
      try folder.write(Array(toml.utf8), "pack/pack.toml")
      #expect(throws: ReviewError.self, "cut at \(cut)") { try Pack(pack.folder) }
    }
  }

  @Test("a strange film is abstained on as a whole, and the report says so")
  func stranger() async throws {
    let folder = try TemporaryFolder()
    var options = FitOptions()
    options.detectors = [.nearestNeighbours]
    let pack = try await fitted(folder, options)
    let engine = try Engine(pack, threads: 2)
    let black = try PNGImage(rows: 64, columns: 64, gray: [UInt16](repeating: 0, count: 64 * 64)).encoded()
    let timed = try await engine.read(Film.open(bytes: black), study: study)
    let reading = timed.reading
    let ood = try #require(reading.ood)
    #expect(ood.value > ood.limit && reading.abstention.state == .abstainOOD)
    #expect(reading.findings.allSatisfy { $0.state == .uncertain && $0.abstention.state == .abstainOOD })
    let entry = AuditEntry(
      timed, of: AuditSubject(try Film.open(bytes: black)), pack: pack, program: "test")
    #expect(entry.ood == AuditEntry.OOD(score: ood.value, limit: ood.limit))
    #expect(entry.abstention == "abstain_ood" && entry.abstentionReason == "out_of_distribution")
    #expect(entry.labels.allSatisfy { $0.abstention == "out_of_distribution" })
    var report = ReadReport(pack)
    report.films = [ReadFilm(path: "x.png", sha256: study.sha256, timed: timed)]
    let json = try report.json()
    #expect(json.contains("\"abstain_ood\"") && json.contains("\"outside\""))
    #expect(ReadTable.block(report.films[0], pack: pack).contains("not a negative"))
  }

  @Test("ODIN's score comes from the network's own gradient and is part of the reading")
  func odin() async throws {
    let folder = try TemporaryFolder()
    let engine = try Engine(try PackFixture.make(folder, calibrated: false), threads: 1)
    let film = engine.prepare(try PackFixture.film().film)
    let none = try await engine.examine(film).ood
    let still = try await engine.examine(film, odin: ODINSetting(epsilon: 0, temperature: 10)).ood
    let moved = try await engine.examine(film, odin: ODINSetting(epsilon: 0.01, temperature: 10)).ood
    #expect(none.odin == nil && still.odin != nil && moved.odin != still.odin)
    #expect(moved.features?.count == 320)
  }

  @Test("labels are cut from the weights, and the others keep their numbers")
  func cut() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder, calibrated: false)
    let film = try PackFixture.film().film
    let cut = try PackWriter.create(
      folder.file("cut"), name: "cut", sources: pack.sources, labels: pack.manifest.labels, dropping: ["Mass"]
    )
    #expect(cut.manifest.labels == ["Normal", "Nodule"] && cut.manifest.calibration == nil)
    let all = try await Engine(pack, threads: 1).read(film, study: study).reading.uncalibrated
    let two = try await Engine(cut, threads: 1).read(film, study: study).reading.uncalibrated
    #expect(abs(two[0].ensemble.value - all[0].ensemble.value) < 1e-5)
    #expect(abs(two[1].ensemble.value - all[2].ensemble.value) < 1e-5)
    #expect(throws: ReviewError.self) {
      try PackWriter.create(
        folder.file("none"), name: "none", sources: pack.sources, labels: pack.manifest.labels,
        dropping: ["Hernia"])
    }
  }

  @Test("a card has every section, says what was not measured, and becomes a page without loose markup")
  func card() async throws {
    let folder = try TemporaryFolder()
    var options = FitOptions()
    options.detectors = [.jointEnergy]
    let pack = try await fitted(folder, options)
    let bare = ModelCard.markdown(try PackFixture.make(TemporaryFolder(), calibrated: false).manifest, nil)
    for section in [
      "Model details", "Intended use", "Factors", "Metrics and thresholds", "Training data", "Pre-training",
      "Evaluation data", "Ranking and calibration", "Coverage and risk", "Films that do not belong",
      "Subgroups",
      "External evaluation", "Training recipe", "Explanations and their limits", "Ethical considerations",
      "Caveats", "Monitoring and change control", "Licence", "Regulatory status", "Contact",
    ] {
      #expect(pack.card.contains("\n## \(section)\n") && bare.contains("\n## \(section)\n"))
    }
    #expect(bare.contains("## Ranking and calibration\n\nNot measured."))
    #expect(
      pack.card.contains("| Nodule |") && !pack.card.contains("Ranking and calibration\n\nNot measured"))
    let page = MarkdownPage.html("# A <b>\n\n| x | y |\n|---|---|\n| `1 < 2` | & |\n", title: "t\"")
    #expect(
      page.contains("<h1>A &lt;b&gt;</h1>") && page.contains("<td><code>1 &lt; 2</code></td><td>&amp;</td>"))
    #expect(page.contains("<title>t&quot;</title>"))
  }
}
