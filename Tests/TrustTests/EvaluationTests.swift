/// Measures, tests, samples and drift against scikit-learn, SciPy, statsmodels and netcal; `Fixtures/make_evaluation.py` writes
/// their answers.

import Foundation
import Testing
import Trust

struct EvaluationFixture: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct DeLong: Decodable { let area, variance, low, high, z, p: Double }
    struct Discordant: Decodable { let b, c: Int; let p: Double }
    let name: String
    let p, q: [Double]
    let truth: [Bool]
    let patients: [Int32]
    let measures: [String: Double?]
    let brierParts: [String: Double]
    let delong: DeLong
    let samples: [String: [Double?]]
    let mcnemar: Discordant
    let fprAt95: Double

    var testDescription: String { name }
    var first: ScoredLabel { get throws { try ScoredLabel(scores: p, truth: truth) } }
    var second: ScoredLabel { get throws { try ScoredLabel(scores: q, truth: truth) } }
    func column() throws -> EvaluationColumn {
      try EvaluationColumn(
        label: name, scored: first, patients: patients, patientCount: Int((patients.max() ?? 0) + 1),
        threshold: 0.4)
    }
  }
  struct Adjusted: Decodable { let p, holm, bh: [Double] }
  struct Moved: Decodable { let name: String; let reference, today: [Double]; let psi, ks, p: Double }
  let cases: [Case]
  let adjust: Adjusted
  let mcnemar: [Case.Discordant]
  let drift: [Moved]

  static func load() throws -> EvaluationFixture {
    let url = Bundle.module.bundleURL.appending(path: "Fixtures/evaluation.json")
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }
}

@Suite("Evaluation") struct EvaluationTests {
  @Test("every measure equals scikit-learn's and netcal's", arguments: try EvaluationFixture.load().cases)
  func measures(_ fixture: EvaluationFixture.Case) throws {
    let column = try fixture.column()
    for measure in Measure.allCases {
      let expected = try #require(fixture.measures[measure.rawValue])
      if let expected {
        #expect(near(measure.value(column), expected), "\(measure): \(measure.value(column) ?? .nan)")
      } else {
        #expect(measure.value(column) == nil, "\(measure)")
      }
    }
    let parts = try #require(BrierParts(column.scored))
    #expect(near(parts.reliability, fixture.brierParts["reliability"] ?? .nan))
    #expect(near(parts.resolution, fixture.brierParts["resolution"] ?? .nan))
    #expect(near(parts.uncertainty, fixture.brierParts["uncertainty"] ?? .nan))
  }

  @Test(
    "every sample of patients equals scikit-learn's value with the patients' weights",
    arguments: try EvaluationFixture.load().cases)
  func samples(_ fixture: EvaluationFixture.Case) throws {
    let column = try fixture.column()
    let run = Bootstrap(replicates: 12, seed: 99).run([column])
    let replicates = run.values[0]
    for measure in Measure.allCases {
      let expected = try #require(fixture.samples[measure.rawValue])
      let found = try #require(replicates[measure])
      #expect(measure.value(column).map { near(run.plain[0][measure], $0) } ?? (run.plain[0][measure] == nil))
      #expect(found.count == expected.count)
      for (a, b) in zip(found, expected) {
        #expect(b.map { near(a, $0) } ?? a.isNaN, "\(measure): \(a) instead of \(b ?? .nan)")
      }
    }
  }

  @Test(
    "DeLong's areas, intervals and test equal the kernel over all pairs",
    arguments: try EvaluationFixture.load().cases)
  func delong(_ fixture: EvaluationFixture.Case) throws {
    let area = try #require(DeLongArea(fixture.first))
    #expect(near(area.area, fixture.delong.area) && near(area.variance, fixture.delong.variance))
    let interval = try #require(area.interval())
    #expect(near(interval.low, fixture.delong.low) && near(interval.high, fixture.delong.high))
    let test = try #require(DeLongTest(fixture.first, fixture.second))
    #expect(near(test.z, fixture.delong.z) && near(test.p, fixture.delong.p))
    let same = try #require(DeLongTest(fixture.first, fixture.first))
    #expect(same.p == 1 && same.z == 0)
  }

  @Test("McNemar's test and the adjustments equal statsmodels'")
  func discordant() throws {
    let fixture = try EvaluationFixture.load()
    for pair in fixture.mcnemar {
      let found = McNemar(onlyFirst: pair.b, onlySecond: pair.c).p
      #expect(near(found, pair.p), "\(pair) \(found)")
    }
    for one in fixture.cases {
      let test = McNemar(try one.first, try one.second, thresholds: (0.4, 0.6))
      #expect(test.onlyFirst == one.mcnemar.b && test.onlySecond == one.mcnemar.c)
      #expect(near(test.p, one.mcnemar.p))
    }
    #expect(McNemar(onlyFirst: 0, onlySecond: 0).p == 1)
    for (found, expected) in zip(holm(fixture.adjust.p), fixture.adjust.holm) {
      #expect(near(found, expected))
    }
    for (found, expected) in zip(benjaminiHochberg(fixture.adjust.p), fixture.adjust.bh) {
      #expect(near(found, expected))
    }
    #expect(holm([]).isEmpty && benjaminiHochberg([]).isEmpty)
  }

