/// Adam with decoupled weight decay (Loshchilov and Hutter 2019), as PyTorch computes it.

internal import Glibc

/// Parameters that share a learning rate and a decay.
package struct ParameterGroup: Equatable, Sendable {
  /// Places in the flat parameter buffer.
  package var ranges: [Range<Int>]
  package var learningRate: Double
  package var weightDecay: Double

  package init(ranges: [Range<Int>], learningRate: Double, weightDecay: Double) {
    self.ranges = ranges
    self.learningRate = learningRate
    self.weightDecay = weightDecay
  }
}

/// First and second moments of each parameter, float32. A parameter of no group is left alone.
package struct AdamW: Equatable, Sendable {
  package var epsilon: Double
  package private(set) var step = 0
  package private(set) var mean: [Float]
  package private(set) var square: [Float]

  private static let decay1 = 0.9
  private static let decay2 = 0.999

  package init(count: Int, epsilon: Double = 1e-8) {
    self.epsilon = epsilon
    mean = [Float](repeating: 0, count: count)
    square = mean
  }

  /// Continues from a checkpoint's moments.
  package init(epsilon: Double, step: Int, mean: [Float], square: [Float]) {
    precondition(mean.count == square.count)
    self.epsilon = epsilon
    self.step = step
    self.mean = mean
    self.square = square
  }

  /// One update of `parameters` in place, with `gradients` multiplied by `scale` (of clipping) first.
  package mutating func update(
    _ parameters: UnsafeMutableBufferPointer<Float>, _ gradients: UnsafeMutableBufferPointer<Float>,
    scale: Float = 1, _ groups: [ParameterGroup]
  ) {
    precondition(parameters.count == mean.count && gradients.count == mean.count)
    step += 1
    let correction1 = 1 - pow(Self.decay1, Double(step))
    let rootCorrection2 = Float(sqrt(1 - pow(Self.decay2, Double(step))))
    let (b1, b2) = (Float(1 - Self.decay1), Float(Self.decay2))
    let epsilon = Float(epsilon)
    for group in groups {
      let keep = Float(1 - group.learningRate * group.weightDecay)
      let rate = Float(group.learningRate / correction1)
      for range in group.ranges {
        for i in range {
          let g = gradients[i] * scale
          let m = mean[i] + b1 * (g - mean[i])
          let v = square[i] * b2 + (1 - b2) * g * g
          mean[i] = m
          square[i] = v
          parameters[i] = parameters[i] * keep - rate * m / (v.squareRoot() / rootCorrection2 + epsilon)
        }
      }
    }
  }
}

/// The global L2 norm of a gradient, and what to multiply it by so that the norm does not exceed `limit`.
package func clipping(
  _ gradients: UnsafeMutableBufferPointer<Float>, limit: Double
) -> (norm: Double, scale: Float) {
  var sum = 0.0
  for g in gradients { sum += Double(g) * Double(g) }
  let norm = sqrt(sum)
  return (norm, Float(min(1, limit / (norm + 1e-6))))
}
