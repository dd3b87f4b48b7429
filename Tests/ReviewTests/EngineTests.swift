/// From a film to findings by a pack: the same bits each time, calibrated or not at all.

import Foundation
import Imaging
import Review
import Testing
import Trust

@Suite("Engine") struct EngineTests {
  let study = StudyID(sha256: String(repeating: "d", count: 64))

  @Test("two engines read the same film to the same bits")
  func deterministic() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let film = try PackFixture.film().film
    let first = try await Engine(pack, threads: 2).read(film, study: study, gradCAM: .leading(2)).reading
    let engine = try Engine(pack, threads: 2)
    _ = try await engine.read(PackFixture.film(seed: 5).film, study: study)
    let second = try await engine.read(film, study: study, gradCAM: .leading(2)).reading
    #expect(first == second)
    #expect(first.study == study && first.pack == pack.sha256)
    #expect(first.findings.map(\.label) == PackFixture.labels)
  }

  @Test("a finding's numbers follow from its members' logits")
  func arithmetic() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let calibration = try #require(pack.manifest.calibration)
    let reading = try await Engine(pack, threads: 1).read(PackFixture.film().film, study: study).reading
    for (index, finding) in reading.findings.enumerated() {
      let a = try #require(finding.logits["a"])
      let b = try #require(finding.logits["b"])
      #expect(finding.ensemble.value == (a.value + b.value) / 2)
      #expect(finding.probability == calibration.probability(finding.ensemble, label: index))
      let interval = calibration.interval(members: [a, b], label: index)
      #expect(interval.contains(finding.probability))
      #expect(finding.state == FindingState(interval, finding.threshold))
    }
  }

  @Test("a contribution map and the biases add up: maps differ by label and have the network's grid")
  func maps() async throws {
    let folder = try TemporaryFolder()
    let engine = try Engine(try PackFixture.make(folder), threads: 1)
    let film = try PackFixture.film().film
    let reading = try await engine.read(film, study: study, gradCAM: .labels([2])).reading
    let maps = try #require(reading.maps[.contribution])
    #expect(maps.keys.sorted() == [0, 1, 2])
    #expect(maps[0]?.rows == 2 && maps[0]?.columns == 2 && maps[0] != maps[1])
    #expect(reading.maps[.gradCAM]?.keys.sorted() == [2])
    let leading = try await engine.read(film, study: study, gradCAM: .leading(1)).reading
    #expect(leading.maps[.gradCAM]?.count == 1)
    #expect(leading.findings == reading.findings)
  }

  @Test("a pack without calibration gives scores and no finding")
  func uncalibrated() async throws {
    let folder = try TemporaryFolder()
    let engine = try Engine(try PackFixture.make(folder, calibrated: false), threads: 1)
    let reading = try await engine.read(PackFixture.film().film, study: study).reading
    #expect(reading.findings.isEmpty)
    #expect(reading.uncalibrated.map(\.label) == PackFixture.labels)
  }

  @Test("a cancelled reading stops")
  func cancelled() async throws {
    let folder = try TemporaryFolder()
    let engine = try Engine(try PackFixture.make(folder), threads: 1)
    let film = try PackFixture.film().film
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await engine.read(film, study: study)
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("every way of joining stays between the members, and means what its name says")
  func ensembles() {
    let logits = [Logit(-2), Logit(1), Logit(3)]
    let weights = [1.0, 1, 2]
    #expect(EnsembleMode.logitMean.join(logits, weights: weights) == Logit(1.25))
    #expect(EnsembleMode.max.join(logits, weights: weights) == Logit(3))
    let mean = (Logit(-2).raw + Logit(1).raw + Logit(3).raw) / 3
    #expect(abs(EnsembleMode.mean.join(logits, weights: weights).raw - mean) < 1e-12)
    let weighted = (Logit(-2).raw + Logit(1).raw + 2 * Logit(3).raw) / 4
    #expect(abs(EnsembleMode.weightedMean.join(logits, weights: weights).raw - weighted) < 1e-12)
    let certain = EnsembleMode.mean.join([Logit(900), Logit(900)], weights: [1, 1])
    #expect(certain.value.isFinite)
  }

  @Test("present needs the whole interval, absent none of it")
  func states() {
    let calibration = Calibration(temperatures: [1], thresholds: [0.5], halfWidths: [0.05])
    let threshold = calibration.thresholds[0]
    for (members, state) in [
      ([1.0, 2], FindingState.present), ([-1, -2], .absent), ([-1, 2], .uncertain), ([0.1], .uncertain),
    ] {
      let interval = calibration.interval(members: members.map { Logit($0) }, label: 0)
      #expect(FindingState(interval, threshold) == state)
    }
  }
}
