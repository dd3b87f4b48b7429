/// A block of ConvNeXt V2 for reading, with everything folded away that can be before a film is there.

/// x + fc2(grn(gelu(fc1(norm(depthwise(x)))))), in place, for one picture, channels last.
///
/// LayerNorm's weight and bias are folded into fc1. GRN is u·s + β with one scale s for each channel: s multiplies fc2's
/// weights, which are fewer than the activations, and β is folded into fc2's bias.
struct PackedBlock {
  private let taps: OwnedTensor
  private let depthwiseBias: Tensor
  private let grn: GRN
  private let fc1: PackedLinear
  private let fc2: PackedLinear

  init(
    _ w: inout some WeightSource & ~Copyable, _ name: String, _ channels: Int, pointwise: Bool
  ) throws(WeightError) {
    let taps = OwnedTensor([49, channels])
    try w.lend("\(name).conv_dw.weight", [channels, 1, 7, 7]) { weight, _ in
      DepthwiseConv7.writeTaps(of: weight, into: taps.tensor)
    }
    self.taps = taps
    depthwiseBias = try w.take("\(name).conv_dw.bias", [channels])
    let norm = try LayerNorm(&w, "\(name).norm", channels)
    fc1 = try PackedLinear.read(
      &w, "\(name).mlp.fc1", from: channels, to: 4 * channels, pointwise: pointwise, scale: norm.weight,
      shift: norm.bias)
    grn = try GRN(&w, "\(name).mlp.grn", 4 * channels)
    fc2 = try PackedLinear.read(
      &w, "\(name).mlp.fc2", from: 4 * channels, to: channels, pointwise: pointwise, shift: grn.bias)
  }

  /// What Grad-CAM needs of a pass. P = H·W positions, C channels.
  struct Kept {
    /// The output of the depthwise convolution [H, W, C], and the statistics of its norm.
    let convolved: Tensor
    let statistics: LayerNorm.Statistics
    /// GELU's input and output [P, 4C]; GRN's G and its scales s [4C].
    let hidden, activated, norms, scale: Tensor

    init(_ shape: [Int], _ ws: Workspace) {
      let (positions, channels) = (shape[0] * shape[1], shape[2])
      convolved = ws.tensor(shape)
      statistics = LayerNorm.Statistics(ws, rows: positions)
      (hidden, activated) = (ws.tensor([positions, 4 * channels]), ws.tensor([positions, 4 * channels]))
      (norms, scale) = (ws.tensor([4 * channels]), ws.tensor([4 * channels]))
    }
  }

  /// x [H, W, C] becomes the block's output; `kept` is filled if it is given.
  /// - Throws: where the task was cancelled before either half; x is then of no use.
  func forward(
    _ x: Tensor, keeping kept: Kept? = nil, _ ws: Workspace, _ threads: Threads
  ) throws(CancellationError) {
    try ws.stopIfUnwanted()
    try ws.scope { () throws(CancellationError) in
      let positions = x.rows
      let normed = ws.tensor([positions, x.columns])
      normalise(x, into: normed, kept, threads)
      ws.stopwatch?.lap("depthwise, norm", multiplyAdds: 49 * x.count)
      let hidden = kept?.hidden ?? ws.tensor([positions, fc1.outputs])
      let activated = kept?.activated ?? hidden
      let squares = ws.zeros([PackedLinear.tiles(of: positions).count, fc1.outputs])
      fc1(normed, into: hidden, then: .init(activated: activated, squares: squares), ws, threads)
      ws.stopwatch?.lap("fc1, GELU, squares", multiplyAdds: fc1.multiplyAdds(positions))
      let norms = kept?.norms ?? ws.tensor([fc1.outputs])
      let scale = kept?.scale ?? ws.tensor([fc1.outputs])
      norms.fill(0)
      KernelSet.best.columnSums(squares, into: norms)
      grn.scales(norms: norms, into: scale)
      let y = x.reshaped([positions, x.columns])
      ws.stopwatch?.lap("GRN")
      try ws.stopIfUnwanted()
      fc2(activated, into: y, then: .init(base: y, scale: scale), ws, threads)
      ws.stopwatch?.lap("fc2, sum", multiplyAdds: fc2.multiplyAdds(positions))
    }
  }

  /// The depthwise convolution and the norm without its weight and bias, row by row.
  private func normalise(_ x: Tensor, into normed: Tensor, _ kept: Kept?, _ threads: Threads) {
    let (height, width) = (x.shape[0], x.shape[1])
    // Two rows at least: the convolution takes them together.
    let tiles = threads.tiles(height, atMost: max(2, min(256 / max(1, width), height / (4 * threads.count))))
    threads.parallel(tiles.count) { tile in
      let convolved = kept?.convolved ?? normed.reshaped(x.shape)
      KernelSet.best.depthwise(
        x, taps: taps.tensor, bias: depthwiseBias, into: convolved, rows: tiles[tile])
      let rows = (tiles[tile].lowerBound * width)..<(tiles[tile].upperBound * width)
      KernelSet.best.normalise(
        convolved.rows(rows), epsilon: LayerNorm.epsilon, into: normed.rows(rows),
        mean: kept.map { $0.statistics.mean.base + rows.lowerBound },
        rstd: kept.map { $0.statistics.rstd.base + rows.lowerBound })
    }
  }

  /// The weights of fc1 and fc2 as matrices, for products the other way round.
  struct Unpacked {
    let fc1, fc2: Tensor
  }

  func unpacked(_ ws: Workspace) -> Unpacked {
    let weights = Unpacked(
      fc1: ws.tensor([fc1.outputs, fc1.inputs]), fc2: ws.tensor([fc2.outputs, fc2.inputs]))
    fc1.unpacked(into: weights.fc1)
    fc2.unpacked(into: weights.fc2)
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
      let (positions, width) = (dy.rows, fc1.outputs)
      let dHidden = ws.tensor([positions, width])
      let (dots, sums) = (ws.zeros([width]), ws.zeros([width]))
      let (pull, dBias) = (ws.tensor([width]), ws.zeros([width]))
      multiply(dy, weights.fc2, into: dHidden)
      KernelSet.best.columnDots(dHidden, kept.activated, into: dots)
      grn.backward(dots: dots, sums: sums, norms: kept.norms, pull: pull, into: nil)
      KernelSet.best.geluBackward(
        dg: dHidden, u: kept.activated, h: kept.hidden, scale: kept.scale, pull: pull, dh: dHidden,
        sums: dBias)
      multiply(dHidden, weights.fc1, into: dConvolved)
      // fc1's weights hold those of the norm, so what is left of the norm has weights of one.
      let ones = ws.tensor([fc1.inputs])
      ones.fill(1)
      KernelSet.best.layerNormBackward(
        dy: dConvolved, x: kept.convolved, mean: kept.statistics.mean.base, rstd: kept.statistics.rstd.base,
        weight: ones, dx: dConvolved, dWeight: nil, dBias: nil)
    }
    return dConvolved
  }
}
