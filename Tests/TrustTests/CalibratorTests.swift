/// Calibrators against scikit-learn's and SciPy's fits, prevalence shift, and thresholds by rule.

import Foundation
import Testing
import Trust

@Suite("Calibrators") struct CalibratorTests {
  @Test(
    "Platt's, isotonic and beta calibration equal the reference fits",
    arguments: try TrustFixture.load().cases)
  func fits(_ fixture: TrustFixture.Case) throws {
    let label = try fixture.label()
    for (method, expected) in [
      (CalibrationMethod.platt, fixture.platt), (.isotonic, fixture.isotonic), (.beta, fixture.beta),
    ] {
      let calibrator = try method.fit(label)
      #expect(calibrator.isSound)
      for (z, p) in zip(fixture.grid, expected) {
        #expect(near(calibrator(z), p), "\(method) at \(z): \(calibrator(z)) instead of \(p)")
      }
    }
  }

  @Test("every rule's threshold equals scikit-learn's", arguments: try TrustFixture.load().cases)
  func thresholds(_ fixture: TrustFixture.Case) throws {
    let label = try fixture.probabilities()
    let rules: [String: ThresholdRule] = [
      "f1": .f1, "youden": .youden, "sensitivity90": .sensitivity(0.9), "precision80": .precision(0.8),
    ]
    for (name, rule) in rules {
      #expect(near(bestThreshold(label, rule), try #require(fixture.thresholds[name])), "\(name)")
    }
  }

  @Test("a changed prevalence moves the odds, and is found again from unlabelled films")
  func prevalence() throws {
    let fixture = try TrustFixture.load().prevalence
    let shift = PrevalenceShift(from: fixture.source, to: fixture.target)
    for (p, expected) in zip(fixture.probabilities, fixture.shifted) { #expect(near(shift(p), expected)) }
    #expect(
      near(PrevalenceShift.estimate(fixture.probabilities, from: fixture.source), fixture.estimated, 1e-8))
    #expect(PrevalenceShift.estimate([], from: 0.5) == nil)
  }

  @Test("a shifted calibration shifts the labels that have a target, and refuses impossible prevalences")
  func shifted() throws {
    let calibration = Calibration(temperatures: [1, 1])
    let shifted = try calibration.shifted(from: [0.5, 0.5], to: [0.1, nil])
    #expect(near(shifted.probability(Logit(0), label: 0).value, 0.1))
    #expect(shifted.probability(Logit(0), label: 1).value == 0.5)
    #expect(throws: TrustError.prevalence(1)) { try calibration.shifted(from: [0.5, 0.5], to: [1, nil]) }
    #expect(throws: TrustError.lengths(scores: 2, truth: 1)) {
      try calibration.shifted(from: [0.5], to: [0.1])
    }
  }

  @Test("calibrators survive separable, constant and backward scores", arguments: CalibrationMethod.allCases)
  func extremes(_ method: CalibrationMethod) throws {
    let columns: [([Double], [Bool])] = [
      ([-3, -2, 2, 3], [false, false, true, true]), ([1, 1, 1, 1], [true, false, false, false]),
      ([0, 0, 0], [true, false, false]), ([-3, -2, 2, 3], [true, true, false, false]),
      ([-800, 800], [false, true]),
    ]
    for (scores, truth) in columns {
      let calibrator = try method.fit(ScoredLabel(scores: scores, truth: truth))
      #expect(calibrator.isSound, "\(method) of \(scores)")
      for z in [-900.0, -1, 0, 1, 900] { #expect((0...1).contains(calibrator(z)), "\(calibrator) at \(z)") }
    }
    let constant = try ScoredLabel(scores: [1, 1, 1, 1], truth: [true, false, false, false])
    if method == .isotonic || method == .beta { #expect(near(try method.fit(constant)(1), 0.25, 1e-6)) }
    let oneClass = try ScoredLabel(scores: [1, 2], truth: [true, true])
    #expect(throws: TrustError.oneClass) { try method.fit(oneClass) }
    #expect(throws: TrustError.noFilms) { try method.fit(ScoredLabel(scores: [], truth: [])) }
  }

  @Test("a calibrator is the same after being written and read", arguments: CalibrationMethod.allCases)
  func coded(_ method: CalibrationMethod) throws {
    let calibrator = try method.fit(try randomLabel(seed: 9, count: 80))
    let data = try JSONEncoder().encode(calibrator)
    #expect(try JSONDecoder().decode(Calibrator.self, from: data) == calibrator)
  }

  @Test("by temperature all labels share one; rare labels share it by every method")
  func common() throws {
    let labels = [try randomLabel(seed: 3, count: 400), try randomLabel(seed: 4, count: 12)]
    let pooled = try ScoredLabel(
      scores: labels.flatMap(\.scores), truth: labels.flatMap(\.truth))
    for method in CalibrationMethod.allCases {
      let fitted = try method.fit(labels)
      #expect(fitted[1] == (try method.fit(pooled)))
      #expect((fitted[0] == fitted[1]) == (method == .temperature))
    }
  }
}
