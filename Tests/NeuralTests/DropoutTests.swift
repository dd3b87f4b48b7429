/// Dropout that stays at work while a network reads.

import Testing

import Neural

@Suite("Passes with dropout")
struct DropoutTests {
  /// Seeded weights whose hidden layer hears nothing: what comes out of it is its bias, whatever the film.
  private struct DeafHidden: WeightSource {
    private var seeded = SeededWeights(seed: 5)
    /// Of the layers by name.
    private(set) var taken: [String: [Float]] = [:]

    mutating func take(_ name: String, _ shape: [Int]) -> Tensor {
      let tensor = seeded.take(name, shape)
      if name == "classifier.2.weight" { for i in 0..<tensor.count { tensor.base[i] = 0 } }
      if name.hasPrefix("classifier.") { taken[name] = tensor.values }
      return tensor
    }

    mutating func takeCounter(_ name: String) {}
  }

  private let ws = Workspace()

  @Test("their mean and variance are those of the closed form")
  func moments() throws {
    var source = DeafHidden()
    let network = try ModelRegistry.make("convnextv2_micro.standard", labels: 3, &source)
    let output = try network.read(Numbers(seed: 9).tensor([1, 64, 32, 3], ws), ws, .one)
    let count = 4000
    let passes = try #require(network.sampled(output, passes: count, seed: 1, ws))
    // Logit k is Σ W[k, j]·m[j]·c[j] + b[k], m[j] 0 with chance 0.3 and else 1/0.7: its mean is that of reading, its variance
    // Σ (W[k, j]·c[j])²·0.3/0.7.
    func layer(_ name: String) throws -> [Double] { try #require(source.taken[name]).map(Double.init) }
    let (bias, gain, shift) = (
      try layer("classifier.2.bias"), try layer("classifier.4.weight"), try layer("classifier.4.bias")
    )
    let (mean, variance) = (
      try layer("classifier.4.running_mean"), try layer("classifier.4.running_var")
    )
    let weight = try layer("classifier.6.weight")
    let c = bias.indices.map { j in
      (max(bias[j], 0) - mean[j]) / (variance[j] + 1e-5).squareRoot() * gain[j] + shift[j]
    }
    for k in 0..<3 {
      let expected = c.indices.reduce(0.0) { sum, j in
        let part = weight[k * c.count + j] * c[j]
        return sum + part * part * 0.3 / 0.7
      }
      let values = passes.map { Double($0[k]) }
      let average = values.reduce(0, +) / Double(count)
      let spread = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(count - 1)
      #expect(expected > 0)
      // Five standard errors of a mean and of a variance of so many draws.
      #expect(abs(average - Double(output.logits[k])) < 5 * (expected / Double(count)).squareRoot())
      #expect(abs(spread / expected - 1) < 5 * (2 / Double(count)).squareRoot())
    }
    withExtendedLifetime(source) {}
  }

  @Test("the same seed and pass give the same bits, another pass or seed others")
  func deterministic() throws {
    var weights = SeededWeights(seed: 3)
    let network = try ModelRegistry.make("convnextv2_micro.standard", labels: 3, &weights)
    let output = try network.read(Numbers(seed: 9).tensor([1, 64, 32, 3], ws), ws, .one)
    let first = try #require(network.sampled(output, passes: 3, seed: 7, ws))
    #expect(network.sampled(output, passes: 3, seed: 7, ws) == first)
    #expect(network.sampled(output, passes: 1, seed: 7, ws) == [first[0]])
    #expect(first[0] != first[1] && network.sampled(output, passes: 3, seed: 8, ws) != first)
    withExtendedLifetime(weights) {}
  }

  @Test("a head without dropout has no such passes")
  func none() throws {
    var weights = SeededWeights(seed: 3)
    let network = try ModelRegistry.make("convnextv2_micro.csra", labels: 3, &weights)
    let output = try network.read(Numbers(seed: 9).tensor([1, 64, 32, 3], ws), ws, .one)
    #expect(network.sampled(output, passes: 3, seed: 7, ws) == nil)
    withExtendedLifetime(weights) {}
  }
}
