/// Networks whose blocks multiply bytes, beside their float32 twins.

import Foundation
import Testing

import Neural

@Suite("Networks of eight bits")
struct EightBitNetworkTests {
  private let ws = Workspace()

  private func network(_ name: String, _ precision: Precision, _ weights: inout SeededWeights) throws
    -> any FindingNetwork
  {
    try ModelRegistry.make(name, labels: 30, precision: precision, &weights)
  }

  private func film(_ size: [Int]) -> Tensor { Numbers(seed: 9).tensor([1] + size + [3], ws) }

  /// A byte rounds to a 127th of its row's range, some seven deviations: to 1.6 % of a deviation, at each of the two products
  /// of a block. Through the twelve blocks of atto that comes to 3 % of the logits' spread. Slopes have more of it, since they
  /// are products of what every layer got wrong; of another film they would be off by more than all of their spread.
  @Test(
    "logits and maps are near those of float32",
    arguments: [
      "convnextv2_micro.csra", "convnextv2_micro.standard", "convnextv2_atto.csra",
      "convnextv2_atto.standard", "convnext_atto.csra",
    ])
  func near(_ name: String) throws {
    var weights = SeededWeights(seed: 6)
    let (floats, bytes) = (
      try network(name, .float32, &weights), try network(name, .eightBits, &weights)
    )
    let input = film([96, 160])
    let expected = try floats.read(input, gradCAM: [0, 3], ws, .one)
    let found = try bytes.read(input, gradCAM: [0, 3], ws, .one)
    #expect(error(found.logits, expected.logits) < 0.06, "\(error(found.logits, expected.logits))")
    #expect(found.logits != expected.logits)
    #expect(error(found.features, expected.features) < 0.06, "\(error(found.features, expected.features))")
    for label in [0, 3] {
      let (map, twin) = (try #require(found.gradCAM[label]), try #require(expected.gradCAM[label]))
      #expect(error(map, twin) < 0.3, "\(error(map, twin))")
    }
    withExtendedLifetime(weights) {}
  }

  /// The root mean square of the differences, over the deviation of what is expected.
  private func error(_ found: [Float], _ expected: [Float]) -> Float {
    let mean = expected.reduce(0, +) / Float(expected.count)
    let (wrong, spread) = zip(found, expected).reduce((Float(0), Float(0))) {
      ($0.0 + ($1.0 - $1.1) * ($1.0 - $1.1), $0.1 + ($1.1 - mean) * ($1.1 - mean))
    }
    return (wrong / spread).squareRoot()
  }

  @Test("one thread and three, with Grad-CAM and without, give the same bits and need no more memory")
  func repeatable() throws {
    var weights = SeededWeights(seed: 4)
    let network = try network("convnextv2_atto.csra", .eightBits, &weights)
    let input = film([160, 96])
    let first = try network.read(input, gradCAM: [1], ws, .one)
    for threads in [1, 3] {
      let (explained, plain) = (
        try network.read(input, gradCAM: [1], ws, Threads(threads)),
        try network.read(input, ws, Threads(threads))
      )
      let memory = ws.highWater
      #expect(explained.logits == first.logits && plain.logits == first.logits)
      #expect(explained.gradCAM == first.gradCAM && plain.contribution == first.contribution)
      _ = try network.read(input, gradCAM: [1], ws, Threads(threads))
      #expect(ws.highWater == memory)
    }
    withExtendedLifetime(weights) {}
  }

  @Test(
    "a film with one number that is none has logits that are none", arguments: ["csra", "standard"],
    [Float.nan, .infinity, -.infinity])
  func refused(_ head: String, _ poison: Float) throws {
    var weights = SeededWeights(seed: 5)
    let network = try network("convnextv2_atto.\(head)", .eightBits, &weights)
    let input = film([64, 96])
    #expect(try network.read(input, ws, .one).logits.allSatisfy(\.isFinite))
    input.base[3 * (40 * 96 + 17) + 1] = poison
    #expect(try network.read(input, ws, .one).logits.allSatisfy { !$0.isFinite })
    withExtendedLifetime(weights) {}
  }

  @Test("the gradient of a picture points where float32's does", arguments: ["csra", "standard"])
  func gradient(_ head: String) throws {
    var weights = SeededWeights(seed: 3)
    let (floats, bytes) = (
      try network("convnextv2_micro.\(head)", .float32, &weights),
      try network("convnextv2_micro.\(head)", .eightBits, &weights)
    )
    let input = film([64, 32])
    let slopes = [Float](repeating: 1, count: 30)
    let expected = try #require(try floats.inputGradient(input, { _ in slopes }, ws))
    let found = try #require(try bytes.inputGradient(input, { _ in slopes }, ws))
    #expect(error(found, expected) < 0.25, "\(error(found, expected))")
    withExtendedLifetime(weights) {}
  }
}
