/// A packed block backwards: for Grad-CAM, and for the gradient of a picture.

extension PackedBlock {
  /// The weights of fc1 and fc2 as matrices, for products the other way round.
  struct Unpacked {
    let fc1, fc2: Tensor
  }

  func unpacked(_ ws: Workspace) -> Unpacked {
    let (channels, hidden) = (taps.tensor.columns, 4 * taps.tensor.columns)
    let weights = Unpacked(fc1: ws.tensor([hidden, channels]), fc2: ws.tensor([channels, hidden]))
    switch products {
    case .floats(let fc1, let fc2):
      fc1.unpacked(into: weights.fc1)
      fc2.unpacked(into: weights.fc2)
    case .bytes(let fc1, let fc2):
      fc1.unpacked(into: weights.fc1)
      fc2.unpacked(into: weights.fc2)
    }
    return weights
  }

  /// dy [H, W, C] at the block's output becomes the gradient at its input.
  func backward(_ dy: Tensor, _ kept: Kept, _ ws: Workspace) {
    ws.scope {
      let dConvolved = backwardToConvolution(dy, kept, unpacked(ws), ws)
      let reversed = ws.tensor(taps.tensor.shape)
      for tap in 0..<49 { reversed.rows(tap..<tap + 1).copy(from: taps.tensor.rows(48 - tap..<49 - tap)) }
      KernelSet.best.depthwise(
        dConvolved, taps: reversed, bias: nil, into: dy, rows: 0..<dy.shape[0], accumulate: true)
    }
  }

  /// From the gradient at the block's output [P, C] to that at the output of the depthwise convolution.
  func backwardToConvolution(
    _ dy: Tensor, _ kept: Kept, _ weights: Unpacked, _ ws: Workspace
  ) -> Tensor {
    let dConvolved = ws.tensor(kept.convolved.shape)
    ws.scope {
      let (positions, width) = (dy.rows, kept.hidden.columns)
      let dHidden = ws.tensor([positions, width])
      let (pull, dBias) = (ws.tensor([width]), ws.zeros([width]))
      multiply(dy, weights.fc2, into: dHidden)
      weighing.backward(
        dHidden: dHidden, activated: kept.activated, norms: kept.norms, pull: pull, into: nil, ws)
      KernelSet.best.geluBackward(
        dg: dHidden, u: kept.activated, h: kept.hidden, scale: kept.scale, pull: pull, dh: dHidden,
        sums: dBias)
      multiply(dHidden, weights.fc1, into: dConvolved)
      // fc1's weights hold those of the norm, so what is left of the norm has weights of one.
      let ones = ws.tensor([dy.columns])
      ones.fill(1)
      KernelSet.best.layerNormBackward(
        dy: dConvolved, x: kept.convolved, mean: kept.statistics.mean.base, rstd: kept.statistics.rstd.base,
        weight: ones, dx: dConvolved, dWeight: nil, dBias: nil)
    }
    return dConvolved
  }
}
