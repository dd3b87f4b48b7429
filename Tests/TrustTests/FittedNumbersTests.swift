/// What is kept of a fit, recomputed by its definition.

import Foundation
import Testing
import Trust

@Suite("Numbers of a fit") struct FittedNumbersTests {
  /// Films of six features around a centre; reproducible.
  private func films(_ count: Int, seed: UInt64 = 11) -> [OODEvidence] {
    var state = seed
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24) - 0.5
    }
    return (0..<count).map { _ in
      OODEvidence(logits: [next(), next()], features: (0..<6).map { _ in next() }, odin: next())
    }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  @Test("a detector's scale is the standard deviation of a sample")
  func deviation() throws {
    let films = films(20)
    let model = try OODModel.fit(films, truth: films.map { _ in [true] }, detectors: [.maxLogit])
    let scores = films.map { OODEvidence.maxLogit($0.logits) }
    let squares = scores.map { ($0 - mean(scores)) * ($0 - mean(scores)) }
    #expect(near(model.parts[0].mean, mean(scores)))
    #expect(near(model.parts[0].deviation, (squares.reduce(0, +) / 19).squareRoot()))
  }

  @Test("Gaussians measure the films that they were not fitted to, neighbours leave the film itself out")
  func held() throws {
    let films = films(40)
    let features = films.compactMap(\.features)
    let truth = films.indices.map { [$0 % 4 < 2] }
    let model = try OODModel.fit(
      films, truth: truth, detectors: [.mahalanobis, .nearestNeighbours], neighbours: 3)
    func gaussian(_ parity: Int) throws -> TiedGaussian {
      let half = films.indices.filter { $0 % 2 == parity }
      let classes = [true, false].map { has in half.indices.filter { truth[half[$0]][0] == has } }
      return try TiedGaussian(half.map { features[$0] }, classes: classes)
    }
    let others = [try gaussian(1), try gaussian(0)]
    let distances = try features.indices.map {
      try #require(others[$0 % 2].distances(features[$0]).min()) / 2
    }
    #expect(near(model.parts[0].mean, mean(distances)))
    let bank = try NearestNeighbours(features, k: 3)
    let gaps = try features.indices.map { try bank.distance(features[$0], leaving: $0) }
    #expect(near(model.parts[1].mean, mean(gaps)))
  }

  @Test("films without any label are a class of their own; the relative distance is less the background's")
  func classes() throws {
    let films = films(60)
    let truth = films.indices.map { [$0 % 3 == 0, false] }
    let model = try OODModel.fit(films, truth: truth, detectors: [.mahalanobis, .relativeMahalanobis])
    let classes = try #require(model.classes)
    #expect(classes.means.count == 2)
    let background = try #require(model.background)
    let probe = try #require(films[7].features)
    let near1 = try #require(classes.distances(probe).min())
    let far = try background.distances(probe)[0]
    #expect(near(try model.score(films[7]).parts[.relativeMahalanobis], (near1 - far) / 2))
  }

  @Test("other films move scales and limits and leave the weights")
  func limited() throws {
    let films = films(60)
    let model = try OODModel.fit(films, truth: films.map { _ in [true] }, detectors: [.maxLogit, .odin])
    let moved = try model.limited(by: self.films(40, seed: 5))
    #expect(moved.parts.map(\.weight) == [1, 1] && moved.parts[0].mean != model.parts[0].mean)
    let scores = try self.films(40, seed: 5).map { try moved.score($0).value }.sorted()
    #expect(scores[38] > moved.warnLimit - 1 && moved.abstainLimit > moved.warnLimit)
    #expect(scores.count { $0 > moved.abstainLimit } == 1)
  }

  @Test("a warning lets the film through")
  func warning() {
    let score = OODScore(value: 2, parts: [:], level: .warn, limit: 3)
    #expect(score.verdict == .predict)
    #expect(OODScore(value: 4, parts: [:], level: .outside, limit: 3).verdict.state == .abstainOOD)
  }

  @Test("a covariance is shrunk where films are fewer than ten times the dimension")
  func shrunk() throws {
    let features = films(60).compactMap(\.features)
    #expect(try TiedGaussian(Array(features.prefix(59)), classes: [Array(0..<59)]).shrinkage > 0)
    #expect(try TiedGaussian(features, classes: [Array(0..<60)]).shrinkage == 0)
  }

  @Test("a place of origin where nobody has a finding, or everybody, is refused")
  func source() throws {
    let calibration = Calibration(temperatures: [1])
    for source in [0.0, 1] {
      #expect(throws: TrustError.prevalence(source)) { try calibration.shifted(from: [source], to: [0.1]) }
    }
  }

  @Test("a label whose classes touch in one score is not told without error, and has its own calibrator")
  func touching() throws {
    let touching = try ScoredLabel(
      scores: (0..<120).map { $0 < 59 ? -4 : $0 < 61 ? 0 : 4 }, truth: (0..<120).map { $0 >= 60 })
    let noisy = try ScoredLabel(
      scores: (0..<120).map { Double($0 % 7) - 3 }, truth: (0..<120).map { ($0 * 37) % 7 > 2 })
    let own = try CalibrationMethod.perLabelTemperature.fit([touching, noisy])
    let common = try CalibrationMethod.temperature.fit([touching, noisy])
    let alone = try CalibrationMethod.temperature.fit(touching)
    #expect(own[0] != common[0] && own[0] == alone)
  }

  @Test("beta calibration never falls, whatever the films say", arguments: 1...60)
  func rising(seed: UInt64) throws {
    let label = try randomLabel(seed: seed, count: 24)
    guard case .beta(let a, let b, _) = try CalibrationMethod.beta.fit(label) else {
      Issue.record("no beta calibrator")
      return
    }
    #expect(a >= 0 && b >= 0, "\(a) \(b)")
  }

  @Test("a threshold is free where a film more or less cannot be told from the best")
  func free() throws {
    // Nine of ten are found with one called by chance, or eight for sure: ten films cannot tell these apart.
    let scores = (0..<8).map { _ in 0.95 } + [0.2, 0.01] + (0..<50).map { 0.05 + Double($0) / 1000 }
    let label = try ScoredLabel(scores: scores, truth: scores.indices.map { $0 < 10 })
    #expect(bestThreshold(label, .f1) == 0.2)
    #expect(near(bestThreshold(label, .stableF1), 9.0 / 19))
  }
}
