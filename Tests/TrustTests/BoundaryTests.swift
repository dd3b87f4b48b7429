/// What happens exactly at an edge: equal scores, a share that is just reached, a class that is missing.

import Foundation
import Testing
import Trust

@Suite("At the edges of measures") struct BoundaryTests {
  @Test("a probability of one half says yes, with a confidence of one half")
  func half() throws {
    let label = try ScoredLabel(scores: [0.5, 0.52], truth: [true, false])
    #expect(near(confidenceCalibrationError(label), 0.01))
  }

  @Test("a bin's interval is Wilson's of its positives")
  func reliabilityInterval() throws {
    let label = try ScoredLabel(scores: [0.01, 0.02, 0.03, 0.04], truth: [true, false, false, false])
    let bins = reliability(label)
    #expect(bins[0].interval == wilson(1, of: 4) && bins[1].interval == nil)
    #expect(bins[0].films == 4 && bins[0].positives == 1 && near(bins[0].meanProbability, 0.025))
  }

  @Test("nineteen of twenty belonging films are the 95 % that pass")
  func passing() throws {
    let label = try ScoredLabel(
      scores: (1...20).map(Double.init) + [19.5], truth: (1...20).map { _ in false } + [true])
    #expect(falsePositiveRate(label) == 0)
  }

  @Test("areas of 1 and 0 differ for certain; one positive has no DeLong")
  func certain() throws {
    let truth = [true, true, false, false]
    let right = try ScoredLabel(scores: [4, 3, 2, 1], truth: truth)
    let wrong = try ScoredLabel(scores: [1, 2, 3, 4], truth: truth)
    let test = try #require(DeLongTest(right, wrong))
    #expect(test.difference == 1 && test.p == 0 && test.z > 1e9)
    #expect(DeLongArea(try ScoredLabel(scores: [4, 3, 2], truth: [true, false, false])) == nil)
    #expect(DeLongArea(try ScoredLabel(scores: [4, 3, 2], truth: [true, true, false])) == nil)
    #expect(DeLongArea(right)?.interval() == nil)
  }

  @Test("a precision that is just reached is reached, and the lowest such threshold is taken")
  func precision() throws {
    let label = try ScoredLabel(
      scores: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4], truth: [true, true, true, true, false, false])
    #expect(bestThreshold(label, .precision(0.8)) == 0.5)
  }

  @Test("a probability below 0 is no probability")
  func negative() {
    #expect(throws: TrustError.notAProbability(index: 0)) {
      try EvaluationColumn(
        label: "a", scored: ScoredLabel(scores: [-0.5, 0.5], truth: [true, false]), patients: [0, 1],
        patientCount: 2, threshold: 0.5)
    }
  }

  @Test("a conformal limit belongs to the set, and a set without an answer holds no truth")
  func conformal() {
    func limits(_ present: Double, _ absent: Double) -> Conformal {
      Conformal(coverage: 0.9, isClassConditional: true, presentLimit: present, absentLimit: absent)
    }
    #expect(limits(0.6, 0.1).set(0.4) == .present && limits(0.1, 0.4).set(0.4) == .absent)
    let neither = limits(0.1, 0.1).set(0.5)
    #expect(neither == .neither && !neither.holds(true) && !neither.holds(false))
  }

  @Test("an audit of sets tells films with the finding from those without")
  func audit() throws {
    let conformal = Conformal(coverage: 0.9, isClassConditional: true, presentLimit: 0.5, absentLimit: 0.5)
    let audit = ConformalAudit(
      conformal, try ScoredLabel(scores: [0.9, 0.2, 0.1, 0.1], truth: [true, true, false, false]))
    #expect(audit.coverage == 0.75 && audit.presentCoverage == 0.5 && audit.absentCoverage == 1)
  }

  @Test("the confidence that is needed is enough, and a set without an answer is a reason to be silent")
  func confidence() throws {
    let label = try ScoredLabel(
      scores: (0..<200).map { $0 < 100 ? 0.75 : 0.5 }, truth: (0..<200).map { $0 < 100 || $0 % 2 == 0 })
    let policy = try AbstentionPolicy.fit([label], thresholds: [0.6], targetRisk: 0.1, coverage: nil)
    #expect(policy.limits[0].operatingPoint?.confidence == 0.75)
    func spoken(_ p: Double) -> Probability {
      let calibrator = Calibrator.isotonic(logits: [0], values: [p])
      return Calibration(calibrators: [calibrator], thresholds: [0.5], halfWidths: [0])
        .probability(Logit(0), label: 0)
    }
    #expect(policy.judge(spoken(0.75), label: 0) == .predict)
    #expect(policy.judge(spoken(0.74), label: 0).state == .abstainUncertain)
    let sets = AbstentionPolicy(limits: [
      AbstentionLimits(
        conformal: Conformal(coverage: 0.9, isClassConditional: true, presentLimit: 0.1, absentLimit: 0.1))
    ])
    #expect(sets.judge(spoken(0.5), label: 0).reason == .conformal(.neither))
  }
}
