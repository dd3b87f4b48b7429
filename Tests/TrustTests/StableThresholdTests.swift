/// Thresholds that a few films cannot push to the edge, and calibrators that do not run away.

import Foundation
import Testing
import Trust

@Suite("Stable thresholds")
struct StableThresholdTests {
  @Test("a finding that is told without error gets about one half, not its lowest positive")
  func separated() throws {
    let label = try ScoredLabel(
      scores: [0.001, 0.02, 0.04, 0.045, 0.97, 0.99],
      truth: [
        false, false, false, true, true, true,
      ])
    #expect(bestThreshold(label, .f1) == 0.045)
    let wide = try ScoredLabel(
      scores: [0.001, 0.02, 0.04, 0.95, 0.97, 0.99],
      truth: [
        false, false, false, true, true, true,
      ])
    #expect(bestThreshold(wide, .stableF1) == 0.5)
    let edge = try #require(bestThreshold(label, .stableF1))
    #expect(edge == 0.045, "but never where the films say that it costs")
  }

  @Test("where probabilities are right, the threshold is near half of the largest F1")
  func calibrated() throws {
    var random = SystemlessRandom(state: 7)
    var (scores, truth): ([Double], [Bool]) = ([], [])
    for _ in 0..<20_000 {
      let p = pow(random.unit(), 3)
      scores.append(p)
      truth.append(random.unit() < p)
    }
    let label = try ScoredLabel(scores: scores, truth: truth)
    let stable = try #require(bestThreshold(label, .stableF1))
    let exact = try #require(bestThreshold(label, .f1))
    #expect(abs(stable - exact) < 0.1 && stable < 0.5)
    #expect(bestThreshold(try ScoredLabel(scores: [0.2], truth: [false]), .stableF1) == nil)
  }

  @Test("a label whose scores are told without error takes the common temperature")
  func bounds() throws {
    let clear = try ScoredLabel(
      scores: (0..<120).map { $0 < 60 ? -4 : 4 }, truth: (0..<120).map { $0 >= 60 })
    let noisy = try ScoredLabel(
      scores: (0..<120).map { Double($0 % 7) - 3 }, truth: (0..<120).map { ($0 * 37) % 7 > 2 })
    let calibrators = try CalibrationMethod.perLabelTemperature.fit([clear, noisy])
    let common = try CalibrationMethod.temperature.fit([clear, noisy])
    #expect(calibrators[0] == common[0] && calibrators[1] != common[0])
  }
}

/// A plain linear congruential generator.
private struct SystemlessRandom {
  var state: UInt64
  mutating func unit() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / Double(1 << 53)
  }
}
