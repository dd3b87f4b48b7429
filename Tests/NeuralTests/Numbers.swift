/// Seeded test data.

import Neural

/// Near-normal numbers by seed and order of asking.
final class Numbers {
  private var random: SplitMix64
  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  func next() -> Float { SeededWeights.gauss(random.next()) }

  func tensor(_ shape: [Int], _ ws: Workspace) -> Tensor {
    let tensor = ws.tensor(shape)
    for i in 0..<tensor.count { tensor.base[i] = next() }
    return tensor
  }
}
