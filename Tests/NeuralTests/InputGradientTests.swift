/// Back to the pixels: the gradient that ODIN moves a film by.

import Testing

import Neural

@Suite("The gradient of a picture")
struct InputGradientTests {
  private let ws = Workspace()

  @Test(
    "a network's picture gradient equals central differences",
    arguments: ["convnextv2_micro.csra", "convnextv2_micro.standard", "convnext_micro.csra"], [true, false])
  func slopes(_ name: String, _ packed: Bool) throws {
    var weights = SeededWeights(seed: 3)
    let network: any FindingNetwork =
      packed
      ? try ModelRegistry.make(name, labels: 3, &weights)
      : try ModelRegistry.trainable(name, labels: 3, &weights)
    let x = Numbers(seed: 9).tensor([1, 64, 32, 3], ws)
    let factors: [Float] = [1, -2, 0.5]
    let gradient = try #require(try network.inputGradient(x, { _ in factors }, ws))
    func loss() throws -> Double {
      zip(try network.read(x, ws, .one).logits, factors).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    let scale = gradient.map(abs).max() ?? 0
    #expect(scale > 0)
    for i in stride(from: 0, to: x.count, by: 257) {
      let (value, step) = (x.base[i], Float(2e-2))
      x.base[i] = value + step
      let above = try loss()
      x.base[i] = value - step
      let below = try loss()
      x.base[i] = value
      #expect(abs((above - below) / Double(2 * step) - Double(gradient[i])) < 2e-2 * Double(scale))
    }
    withExtendedLifetime(weights) {}
  }

  @Test("ODIN's step raises the belief in what the network already believes")
  func step() throws {
    var weights = SeededWeights(seed: 3)
    let network = try ModelRegistry.make("convnextv2_micro.csra", labels: 3, &weights)
    let x = Numbers(seed: 9).tensor([1, 64, 32, 3], ws)
    let before = try network.read(x, ws, .one).logits
    let gradient = try #require(try network.inputGradient(x, ODIN.slopes, ws))
    x.copy(from: ODIN.moved(x.values, gradient, epsilon: 1e-3, deviation: [0.229, 0.224, 0.225]))
    let after = try network.read(x, ws, .one).logits
    func doubt(_ logits: [Float], _ believed: [Float]) -> Double {
      zip(logits, believed).reduce(0) { sum, z in
        sum + BinaryCrossEntropy().term(Double(z.0), z.1 >= 0 ? 1 : 0).value
      }
    }
    #expect(doubt(after, before) < doubt(before, before))
    withExtendedLifetime(weights) {}
  }
}
