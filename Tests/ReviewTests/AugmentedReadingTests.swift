/// Reading with views, with some members only, and step by step.

import Foundation
import Imaging
import Neural
import Synchronization
import Testing
import Trust

import Review

@Suite("Reading with views and members")
struct AugmentedReadingTests {
  private let study = StudyID(sha256: String(repeating: "b", count: 64))

  @Test("a finding's number is the merge of its views, whatever the number of threads")
  func views() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder, calibrated: false)
    let plan = InferencePlan(augmentation: .medium, merge: .mean, flips: .allowed)
    let film = try PackFixture.film().film
    let two = try await Engine(pack, plan: plan, threads: 2).read(film, study: study).reading
    let again = try await Engine(pack, plan: plan, threads: 2).read(film, study: study).reading
    let one = try await Engine(pack, plan: plan, threads: 1).read(film, study: study).reading
    #expect(two == again)
    for (a, b) in zip(one.uncalibrated, two.uncalibrated) {
      #expect(abs(a.ensemble.value - b.ensemble.value) < 1e-4)
    }
    #expect(two.provenance.views == ["identity", "hflip", "rot+5", "rot-5", "up1.1", "down0.9"])
    let plain = try await Engine(pack, threads: 2).read(film, study: study).reading
    #expect(plain.uncalibrated != two.uncalibrated)
    #expect(plain.maps == two.maps, "explanations are of the film itself")
  }

  @Test("a lateralised finding is not judged on mirrored views, and the reading says which")
  func laterality() async throws {
    let folder = try TemporaryFolder()
    let labels = ["Normal", "cardiomegaly", "Nodule"]
    let pack = try PackFixture.make(folder, calibrated: false, labels: labels)
    let film = try PackFixture.film().film
    func logits(_ plan: InferencePlan) async throws -> ([Double], Provenance) {
      let reading = try await Engine(pack, plan: plan, threads: 1).read(film, study: study).reading
      return (reading.uncalibrated.map(\.ensemble.value), reading.provenance)
    }
    let (plain, _) = try await logits(InferencePlan())
    let (free, freely) = try await logits(InferencePlan(augmentation: .flip, flips: .allowed))
    let (guarded, provenance) = try await logits(InferencePlan(augmentation: .flip))
    #expect(guarded[1] == plain[1] && free[1] != plain[1])
    #expect(guarded[2] == free[2] && free[2] != plain[2])
    #expect(provenance.unflipped == ["cardiomegaly"] && freely.unflipped.isEmpty)
    let (none, noFlips) = try await logits(InferencePlan(augmentation: .flip, flips: .forbidden))
    #expect(none == plain && noFlips.views == ["identity"])
  }

  @Test("a member that is switched off is said, and the calibration of the whole no longer holds")
  func without() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let engine = try Engine(pack, without: ["b"], threads: 1)
    let reading = try await engine.read(PackFixture.film().film, study: study).reading
    #expect(reading.findings.isEmpty && reading.uncalibrated.count == 3)
    #expect(reading.provenance.members.map(\.state) == [.read, .switchedOff])
    #expect(reading.provenance.warnings.count == 2)
    #expect(throws: ReviewError.memberUnknown("c", known: ["a", "b"])) {
      try Engine(pack, without: ["c"], threads: 1)
    }
    #expect(throws: ReviewError.allSwitchedOff) { try Engine(pack, without: ["a", "b"], threads: 1) }
  }

  @Test(
    "a member that does not fit its architecture is left out and said; without any left the pack is refused")
  func broken() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    var manifest = pack.manifest
    manifest.members[0] = PackManifest.Member(
      name: "a", architecture: "convnextv2_tiny.csra", weights: manifest.members[0].weights, size: 64,
      profile: .repoInference)
    let half = try PackWriter.write(manifest, card: pack.card, to: pack.folder)
    let reading = try await Engine(half, threads: 1).read(PackFixture.film().film, study: study).reading
    guard case .failed = reading.provenance.members[0].state else {
      Issue.record("the first member cannot have loaded")
      return
    }
    #expect(reading.provenance.members[1].state == .read && reading.findings.isEmpty)
    #expect(throws: ReviewError.self) { try Engine(half, without: ["b"], threads: 1) }
  }

  @Test("members on both sides of the threshold are a reason to be silent, and on one side none")
  func straddling() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let film = try PackFixture.film().film
    let logits = try await Engine(pack, threads: 1).read(film, study: study).reading.findings.map(\.logits)
    let chances = logits.map { $0.values.map(\.raw).sorted() }
    var manifest = pack.manifest
    manifest.calibration = Calibration(
      temperatures: [1, 1, 1], thresholds: [(chances[0][0] + chances[0][1]) / 2, 0.0001, 0.9999],
      halfWidths: [0, 0, 0])
    let split = try PackWriter.write(manifest, card: pack.card, to: pack.folder)
    let findings = try await Engine(split, threads: 1).read(film, study: study).reading.findings
    #expect(findings.map(\.state) == [.uncertain, .present, .absent])
    #expect(findings.map(\.abstention.reason) == [.straddlesThreshold, nil, nil])
  }

  @Test("members of different sizes read the same film")
  func sizes() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    var manifest = pack.manifest
    manifest.members[1] = PackManifest.Member(
      name: "b", architecture: manifest.members[1].architecture, weights: manifest.members[1].weights,
      size: 96, profile: .hfCard, weight: 3)
    let mixed = try PackWriter.write(manifest, card: pack.card, to: pack.folder)
    let film = try PackFixture.film().film
    let finding = try await Engine(mixed, threads: 1).read(film, study: study).reading.findings[0]
    let a = try #require(finding.logits["a"]), b = try #require(finding.logits["b"])
    #expect(abs(finding.ensemble.value - (a.value + 3 * b.value) / 4) < 1e-12)
  }

  @Test("the first view of the first member comes first, and the last step is the reading itself")
  func steps() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let steps = Mutex<[Reading]>([])
    let engine = try Engine(pack, plan: InferencePlan(augmentation: .light), threads: 2)
    let last = try await engine.read(PackFixture.film().film, study: study) { reading in
      steps.withLock { $0.append(reading) }
    }.reading
    let seen = steps.withLock { $0 }
    #expect(seen.map(\.provenance.passes) == [1, 4, 5])
    #expect(seen.allSatisfy { $0.provenance.passesInAll == 8 && $0.provenance.isPreliminary })
    #expect(seen[0].uncalibrated[0].logits.keys.sorted() == ["a"])
    #expect(!last.provenance.isPreliminary && last.uncalibrated[0].logits.count == 2)
  }

  @Test(
    "another plan than the one that was calibrated voids the calibration, and a seal notices other weights")
  func seals() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let manifest = pack.manifest
    guard
      case .void = manifest.calibrationStatus(members: ["a", "b"], plan: InferencePlan(augmentation: .flip))
    else {
      Issue.record("a calibration without views does not hold for views")
      return
    }
    var sealed = manifest
    sealed.seal = CalibrationSeal(
      fittedTo: manifest.fingerprint(members: ["a", "b"], plan: manifest.plan),
      data: String(repeating: "c", count: 64), films: 7, date: "2026-11-21")
    let written = try PackWriter.write(sealed, card: pack.card, to: pack.folder)
    #expect(
      written.manifest
        == {
          var m = sealed; m.card = written.manifest.card; return m
        }())
    #expect(
      written.manifest.calibrationStatus(members: ["a", "b"], plan: sealed.plan) == .applied(sealed.seal))
    var heavier = sealed
    heavier.members[0] = PackManifest.Member(
      name: "a", architecture: sealed.members[0].architecture, weights: sealed.members[0].weights, size: 64,
      profile: .repoInference, weight: 2)
    guard case .void = heavier.calibrationStatus(members: ["a", "b"], plan: sealed.plan) else {
      Issue.record("a calibration of other ensemble weights does not hold")
      return
    }
  }

  @Test("gating needs the label that it gates by")
  func gating() async throws {
    let folder = try TemporaryFolder()
    let plan = InferencePlan(gating: 0.5)
    let film = try PackFixture.film().film
    let pack = try PackFixture.make(folder, calibrated: false)
    let plain = try await Engine(pack, threads: 1).read(film, study: study).reading.uncalibrated
    let gated = try await Engine(pack, plan: plan, threads: 1).read(film, study: study).reading.uncalibrated
    let factor = NormalGating.factor(plain[0].ensemble, alpha: 0.5)
    #expect(gated[0].ensemble == plain[0].ensemble)
    #expect(abs(gated[1].ensemble.raw - plain[1].ensemble.raw * factor) < 1e-9)
    let other = try TemporaryFolder()
    let without = try PackFixture.make(other, calibrated: false, labels: ["Mass", "Nodule", "Hernia"])
    #expect(throws: ReviewError.gatingNeedsNormal) { try Engine(without, plan: plan, threads: 1) }
  }
}
