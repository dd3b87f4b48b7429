/// Weights out of a seed: for benchmarks, for tests, and for golden files that name a seed instead of holding weights.

/// Every number is a pure function of (seed, tensor name, index): FNV-1a of the name, SplitMix64, the sum of four uniforms
/// (Irwin–Hall), rounded to half precision. Owns the memory of what it gave out, so it must outlive the network.
package final class SeededWeights: WeightSource {
  private let seed: UInt64
  private let scale: Float
  private let rename: (String) -> String
  private var blocks: [UnsafeMutableBufferPointer<Float>] = []

  /// - Parameters:
  ///   - scale: what every number is multiplied by; 0 makes a gradient to add to.
  ///   - rename: from a network's name for a tensor to the name that the recipe uses.
  package init(seed: UInt64, scale: Float = 1, rename: @escaping (String) -> String = { $0 }) {
    (self.seed, self.scale, self.rename) = (seed, scale, rename)
  }

  deinit { for block in blocks { block.deallocate() } }

  package func take(_ name: String, _ shape: [Int]) -> Tensor {
    let count = shape.reduce(1, *)
    let block = UnsafeMutableBufferPointer<Float>.allocate(capacity: max(count, 1))
    blocks.append(block)
    guard let base = block.baseAddress else { preconditionFailure("a block is never empty") }
    let tensor = Tensor(base, shape)
    fill(tensor, rename(name))
    return tensor
  }

  package func takeCounter(_ name: String) {}

  package func lend<Result>(_ name: String, _ shape: [Int], _ use: (Tensor, Halves?) -> Result) -> Result {
    let tensor = OwnedTensor(shape)
    fill(tensor.tensor, rename(name))
    return use(tensor.tensor, nil)
  }

  private func fill(_ tensor: Tensor, _ name: String) {
    let rule = Rule(name, tensor.shape)
    var random = SplitMix64(seed: Self.hash(name) ^ (seed &* 0x9E37_79B9_7F4A_7C15))
    for i in 0..<tensor.count {
      let g = Self.gauss(random.next())
      let value = rule.isVariance ? 0.5 + 0.25 * (g * g) : rule.mean + rule.deviation * g
      tensor.base[i] = scale * Float(Float16(value))
    }
  }

  private static let unit = Float(1.0 as Double / 37837.2273)

  /// Near-normal: zero mean, unit deviation.
  package static func gauss(_ z: UInt64) -> Float {
    let sum = (z & 0xFFFF) + (z >> 16 & 0xFFFF) + (z >> 32 & 0xFFFF) + (z >> 48)
    return Float(Int(sum) - 131070) * unit
  }

  /// FNV-1a, 64 bits.
  package static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// Mean and deviation by the kind of tensor, chosen so that activations stay near 1 through all blocks.
private struct Rule {
  var isVariance = false
  var mean: Float = 0
  var deviation: Float = 0

  init(_ name: String, _ shape: [Int]) {
    let leaf = name.split(separator: ".").last ?? ""
    let root = 1 / Double(max(shape.dropFirst().reduce(1, *), 1)).squareRoot()
    if leaf == "running_var" {
      isVariance = true
    } else if leaf == "running_mean" {
      deviation = 0.3
    } else if name.contains("grn") {
      deviation = leaf == "weight" ? 0.8 : 0.2
    } else if shape.count == 1 {
      (mean, deviation) = Self.vector(name, leaf)
    } else {
      deviation = Float(Self.gain(name) * root)
    }
  }

  private static func vector(_ name: String, _ leaf: Substring) -> (Float, Float) {
    if leaf == "weight" { return (1, 0.2) }
    if leaf == "gamma" { return (0.5, 0.15) }
    let classifiers = ["head.classifier.bias", "head.fc.bias", "head.bias", "fc.bias"]
    return classifiers.contains(name) ? (-1, 0.5) : (0, 0.1)
  }

  private static func gain(_ name: String) -> Double {
    if name.contains("conv_att") { return 2 }
    if name.contains("conv_dw") { return 1.2 }
    if name.contains(".fc2.") { return 0.6 }
    return name.contains("head.classifier") || name.contains("head.fc") ? 1.5 : 1
  }
}
