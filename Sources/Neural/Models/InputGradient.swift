/// The gradient of a loss at the picture itself, and the step against it that ODIN takes.

extension ConvNeXtNetwork {
  /// Runs forwards keeping everything, and back to the pixels. The weights' own gradients go to scratch memory of the
  /// weights' size.
  package func inputGradient(
    _ input: Tensor, _ slopes: ([Float]) -> [Float], _ ws: Workspace
  ) throws(WeightError) -> [Float]? {
    precondition(input.shape.count == 4 && input.shape[0] == 1, "input is [1, H, W, 3]")
    let layout = try ParameterLayout { w throws(WeightError) in try mirrored(&w) }
    let store = ParameterStore(layout)
    let scratch = try store.model { w throws(WeightError) in try mirrored(&w) }
    return ws.scope {
      var unused = SplitMix64(seed: 0)
      let image = input.reshaped(Array(input.shape.dropFirst()))
      let tape = forwardPicture(image, branches: nil, ws)
      let (logits, headTape) = head.forward(tape.features, pictures: 1, training: false, ws, &unused)
      let dLogits = ws.tensor(logits.shape)
      dLogits.copy(from: slopes(logits.values))
      let dFeatures = head.backward(dLogits, headTape, into: nil, ws)
      let dImage = ws.zeros(image.shape)
      backbone.backward(dFeatures, tape, into: scratch.backbone, dImage: dImage, ws)
      return dImage.values
    }
  }
}

/// Input preprocessing of ODIN for several labels (Liang et al. 2018; Hendrycks et al. 2022).
package enum ODIN {
  /// The slopes of Σ BCE(z, ỹ) with the pseudo-labels ỹ = [σ(z) ≥ ½]: σ(z) − ỹ.
  package static func slopes(_ logits: [Float]) -> [Float] {
    logits.map { z in
      let p = 1 / (1 + exponential(-z))
      return p - (p >= 0.5 ? 1 : 0)
    }
  }

  /// x − ε·s / deviation by channel, with s = 1 where the gradient is at least 0, else −1.
  package static func moved(
    _ x: [Float], _ gradient: [Float], epsilon: Float, deviation: [Float]
  ) -> [Float] {
    precondition(x.count == gradient.count, "a gradient has the shape of its picture")
    let channels = deviation.count
    return x.indices.map { x[$0] - epsilon * (gradient[$0] >= 0 ? 1 : -1) / deviation[$0 % channels] }
  }
}
