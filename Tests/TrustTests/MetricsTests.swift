/// The metrics against scikit-learn's values, and at the edges where there is nothing to measure.

import Foundation
import Testing
import Trust

@Suite("Metrics") struct MetricsTests {
  let tolerance = 1e-9

  @Test("ranking metrics equal scikit-learn's", arguments: try MetricsFixture.load().cases)
  func ranking(_ fixture: MetricsFixture.Case) throws {
    let label = try fixture.label()
    #expect(abs(try #require(auroc(label)) - fixture.auroc) < tolerance)
    #expect(abs(try #require(averagePrecision(label)) - fixture.averagePrecision) < tolerance)
  }

  @Test("calibration metrics equal the reference's", arguments: try MetricsFixture.load().cases)
  func calibration(_ fixture: MetricsFixture.Case) throws {
    let label = try fixture.probabilities()
    #expect(abs(try #require(expectedCalibrationError(label)) - fixture.calibrationError) < tolerance)
    #expect(abs(try #require(brierScore(label)) - fixture.brier) < tolerance)
  }

  @Test("a probability on a bin's edge belongs to the bin below, and 0 to the first")
  func edges() throws {
    let edges = try MetricsFixture.load().edges
    let label = try ScoredLabel(scores: edges.scores, truth: edges.truth)
    #expect(abs(try #require(expectedCalibrationError(label)) - edges.calibrationError) < tolerance)
  }

  @Test("a macro mean leaves out the labels with one class and names them")
  func macroMean() throws {
    let good = try ScoredLabel(scores: [0, 1, 2, 3], truth: [false, true, false, true])
    let negatives = try ScoredLabel(scores: [0, 1], truth: [false, false])
    let positives = try ScoredLabel(scores: [0, 1], truth: [true, true])
    let mean = macro([negatives, good, positives], auroc)
    #expect(mean == MacroMean(value: 0.75, counted: 1, skipped: [0, 2]))
    #expect(macro([negatives, positives], auroc) == MacroMean(value: nil, counted: 0, skipped: [0, 1]))
  }

  @Test("macro and pooled calibration errors weigh labels differently")
  func macroAndPooled() throws {
    let sure = try ScoredLabel(scores: [0.9, 0.9, 0.9], truth: [true, true, false])
    let even = try ScoredLabel(scores: [0.9], truth: [true])
    #expect(abs(try #require(macroCalibrationError([sure, even])) - (0.7 / 3 + 0.1) / 2) < tolerance)
    #expect(abs(try #require(pooledCalibrationError([sure, even])) - 0.6 / 4) < tolerance)
  }

  @Test("nothing to measure is nil, never a number")
  func nothing() throws {
    let none = try ScoredLabel(scores: [], truth: [])
    let negatives = try ScoredLabel(scores: [0.2, 0.4], truth: [false, false])
    #expect(auroc(none) == nil && averagePrecision(none) == nil)
    #expect(expectedCalibrationError(none) == nil && brierScore(none) == nil)
    #expect(macroCalibrationError([]) == nil && pooledCalibrationError([]) == nil)
    #expect(auroc(negatives) == nil && averagePrecision(negatives) == nil)
    #expect(bestThreshold(negatives) == nil)
  }

  @Test("a NaN, an infinity and uneven columns are refused")
  func refused() {
    #expect(throws: TrustError.notFinite(index: 1)) {
      try ScoredLabel(scores: [0, .nan], truth: [true, false])
    }
    #expect(throws: TrustError.notFinite(index: 0)) { try ScoredLabel(scores: [.infinity], truth: [true]) }
    #expect(throws: TrustError.lengths(scores: 1, truth: 2)) {
      try ScoredLabel(scores: [0], truth: [true, false])
    }
  }

  @Test("ranking metrics do not change when scores go through a rising function", arguments: 1...20)
  func invariance(seed: UInt64) throws {
    let label = try randomLabel(seed: seed, count: 60)
    let squashed = try ScoredLabel(scores: label.scores.map { Logit($0 * 3 - 1).raw }, truth: label.truth)
    #expect(auroc(label) == auroc(squashed))
    #expect(averagePrecision(label) == averagePrecision(squashed))
  }

  @Test("every metric stays in its bounds, and reversed scores mirror the AUROC", arguments: 1...20)
  func bounds(seed: UInt64) throws {
    let label = try randomLabel(seed: seed, count: 40)
    let reversed = try ScoredLabel(scores: label.scores.map { -$0 }, truth: label.truth)
    let probabilities = try ScoredLabel(scores: label.scores.map { Logit($0).raw }, truth: label.truth)
    let area = try #require(auroc(label))
    #expect(abs(area + (try #require(auroc(reversed))) - 1) < tolerance)
    for value in [
      area, try #require(averagePrecision(label)), try #require(brierScore(probabilities)),
      try #require(expectedCalibrationError(probabilities)),
    ] { #expect((0...1).contains(value)) }
  }
}

/// Reproducible scores with ties, and at least one film of each class.
func randomLabel(seed: UInt64, count: Int) throws -> ScoredLabel {
  var state = seed
  func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 40) / Double(1 << 24)
  }
  let truth = (0..<count).map { $0 == 0 || ($0 > 1 && next() < 0.3) }
  let scores = truth.map { ((next() * 8 - 4 + ($0 ? 1 : 0)) * 8).rounded() / 8 }
  return try ScoredLabel(scores: scores, truth: truth)
}
