/// Grad-CAM at the last block's depthwise convolution, in closed form.

/// A map over the last stage's grid, row-major.
package struct GradCAMMap: Sendable {
  /// max(Σ α·A, 0), with A the activation and α its mean gradient by channel.
  package let raw: [Float]
  /// `raw` less its minimum, over its largest value + 1e-7.
  package let unit: [Float]
}

extension ConvNeXtNetwork {
  /// Selvaraju et al. 2017, for the logit of one label. The tape must have kept the last block.
  func gradCAM(_ label: Int, _ tape: BackboneTape, _ headTape: Head.Tape, _ ws: Workspace) -> GradCAMMap {
    ws.scope {
      let dLogits = ws.zeros([1, labelCount])
      dLogits.base[label] = 1
      let dFeatures = head.backward(dLogits, headTape, into: nil, ws)
      let dOutput = backbone.backwardToLastStage(dFeatures, tape, into: nil, ws)
      guard let block = backbone.stages.last?.blocks.last, let kept = tape.stages.last?.blocks.last else {
        preconditionFailure("the tape keeps the last block")
      }
      let dConvolved = block.backwardToConvolution(dOutput, kept, into: nil, ws)
      return GradCAMMap(kept.convolved, dConvolved, ws)
    }
  }
}

extension GradCAMMap {
  /// Σ α·A for the activation A [H, W, C] and its gradient.
  init(_ activation: Tensor, _ gradient: Tensor, _ ws: Workspace) {
    let sums = ws.scope {
      let weights = ws.zeros([gradient.columns])
      KernelSet.best.columnSums(gradient, factor: 1 / Float(gradient.rows), into: weights)
      let map = ws.tensor([gradient.rows, 1])
      multiply(activation.reshaped([gradient.rows, gradient.columns]), weights, into: map)
      return map.values
    }
    self.init(sums)
  }

  package init(_ sums: [Float]) {
    let raw = sums.map { max($0, 0) }
    let least = raw.min() ?? 0
    let range = (raw.max() ?? 0) - least
    self.raw = raw
    unit = raw.map { ($0 - least) / (1e-7 + range) }
  }
}
