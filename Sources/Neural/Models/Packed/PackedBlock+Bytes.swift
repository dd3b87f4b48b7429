/// A packed block whose two large products are made of bytes.

extension PackedBlock {
  /// As with float32 products, but: the norm's output is bytes; the hidden layer is kept as halves until GRN's scales are known,
  /// and then becomes bytes, times them. The rows between the stages of a block are float32.
  ///
  /// `kept`, if it is given, is filled with what float32 makes of the same input and of what the weights' bytes stand for: a
  /// backward pass from it is that of this block, but for the rounding of activations.
  func forward(
    _ x: Tensor, _ fc1: PackedBytes, _ fc2: PackedBytes, keeping kept: Kept?, _ ws: Workspace,
    _ threads: Threads
  ) throws(CancellationError) {
    try ws.stopIfUnwanted()
    if let kept { fill(kept, from: x, fc1.bias, ws, threads) }
    try ws.scope { () throws(CancellationError) in
      let positions = x.rows
      let normed = ByteRows(positions, fc1.inputs, ws)
      normalise(x, into: normed, ws, threads)
      ws.stopwatch?.lap("depthwise, norm", multiplyAdds: 49 * x.count)
      let hidden = HalfRows(positions, fc1.outputs, ws)
      let squares = ws.zeros([PackedLinear.tiles(of: positions).count, hidden.stride])
      fc1.activated(normed, into: hidden, squares: squares, ws, threads)
      ws.stopwatch?.lap("fc1, GELU, squares", multiplyAdds: fc1.multiplyAdds(positions))
      let (norms, scale) = (ws.zeros([hidden.stride]), ws.tensor([hidden.columns]))
      KernelSet.best.columnSums(squares, into: norms)
      weighing.scales(norms: Tensor(norms.base, scale.shape), into: scale)
      ws.stopwatch?.lap("GRN")
      try ws.stopIfUnwanted()
      let scaled = ByteRows(positions, hidden.columns, ws)
      let tiles = threads.tiles(positions, atMost: 64)
      threads.parallel(tiles.count) { tile in
        ByteKernelSet.best.requantise(
          hidden.rows(tiles[tile]), factor: scale, into: scaled.rows(tiles[tile]))
      }
      ws.stopwatch?.lap("to bytes")
      fc2(scaled, addingTo: x.reshaped([positions, x.columns]), ws, threads)
      ws.stopwatch?.lap("fc2, sum", multiplyAdds: fc2.multiplyAdds(positions))
    }
  }

  /// The depthwise convolution and the norm, through a few lines of floats for each thread.
  private func normalise(_ x: Tensor, into normed: ByteRows, _ ws: Workspace, _ threads: Threads) {
    let across = x.shape[1] * x.shape[2]
    let tiles = Self.lines(x, threads)
    ws.scope {
      let scratch = ws.tensor([threads.count, (tiles.map(\.count).max() ?? 0) * across])
      threads.parallel(tiles.count) { tile, worker in
        let (lines, first) = (tiles[tile], tiles[tile].lowerBound)
        // A picture of which these lines alone are there.
        let convolved = Tensor(scratch.row(worker) - first * across, x.shape)
        KernelSet.best.depthwise(
          x, taps: taps.tensor, bias: depthwiseBias, into: convolved, rows: lines)
        let rows = (first * x.shape[1])..<(lines.upperBound * x.shape[1])
        ByteKernelSet.best.normalise(
          convolved.rows(rows), epsilon: LayerNorm.epsilon, into: normed.rows(rows))
      }
    }
  }

  private func fill(_ kept: Kept, from x: Tensor, _ bias: Tensor, _ ws: Workspace, _ threads: Threads) {
    ws.scope {
      let normed = ws.tensor([x.rows, x.columns])
      normalise(x, into: normed, kept, threads)
      multiply(normed, transposed: unpacked(ws).fc1, into: kept.hidden)
      kept.norms.fill(0)
      KernelSet.best.biasGELU(kept.hidden, bias: bias, into: kept.activated, squares: kept.norms.base)
      weighing.scales(norms: kept.norms, into: kept.scale)
    }
  }
}
