/// One block of ConvNeXt forwards.

/// V2: x + fc2(grn(gelu(fc1(norm(depthwise(x)))))), V1: x + γ·fc2(gelu(fc1(norm(depthwise(x))))); for one picture, channels
/// last.
package struct ConvNeXtBlock {
  package let depthwise: DepthwiseConv7
  package let norm: LayerNorm
  package let fc1: Linear
  package let weighing: ChannelWeighing
  package let fc2: Linear

  package init(
    _ w: inout some WeightSource & ~Copyable, _ name: String, _ channels: Int, _ variant: ConvNeXtVariant
  ) throws(WeightError) {
    let pointwise = variant.pointwise
    let gamma = try ChannelWeighing.gamma(&w, name, channels, variant.generation)
    depthwise = try DepthwiseConv7(&w, "\(name).conv_dw", channels)
    norm = try LayerNorm(&w, "\(name).norm", channels)
    fc1 = try Linear(&w, "\(name).mlp.fc1", from: channels, to: 4 * channels, pointwise: pointwise)
    weighing = try ChannelWeighing(&w, name, channels, gamma: gamma)
    fc2 = try Linear(&w, "\(name).mlp.fc2", from: 4 * channels, to: channels, pointwise: pointwise)
  }

  /// What a pass leaves behind. P = H·W positions, C channels.
  package struct Tape {
    /// Input [H, W, C]; output of the depthwise convolution [H, W, C]; LayerNorm's output [P, C].
    package let x, convolved, normed: Tensor
    /// LayerNorm's statistics.
    package let statistics: LayerNorm.Statistics
    /// GELU's input, its output, and what fc2 sees, each [P, 4C]: GRN's output, or in V1 GELU's.
    package let hidden, activated, responses: Tensor
    /// GRN's G and the scales s of the hidden layer, each [4C].
    package let norms, scale: Tensor
    /// The factor of the branch: 1, or DropPath's 0 or 1/(1 − rate).
    let branch: Float

    /// With `keeping` each tensor has its own memory; otherwise those that a plain forward pass may overwrite share it.
    package init(_ x: Tensor, of block: ConvNeXtBlock, _ ws: Workspace, keeping: Bool, branch: Float) {
      let positions = x.rows
      let channels = x.columns
      self.x = x
      convolved = ws.tensor(x.shape)
      normed = keeping ? ws.tensor([positions, channels]) : convolved.reshaped([positions, channels])
      statistics = LayerNorm.Statistics(ws, rows: positions)
      hidden = ws.tensor([positions, 4 * channels])
      activated = keeping ? ws.tensor(hidden.shape) : hidden
      responses = keeping && block.weighing.response != nil ? ws.tensor(hidden.shape) : activated
      norms = ws.tensor([4 * channels])
      scale = ws.tensor([4 * channels])
      self.branch = branch
    }
  }

  /// Fills `tape` and writes y [H, W, C], which may be the input's memory.
  package func forward(_ tape: Tape, into y: Tensor, _ ws: Workspace, _ threads: Threads) {
    guard tape.branch != 0 else { return y.base == tape.x.base ? () : y.copy(from: tape.x) }
    ws.scope {
      convolve(tape, taps: depthwise.taps(ws), threads)
      expand(tape, ws, threads)
      weighing.scales(norms: tape.norms, into: tape.scale)
      project(tape, into: y, ws, threads)
    }
  }

  private func convolve(_ tape: Tape, taps: Tensor, _ threads: Threads) {
    let width = tape.x.shape[1]
    let tiles = threads.tiles(tape.x.shape[0], atMost: max(1, 1024 / max(1, width)))
    threads.parallel(tiles.count) { tile in
      depthwise.forward(tape.x, taps: taps, into: tape.convolved, rows: tiles[tile])
      let rows = (tiles[tile].lowerBound * width)..<(tiles[tile].upperBound * width)
      norm.forward(tape.convolved, into: tape.normed, tape.statistics, rows: rows)
    }
  }

  /// hidden = fc1(normed), activated = gelu(hidden); norms = Σ activated², summed by tile and then in the tiles' order,
  /// where GRN asks for them.
  private func expand(_ tape: Tape, _ ws: Workspace, _ threads: Threads) {
    let tiles = Self.tiles(tape, threads)
    let squares = weighing.response.map { _ in ws.zeros([tiles.count, 4 * tape.x.columns]) }
    threads.parallel(tiles.count) { tile in
      let hidden = tape.hidden.rows(tiles[tile])
      multiply(tape.normed.rows(tiles[tile]), transposed: fc1.weight, into: hidden)
      KernelSet.best.biasGELU(
        hidden, bias: fc1.bias, into: tape.activated.rows(tiles[tile]), squares: squares?.row(tile))
    }
    tape.norms.fill(0)
    if let squares { KernelSet.best.columnSums(squares, into: tape.norms) }
  }

  /// y = x + branch·γ·fc2(responses), with responses = activated·scale + GRN's bias in V2.
  private func project(_ tape: Tape, into y: Tensor, _ ws: Workspace, _ threads: Threads) {
    let (weight, bias) = projection(ws)
    let tiles = Self.tiles(tape, threads)
    threads.parallel(tiles.count) { tile in
      let responses = tape.responses.rows(tiles[tile])
      let out = y.rows(tiles[tile])
      if let grn = weighing.response {
        KernelSet.best.scaleShift(
          tape.activated.rows(tiles[tile]), scale: tape.scale, shift: grn.bias, into: responses)
      }
      KernelSet.best.addRow(tape.x.rows(tiles[tile]), bias, factor: tape.branch, into: out)
      multiply(responses, transposed: weight, alpha: tape.branch, beta: 1, into: out)
    }
  }

  /// fc2 with γ, where there is one, folded in.
  func projection(_ ws: Workspace) -> (weight: Tensor, bias: Tensor) {
    guard let gamma = weighing.gain else { return (fc2.weight, fc2.bias) }
    let (weight, bias) = (ws.tensor(fc2.weight.shape), ws.tensor(fc2.bias.shape))
    gamma.scaleRows(of: fc2.weight, into: weight)
    gamma.scaleRows(of: fc2.bias, into: bias)
    return (weight, bias)
  }

  /// Rows enough for the product to run near its peak, few enough for a tile of the hidden layer to stay in the second cache.
  private static func tiles(_ tape: Tape, _ threads: Threads) -> [Range<Int>] {
    threads.tiles(tape.x.rows, atMost: max(128, (1 << 17) / (4 * tape.x.columns)))
  }
}
