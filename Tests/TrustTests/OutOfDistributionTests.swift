/// Detectors against NumPy and scikit-learn, and what a fitted model does with strange films.

import Foundation
import Testing
import Trust

@Suite("Out of distribution") struct OutOfDistributionTests {
  @Test("joint energy and ODIN's score equal NumPy's")
  func energy() throws {
    for fixture in try TrustFixture.load().energy {
      #expect(near(OODEvidence.jointEnergy(fixture.logits), fixture.energy))
      #expect(near(OODEvidence.odin(moved: fixture.logits, temperature: 10), fixture.odin))
    }
    #expect(OODEvidence.maxLogit([-2, 5, 1]) == -5)
  }

  @Test(
    "distances equal NumPy's pseudo-inverse and scikit-learn's Ledoit–Wolf and neighbours",
    arguments: try TrustFixture.load().spaces)
  func distances(_ space: TrustFixture.Space) throws {
    let tied = try TiedGaussian(space.features, classes: space.classes, shrink: space.shrink)
    #expect(near(tied.shrinkage, space.tied.shrinkage))
    let neighbours = try NearestNeighbours(space.features, k: 3)
    for (index, probe) in space.probe.enumerated() {
      for (found, expected) in zip(try tied.distances(probe), space.tied.distances[index]) {
        #expect(near(found, expected, 1e-8), "\(found) instead of \(expected)")
      }
      #expect(near(try neighbours.distance(probe), space.third[index], 1e-7))
    }
    #expect(throws: TrustError.dimensions(expected: space.features[0].count, found: 1)) {
      try tied.distances([1])
    }
  }

  @Test("a film of the bank is not its own neighbour")
  func leaving() throws {
    let bank = try NearestNeighbours([[1, 0], [0, 1], [-1, 0]], k: 1)
    #expect(try bank.distance([1, 0]) == 0)
    #expect(near(try bank.distance([1, 0], leaving: 0), 2.0.squareRoot()))
  }

  @Test("a model abstains on far films, lets its own through, and is the same after being written")
  func model() throws {
    var state: UInt64 = 7
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24) - 0.5
    }
    func film(_ centre: Double) -> OODEvidence {
      OODEvidence(
        logits: (0..<3).map { _ in 2 - centre + next() },
        features: (0..<6).map { Double($0) * centre + 1 + next() },
        odin: next() + centre)
    }
    let films = (0..<300).map { _ in film(0) }
    let truth = films.indices.map { [$0 % 2 == 0, $0 % 3 == 0, false] }
    let model = try OODModel.fit(films, truth: truth, detectors: OODDetector.allCases)
    let inside = try (0..<300).map { _ in try model.score(film(0)) }
    #expect(inside.count { $0.level == .outside } <= 15)
    #expect(inside.count { $0.level != .inside } <= 45)
    for _ in 0..<20 {
      let far = try model.score(film(3))
      #expect(far.level == .outside && far.verdict.state == .abstainOOD)
      #expect(Set(far.parts.keys) == Set(OODDetector.allCases))
    }
    func copy(_ neighbours: NearestNeighbours?) -> OODModel? {
      OODModel(
        parts: model.parts, warnLimit: model.warnLimit, abstainLimit: model.abstainLimit,
        classes: model.classes, background: model.background, neighbours: neighbours)
    }
    #expect(copy(model.neighbours) == model && copy(nil) == nil)
  }

  @Test("evidence that is missing, uneven or not a number is refused")
  func refused() throws {
    let plain = OODEvidence(logits: [0, 1])
    let broken = OODEvidence(logits: [.nan, 1])
    #expect(throws: TrustError.tooFew(needed: 2, found: 0)) {
      try OODModel.fit([plain, plain], truth: [[true], [false]], detectors: [.mahalanobis])
    }
    #expect(throws: TrustError.notFinite(index: 1)) {
      try OODModel.fit([plain, broken], truth: [[true], [false]])
    }
    #expect(throws: TrustError.notFinite(index: 0)) {
      try OODModel.fit([plain, plain], truth: [[true], [false]], detectors: [.odin])
    }
    #expect(throws: TrustError.tooFew(needed: 2, found: 0)) { try OODModel.fit([], truth: []) }
    #expect(throws: TrustError.dimensions(expected: 2, found: 1)) {
      try NearestNeighbours([[1, 2], [1]], k: 1)
    }
  }
}
