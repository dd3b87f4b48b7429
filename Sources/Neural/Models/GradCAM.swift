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
      let weights = ws.zeros([dConvolved.columns])
      KernelSet.best.columnSums(dConvolved, factor: 1 / Float(dConvolved.rows), into: weights)
      let map = ws.tensor([dConvolved.rows, 1])
      multiply(kept.convolved.reshaped([dConvolved.rows, dConvolved.columns]), weights, into: map)
      return GradCAMMap(map.values)
    }
  }
}

extension GradCAMMap {
  package init(_ sums: [Float]) {
    let raw = sums.map { max($0, 0) }
    let least = raw.min() ?? 0
    let range = (raw.max() ?? 0) - least
    self.raw = raw
    unit = raw.map { ($0 - least) / (1e-7 + range) }
  }
}