  @Test("drift equals NumPy's index and SciPy's statistic")
  func drift() throws {
    for fixture in try EvaluationFixture.load().drift {
      let found = try Drift(reference: fixture.reference, today: fixture.today)
      #expect(
        near(found.psi, fixture.psi) && near(found.ks, fixture.ks) && near(found.p, fixture.p),
        "\(fixture.name)")
    }
    #expect(throws: TrustError.noFilms) { try Drift(reference: [1], today: []) }
    #expect(throws: TrustError.notFinite(index: 0)) { try Drift(reference: [.nan], today: [1]) }
  }

  @Test("the tail of χ² equals its closed forms, and an even split of few films is no alert")
  func chance() throws {
    // An even number of degrees 2m: e^(-x/2) Σ (x/2)^i / i! for i < m; one degree: erfc(√(x/2)).
    for x in [0.01, 0.7, 3.0, 9.2, 17.0, 60.0, 200.0] {
      var (term, sum) = (1.0, 0.0)
      for i in 0..<5 {
        sum += term
        term *= x / 2 / Double(i + 1)
      }
      #expect(near(chiSquareTail(x, degrees: 10), exp(-x / 2) * sum, 1e-13), "\(x)")
      #expect(near(chiSquareTail(x, degrees: 1), erfc((x / 2).squareRoot()), 1e-13), "\(x)")
    }
    #expect(chiSquareTail(0, degrees: 3) == 1)
    // Sixty films that were drawn from the reference itself: the index is large by chance alone.
    let reference = (0..<400).map { Double($0 * 7919 % 400) / 400 }
    let few = try Drift(reference: reference, today: (0..<60).map { reference[$0 * $0 % 397] })
    #expect(few.psi > 0.1 && few.psiP > 0.01 && few.alert() == .none, "\(few)")
  }

  @Test("a reference compares the scores that a day has, and keeps many as quantiles")
  func reference() throws {
    let rising = (0..<2000).map { Double($0) / 2000 }
    let reference = try ScoreReference(
      names: ["Mass", "Hernia", ScoreReference.strangeness], scores: [rising.reversed(), [0.5, 0.1], rising])
    #expect(reference.scores.map(\.count) == [ScoreReference.most, 2, ScoreReference.most])
    #expect(reference.scores[1] == [0.1, 0.5])
    let drifts = try reference.drifts(
      of: ["Mass": rising, ScoreReference.strangeness: rising.map { $0 * 0.4 }, "unknown": [1]])
    #expect(drifts.map(\.name) == ["Mass", ScoreReference.strangeness])
    #expect(drifts.map(\.alert) == [.none, .alert] && drifts[0].drift.psi < 0.01)
    #expect(throws: TrustError.noFilms) { try ScoreReference(names: ["a"], scores: [[]]) }
    #expect(throws: TrustError.notFinite(index: 1)) { try ScoreReference(names: ["a"], scores: [[0, .nan]]) }
    #expect(throws: TrustError.self) { try ScoreReference(names: ["a"], scores: []) }
  }

  @Test("an alert needs films enough and a real shift")
  func alert() throws {
    let reference = (0..<400).map { Double($0) / 400 }
    func alert(_ today: [Double]) throws -> Drift.Alert {
      try Drift(reference: reference, today: today).alert()
    }
    #expect(try alert([0.9]) == .tooFew)
    #expect(try alert(reference) == .none)
    #expect(try alert(reference.map { $0 * 0.4 }) == .alert)
  }

  @Test(
    "the share let through at 95 % of those that belong equals scikit-learn's",
    arguments: try EvaluationFixture.load().cases)
  func slipped(_ fixture: EvaluationFixture.Case) throws {
    #expect(near(falsePositiveRate(try fixture.first), fixture.fprAt95))
    #expect(falsePositiveRate(try ScoredLabel(scores: [0], truth: [true])) == nil)
  }

  @Test("the same seed gives the same intervals; lacking classes and films are told, not guessed")
  func edges() throws {
    let full = try #require(try EvaluationFixture.load().cases.first).column()
    let oneClass = try EvaluationColumn(
      label: "absent", scored: ScoredLabel(scores: [0.1, 0.2], truth: [false, false]), patients: [0, 1],
      patientCount: full.patientCount, threshold: 0.5)
    let silent = try EvaluationColumn(
      label: "silent", scored: ScoredLabel(scores: [], truth: []), patients: [],
      patientCount: full.patientCount, threshold: 0.5, abstained: 7)
    let bootstrap = Bootstrap(replicates: 50, seed: 3)
    let evaluation = Evaluation([full, oneClass, silent], films: 150, bootstrap: bootstrap)
    #expect(evaluation.skipped == ["absent", "silent"])
    #expect(evaluation.macro[.auroc]?.value == evaluation.labels[0].measures[.auroc]?.value)
    #expect(evaluation.labels[2].measures.values.allSatisfy { $0.value == nil && $0.interval == nil })
    #expect(evaluation.labels[2].aurc == nil && silent.coverage == 0)
    #expect(evaluation.labels[1].measures[.auroc]?.value == nil)
    let again = Evaluation([full, oneClass, silent], films: 150, bootstrap: bootstrap)
    #expect(again.labels == evaluation.labels)
    let interval = try #require(evaluation.macro[.auroc]?.interval)
    let value = try #require(evaluation.macro[.auroc]?.value)
    #expect(interval.low < value && value < interval.high)
    let none = Evaluation([full], films: 150, bootstrap: Bootstrap(replicates: 0, seed: 1))
    #expect(none.macro[.auroc]?.interval == nil && none.macro[.auroc]?.value != nil)
  }

  @Test("eighty thousand equal scores of one patient, and scores of 0 and -0, are counted to the last")
  func counted() throws {
    let films = 80_000
    let truth = (0..<films).map { $0 % 7 == 0 }
    let tied = try EvaluationColumn(
      label: "tied", scored: ScoredLabel(scores: truth.map { _ in 0.25 }, truth: truth),
      patients: truth.map { _ in 0 }, patientCount: 1, threshold: 0.2)
    let zeros = try EvaluationColumn(
      label: "zeros",
      scored: ScoredLabel(scores: [0, -0.0, 0.5, -0.0], truth: [true, false, true, false]),
      patients: [0, 0, 0, 0], patientCount: 1, threshold: 0.5)
    for column in [tied, zeros] {
      // The one patient is drawn once in every sample: each sample is the column itself.
      let run = Bootstrap(replicates: 9, seed: 2).run([column])
      let expected = Measure.allCases.map { (measure: $0, value: $0.value(column)) }
      #expect(expected.count { $0.value != nil } >= 12)
      for (measure, value) in expected {
        guard let value else { continue }
        #expect(near(run.plain[0][measure], value), "\(column.label) \(measure)")
        #expect(run.values[0][measure]?.allSatisfy { near($0, value) } == true, "\(column.label) \(measure)")
      }
    }
  }

  @Test("a probability outside [0, 1] is refused")
  func refused() {
    #expect(throws: TrustError.notAProbability(index: 1)) {
      try EvaluationColumn(
        label: "a", scored: ScoredLabel(scores: [0.5, 1.5], truth: [true, false]), patients: [0, 1],
        patientCount: 2, threshold: 0.5)
    }
  }

  @Test("two files compare label by label, and a file with itself not at all")
  func paired() throws {
    let fixture = try #require(try EvaluationFixture.load().cases.first)
    let first = try fixture.column()
    let second = try EvaluationColumn(
      label: first.label, scored: fixture.second, patients: fixture.patients,
      patientCount: first.patientCount, threshold: 0.6)
    let bootstrap = Bootstrap(replicates: 200, seed: 5)
    let compared = PairedEvaluation([first, first], [second, first], bootstrap: bootstrap)
    let label = compared.labels[0]
    let expected = fixture.measures["auroc"].flatMap { $0 }.map { $0 - (Measure.auroc.value(second) ?? 0) }
    #expect(near(label.differences[.auroc]?.value, try #require(expected)))
    #expect(near(label.delong?.p, fixture.delong.p))
    #expect(
      label.delongHolm == min(1, 2 * fixture.delong.p) || near(label.delongHolm, min(1, 2 * fixture.delong.p))
    )
    #expect(compared.labels[1].differences[.auroc]?.p == 1 && compared.labels[1].mcnemar.p == 1)
  }

  @Test("small groups are not shown, and gaps are between those that are")
  func subgroups() throws {
    func column(_ scores: [Double], _ truth: [Bool]) throws -> EvaluationColumn {
      try EvaluationColumn(
        label: "Normal", scored: ScoredLabel(scores: scores, truth: truth),
        patients: scores.indices.map { Int32($0) }, patientCount: scores.count, threshold: 0.5)
    }
    let truth = (0..<40).map { $0 < 20 }
    let good = try column(truth.map { $0 ? 0.9 : 0.1 }, truth)
    let poor = try column(truth.indices.map { $0 % 4 == 0 ? 0.2 : truth[$0] ? 0.9 : 0.6 }, truth)
    let few = try column([0.9, 0.1], [true, false])
    let audits = SubgroupAudit.audits(
      attribute: "sex", [("F", [good]), ("M", [poor]), ("O", [few])],
      bootstrap: Bootstrap(replicates: 40, seed: 1))
    let audit = try #require(audits.first)
    #expect(audit.groups.map(\.isSuppressed) == [false, false, true])
    #expect(audit.groups[2].measures.isEmpty && audit.groups[2].prevalence == nil)
    #expect(near(audit.equalOpportunity, 0.25) && near(audit.equalisedOdds, 0.75))
    #expect(audit.gaps[.sensitivity]?.worst == "M" && near(audit.gaps[.sensitivity]?.ratio, 0.75))
    #expect(audit.underdiagnosis?.keys.sorted() == ["F", "M"] && near(audit.underdiagnosis?["M"], 0.75))
  }
}
