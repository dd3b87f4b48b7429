/// Dropout of single numbers, and DropPath of whole residual branches, for training.

/// Each number is dropped with probability `rate`, the others are divided by 1 − rate.
package struct Dropout {
  package let rate: Float
  package init(rate: Float) { self.rate = rate }

  /// x becomes mask·x in place; the mask, of 0 and 1/(1 − rate), is what the backward pass needs.
  package func forward(
    _ x: Tensor, _ ws: Workspace, _ random: inout some RandomNumberGenerator
  ) -> Tensor {
    let mask = ws.tensor(x.shape)
    for i in 0..<x.count {
      mask.base[i] = Float.random(in: 0..<1, using: &random) < rate ? 0 : 1 / (1 - rate)
      x.base[i] *= mask.base[i]
    }
    return mask
  }

  /// dy becomes dx in place.
  package static func backward(_ dy: Tensor, mask: Tensor) {
    for i in 0..<dy.count { dy.base[i] *= mask.base[i] }
  }
}

/// DropPath (stochastic depth): a picture skips the branch of a block with a rate that grows linearly with the block's place.
package struct DropPath: Sendable {
  package let rate: Float
  package init(rate: Float) { self.rate = rate }

  /// One factor for each block in order: 0 where the branch is skipped, else 1/(1 − its rate).
  package func branches(blocks: Int, _ random: inout some RandomNumberGenerator) -> [Float] {
    (0..<blocks).map { block in
      let own = blocks > 1 ? rate * Float(block) / Float(blocks - 1) : rate
      return Float.random(in: 0..<1, using: &random) < own ? 0 : 1 / (1 - own)
    }
  }
}
