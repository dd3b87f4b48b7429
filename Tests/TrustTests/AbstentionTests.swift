/// Conformal sets, selective prediction and the policy that joins them, against SciPy and their definitions.

import Foundation
import Testing
import Trust

@Suite("Abstention") struct AbstentionTests {
  @Test("entropy and mutual information equal SciPy's")
  func uncertainty() throws {
    for fixture in try TrustFixture.load().uncertainty {
      let found = Uncertainty(values: fixture.samples)
      #expect(near(found.entropy, fixture.entropy) && near(found.aleatoric, fixture.aleatoric))
      #expect(near(found.mutualInformation, max(0, fixture.entropy - fixture.aleatoric)))
      #expect(near(found.variance, fixture.variance) && found.mutualInformation >= 0)
      #expect(found.lowest == fixture.samples.min() && found.highest == fixture.samples.max())
    }
  }

  @Test("proportions have SciPy's exact and score intervals")
  func proportions() throws {
    for share in try TrustFixture.load().proportions {
      let exact = clopperPearson(share.k, of: share.n)
      #expect(near(exact.low, share.low) && near(exact.high, share.high), "\(share)")
      #expect(near(clopperPearsonUpper(share.k, of: share.n), share.upper))
      let score = try #require(wilson(share.k, of: share.n))
      #expect(near(score.low, share.wilsonLow) && near(score.high, share.wilsonHigh), "\(share) \(score)")
    }
    #expect(clopperPearson(0, of: 0) == Interval(low: 0, high: 1) && wilson(0, of: 0) == nil)
    #expect(clopperPearsonUpper(0, of: 0) == 1)
  }

  @Test("the normal quantile and Kolmogorov's tail equal SciPy's")
  func distributions() throws {
    let fixture = try TrustFixture.load()
    for point in fixture.normal { #expect(near(normalQuantile(point.p), point.x)) }
    for point in fixture.kolmogorov { #expect(near(kolmogorovTail(point.x), point.p), "\(point)") }
  }

  @Test(
    "AURC, E-AURC and the operating point follow their definitions", arguments: try TrustFixture.load().cases)
  func selection(_ fixture: TrustFixture.Case) throws {
    let selection = try Selection(fixture.probabilities(), threshold: 0.5)
    #expect(near(selection.aurc, fixture.aurc) && near(selection.excessAURC, fixture.excessAURC))
    let point = selection.operatingPoint(targetRisk: 0.2)
    guard let expected = fixture.operatingPoint else {
      #expect(point.confidence == nil && point.coverage == 0 && point.bound == nil)
      return
    }
    #expect(near(point.confidence, expected.confidence) && near(point.coverage, expected.coverage))
    #expect(near(point.risk, expected.risk) && near(point.bound, expected.bound))
  }

  @Test("selection refuses NaN, nothing and uneven columns")
  func refused() {
    #expect(throws: TrustError.notFinite(index: 1)) {
      try Selection(confidences: [0.5, .nan], losses: [0, 0])
    }
    #expect(throws: TrustError.noFilms) { try Selection(confidences: [], losses: []) }
    #expect(throws: TrustError.lengths(scores: 1, truth: 0)) { try Selection(confidences: [1], losses: []) }
  }

  @Test("conformal limits are the promised order statistics", arguments: try TrustFixture.load().cases)
  func conformal(_ fixture: TrustFixture.Case) throws {
    let label = try fixture.probabilities()
    let byClass = Conformal.fit(label, coverage: 0.8)
    #expect(near(byClass.presentLimit, fixture.conformal.present))
    #expect(near(byClass.absentLimit, fixture.conformal.absent))
    let marginal = Conformal.fit(label, coverage: 0.8, classConditional: false)
    #expect(near(marginal.presentLimit, fixture.conformal.marginal))
    #expect(marginal.absentLimit == marginal.presentLimit)
  }

  @Test(
    "on fresh films the sets hold the truth as often as promised, for each class",
    arguments: [0.8, 0.9, 0.95])
  func coverage(_ promised: Double) throws {
    let conformal = Conformal.fit(try probabilities(seed: 1, count: 4000), coverage: promised)
    let audit = ConformalAudit(conformal, try probabilities(seed: 2, count: 4000))
    for share in [audit.coverage, audit.presentCoverage, audit.absentCoverage] {
      #expect(abs(try #require(share) - promised) < 0.035)
    }
    let shares = [audit.single, audit.either, audit.neither].compactMap { $0 }
    #expect(near(shares.reduce(0, +), 1))
  }

  @Test("too few films promise nothing, so that no answer is left out")
  func tooFew() throws {
    let conformal = Conformal.fit(try ScoredLabel(scores: [0.9, 0.1], truth: [true, false]))
    #expect(conformal.set(0.01) == .either && conformal.set(0.99) == .either)
    let empty = ConformalAudit(conformal, try ScoredLabel(scores: [], truth: []))
    #expect(empty.coverage == nil && empty.films == 0)
  }

  @Test("a policy says why it is silent, and an unsuitable film comes before an unsure finding")
  func policy() throws {
    let calibration = Calibration(temperatures: [1])
    func p(_ logit: Double) -> Probability { calibration.probability(Logit(logit), label: 0) }
    var point = AbstentionLimits(operatingPoint: OperatingPoint(targetRisk: 0.1, level: 0.95, films: 10))
    let never = AbstentionPolicy(limits: [point])
    #expect(never.judge(p(5), label: 0).reason == .noOperatingPoint(risk: 0.1))
    point = AbstentionLimits(
      conformal: Conformal(coverage: 0.9, isClassConditional: true, presentLimit: 0.6, absentLimit: 0.5),
      disagreement: 0.1)
    let policy = AbstentionPolicy(limits: [point])
    #expect(policy.judge(p(0), label: 0).reason == .conformal(.either))
    #expect(policy.judge(p(3), label: 0) == .predict)
    let split = policy.judge(p(3), opinions: [p(-4), p(4)], label: 0)
    #expect(split.state == .abstainUncertain && split.reason?.sentence.contains("not a negative") == true)
    let rejected = AbstentionVerdict(.input("the film is black."))
    #expect(policy.judge(p(0), label: 0, film: rejected) == rejected && rejected.state == .rejectInput)
  }

  @Test("a fitted policy keeps its risk and speaks less for a smaller one")
  func fitted() throws {
    let label = try probabilities(seed: 5, count: 3000)
    let loose = try AbstentionPolicy.fit([label], thresholds: [0.5], targetRisk: 0.15)
    let strict = try AbstentionPolicy.fit([label], thresholds: [0.5], targetRisk: 0.05)
    let points = [loose, strict].compactMap { $0.limits[0].operatingPoint }
    #expect(points[0].coverage > points[1].coverage && points[1].coverage > 0)
    for point in points { #expect(try #require(point.bound) <= point.targetRisk) }
    let data = try JSONEncoder().encode(loose)
    #expect(try JSONDecoder().decode(AbstentionPolicy.self, from: data) == loose)
    #expect(throws: TrustError.lengths(scores: 1, truth: 0)) {
      try AbstentionPolicy.fit([label], thresholds: [])
    }
  }

  /// Films whose probabilities are true by construction.
  private func probabilities(seed: UInt64, count: Int) throws -> ScoredLabel {
    var state = seed
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24)
    }
    let scores = (0..<count).map { _ in next() }
    return try ScoredLabel(scores: scores, truth: scores.map { next() < $0 })
  }
}
