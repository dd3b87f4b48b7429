/// Temperatures and thresholds against SciPy's and scikit-learn's, and what a calibration promises.

import Foundation
import Testing
import Trust

@Suite("Calibration") struct CalibrationTests {
  @Test("a temperature is the root that SciPy finds", arguments: try MetricsFixture.load().cases)
  func temperature(_ fixture: MetricsFixture.Case) throws {
    let fitted = try fitTemperature(fixture.label())
    #expect(abs(fitted - fixture.temperature) < 1e-9 * max(1, fixture.temperature))
  }

  @Test(
    "a threshold is the largest that maximises scikit-learn's F1", arguments: try MetricsFixture.load().cases)
  func threshold(_ fixture: MetricsFixture.Case) throws {
    let label = try fixture.probabilities()
    #expect(abs(try #require(bestThreshold(label)) - fixture.threshold) < 1e-9)
  }

  @Test("of two thresholds with equal F1 the larger is taken")
  func equalF1() throws {
    let label = try ScoredLabel(scores: [0.9, 0.8, 0.7, 0.6], truth: [true, false, false, true])
    #expect(bestThreshold(label) == 0.9)
  }

  @Test("a threshold with few positives is shrunk toward the common one")
  func shrink() throws {
    let rare = try ScoredLabel(scores: [0.9, 0.1], truth: [true, false])
    let usual = try ScoredLabel(scores: [0.6, 0.2], truth: [true, false])
    let common = try #require(
      bestThreshold(ScoredLabel(scores: [0.9, 0.1, 0.6, 0.2], truth: [true, false, true, false])))
    #expect(common == 0.6)
    let fitted = try fitThresholds([rare, usual], enough: 2)
    #expect(abs(fitted[0] - 0.75) < 1e-12)
    #expect(abs(fitted[1] - 0.6) < 1e-12)
    let absent = try ScoredLabel(scores: [0.3], truth: [false])
    #expect(try fitThresholds([absent, usual], enough: 1)[0] == 0.6)
  }

  @Test("a split with one class has no temperature and no threshold")
  func oneClass() throws {
    let positives = try ScoredLabel(scores: [1, 2], truth: [true, true])
    let none = try ScoredLabel(scores: [], truth: [])
    #expect(throws: TrustError.oneClass) { try fitTemperature(positives) }
    #expect(throws: TrustError.noFilms) { try fitTemperature(none) }
    #expect(throws: TrustError.oneClass) {
      try fitThresholds([ScoredLabel(scores: [1], truth: [false])])
    }
  }

  @Test("a temperature never makes the cross-entropy of its own split worse", arguments: 1...20)
  func improves(seed: UInt64) throws {
    let label = try randomLabel(seed: seed, count: 50)
    let temperature = try fitTemperature(label)
    #expect((0.02...50).contains(temperature))
    #expect(crossEntropy(label, temperature) <= crossEntropy(label, 1) + 1e-12)
    for nearby in [temperature * 0.99, temperature * 1.01] where (0.02...50).contains(nearby) {
      #expect(crossEntropy(label, temperature) <= crossEntropy(label, nearby) + 1e-12)
    }
  }

  @Test("a fit gives frequent labels their own temperature and rare ones the common one")
  func fit() throws {
    let frequent = try randomLabel(seed: 3, count: 400)
    let rare = try randomLabel(seed: 4, count: 12)
    let calibration = try Calibration.fit([frequent, rare])
    let pooled = try ScoredLabel(
      scores: frequent.scores + rare.scores, truth: frequent.truth + rare.truth)
    #expect(calibration.temperatures == [try fitTemperature(frequent), try fitTemperature(pooled)])
    #expect(calibration.thresholds.count == 2 && calibration.halfWidths.allSatisfy { (0...1).contains($0) })
  }

  @Test("calibrated probabilities rise with the logit and stay in [0, 1]")
  func monotone() {
    let calibration = Calibration(temperatures: [0.02, 1, 50])
    for label in 0..<3 {
      let values = stride(from: -900.0, through: 900, by: 7).map {
        calibration.probability(Logit($0), label: label)
      }
      #expect(values == values.sorted())
      #expect(values.allSatisfy { (0...1).contains($0.value) })
    }
  }

  @Test("an interval holds every member and is widened by the half-width within [0, 1]")
  func interval() {
    let calibration = Calibration(temperatures: [2], thresholds: [0.5], halfWidths: [0.05])
    let members = [Logit(2), Logit(-1), Logit(0.5)]
    let interval = calibration.interval(members: members, label: 0)
    #expect(abs(interval.lowerBound.value - (Logit(-0.5).raw - 0.05)) < 1e-12)
    #expect(abs(interval.upperBound.value - (Logit(1).raw + 0.05)) < 1e-12)
    let sure = calibration.interval(members: [Logit(60)], label: 0)
    #expect(sure.upperBound.value == 1 && abs(sure.lowerBound.value - 0.95) < 1e-9)
  }

  private func crossEntropy(_ label: ScoredLabel, _ temperature: Double) -> Double {
    zip(label.scores, label.truth).reduce(0) { sum, pair in
      let p = Logit(pair.0 / temperature).raw
      return sum - log(pair.1 ? p : 1 - p)
    } / Double(label.count)
  }
}
