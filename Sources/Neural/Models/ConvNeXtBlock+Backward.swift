/// A block of ConvNeXt backwards.

extension ConvNeXtBlock {
  /// dy [H, W, C] becomes dx; the weights' gradients are added to `gradient`.
  package func backward(_ dy: Tensor, _ tape: Tape, into gradient: ConvNeXtBlock, _ ws: Workspace) {
    guard tape.branch != 0 else { return }
    ws.scope {
      backwardProjection(dy, tape, into: gradient, ws)
      let dConvolved = backwardToConvolution(dy, tape, into: gradient, ws)
      depthwise.backward(dy: dConvolved, x: tape.x, addingTo: dy, into: gradient.depthwise, ws)
    }
  }

  /// The gradients of fc2 and γ. With D = branch·dyᵀ·responses and d = branch·Σ dy those of fc2 are D and d, or in V1 γ·D and
  /// γ·d, and that of γ is D·fc2's weight + d·fc2's bias, row by row.
  private func backwardProjection(
    _ dy: Tensor, _ tape: Tape, into gradient: ConvNeXtBlock, _ ws: Workspace
  ) {
    guard let gamma = weighing.gain, let dGamma = gradient.weighing.gain else {
      multiply(transposed: dy, tape.responses, alpha: tape.branch, addingTo: gradient.fc2.weight)
      KernelSet.best.columnSums(dy, factor: tape.branch, into: gradient.fc2.bias)
      return
    }
    ws.scope {
      let (dWeight, dBias) = (ws.zeros(fc2.weight.shape), ws.zeros(fc2.bias.shape))
      multiply(transposed: dy, tape.responses, alpha: tape.branch, addingTo: dWeight)
      KernelSet.best.columnSums(dy, factor: tape.branch, into: dBias)
      dGamma.addRowDots(dWeight, fc2.weight)
      dGamma.addRowDots(dBias, fc2.bias)
      gamma.scaleRows(of: dWeight, into: dWeight)
      gamma.scaleRows(of: dBias, into: dBias)
      KernelSet.best.add(dWeight, to: gradient.fc2.weight)
      KernelSet.best.add(dBias, to: gradient.fc2.bias)
    }
  }

  /// The gradient at the output of the depthwise convolution [H, W, C], in memory of the caller's scope. Without `gradient`
  /// the weights' own gradients are left out: that is Grad-CAM.
  package func backwardToConvolution(
    _ dy: Tensor, _ tape: Tape, into gradient: ConvNeXtBlock?, _ ws: Workspace
  ) -> Tensor {
    let (positions, width) = (dy.rows, tape.hidden.columns)
    let dConvolved = ws.tensor(dy.shape)
    ws.scope {
      let dHidden = ws.tensor([positions, width])
      let (pull, dBias) = (ws.tensor([width]), ws.zeros([width]))
      multiply(dy, projection(ws).weight, alpha: tape.branch, into: dHidden)
      weighing.backward(
        dHidden: dHidden, activated: tape.activated, norms: tape.norms, pull: pull,
        into: gradient?.weighing, ws)
      KernelSet.best.geluBackward(
        dg: dHidden, u: tape.activated, h: tape.hidden, scale: tape.scale, pull: pull, dh: dHidden,
        sums: dBias)
      if let gradient {
        multiply(transposed: dHidden, tape.normed, addingTo: gradient.fc1.weight)
        KernelSet.best.add(dBias, to: gradient.fc1.bias)
      }
      multiply(dHidden, fc1.weight, into: dConvolved)
      norm.backward(
        dy: dConvolved, x: tape.convolved, tape.statistics, dx: dConvolved, into: gradient?.norm)
    }
    return dConvolved
  }
}
