/// How unsure a reading says it is, against the closed forms.

import Foundation
import Imaging
import Review
import Testing
import Trust

@Suite("Uncertainty of a reading")
struct UncertaintyTests {
  private let study = StudyID(sha256: String(repeating: "d", count: 64))

  /// −p ln p − (1 − p) ln(1 − p).
  private func entropy(_ p: Double) -> Double { -p * log(p) - (1 - p) * log(1 - p) }

  @Test("entropy and mutual information follow from the members' probabilities")
  func members() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let calibration = try #require(pack.calibration)
    let reading = try await Engine(pack, threads: 1).read(PackFixture.film().film, study: study).reading
    for (index, finding) in reading.findings.enumerated() {
      let found = try #require(finding.uncertainty)
      let p = finding.logits.values.map { calibration.probability($0, label: index).value }
      let mean = (p[0] + p[1]) / 2
      #expect(p.count == 2 && abs(found.members.mean - mean) < 1e-12)
      #expect(abs(found.members.entropy - entropy(mean)) < 1e-12)
      let mutual = entropy(mean) - (entropy(p[0]) + entropy(p[1])) / 2
      #expect(abs(found.members.mutualInformation - mutual) < 1e-12)
      #expect(abs(found.members.variance - (p[0] - p[1]) * (p[0] - p[1]) / 4) < 1e-12)
      #expect(found.views == found.members && found.dropout == .notAsked && found.passes == nil)
    }
  }

  @Test("passes with dropout are the same each time, surround the answer and change nothing else")
  func dropout() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let film = try PackFixture.film().film
    let plain = try await Engine(pack, threads: 1).read(film, study: study).reading
    let first = try await Engine(pack, threads: 2).read(film, study: study, dropout: 50).reading
    let again = try await Engine(pack, threads: 1).read(film, study: study, dropout: 50).reading
    for (index, finding) in first.findings.enumerated() {
      let passes = try #require(finding.uncertainty?.passes)
      #expect(
        finding.uncertainty?.dropout == .measured && passes == again.findings[index].uncertainty?.passes)
      #expect(passes.lowest < finding.probability.value && finding.probability.value < passes.highest)
      #expect(passes.mutualInformation > 0 && passes.entropy >= passes.mutualInformation)
      #expect(finding.probability == plain.findings[index].probability)
      #expect(finding.state == plain.findings[index].state)
    }
  }

  @Test("where no head has dropout the reading says so; without calibration the sigmoids are the opinions")
  func none() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let engine = try Engine(pack, without: ["b"], threads: 1)
    let reading = try await engine.read(PackFixture.film().film, study: study, dropout: 5).reading
    for score in reading.uncalibrated {
      let found = try #require(score.uncertainty)
      #expect(found.dropout == .noDropout && found.passes == nil)
      #expect(abs(found.members.mean - score.ensemble.raw) < 1e-12 && found.members.mutualInformation == 0)
      #expect(abs(found.members.entropy - entropy(score.ensemble.raw)) < 1e-12)
    }
    #expect(reading.uncalibrated.count == 3)
  }

  @Test("hilum.read/1 writes them under the documented keys")
  func keys() async throws {
    let folder = try TemporaryFolder()
    let pack = try PackFixture.make(folder)
    let timed = try await Engine(pack, threads: 1).read(PackFixture.film().film, study: study, dropout: 8)
    var report = ReadReport(pack)
    report.films = [ReadFilm(path: "x.png", sha256: study.sha256, timed: timed)]
    let json = try JSONSerialization.jsonObject(with: Data(try report.json().utf8)) as? [String: Any]
    let image = try #require((json?["images"] as? [[String: Any]])?.first)
    let finding = try #require((image["findings"] as? [[String: Any]])?.first)
    let uncertainty = try #require(finding["uncertainty"] as? [String: Any])
    #expect(uncertainty.keys.sorted() == ["dropout", "members", "passes", "views"])
    #expect(uncertainty["dropout"] as? String == "measured")
    for key in ["members", "views", "passes"] {
      let opinions = try #require(uncertainty[key] as? [String: Any])
      #expect(
        opinions.keys.sorted() == [
          "aleatoric", "entropy", "highest", "lowest", "mean", "mutual_information", "variance",
        ])
    }
  }
}
