/// The stem and the downsampling for reading: patches are gathered in runs, and their product is packed.

/// Kernel k×k with stride k over [H, W, C]. A patch is k runs of k·C neighbouring numbers, so the weights [O, C, k, k] are
/// turned to [O, k, k, C] at load.
struct PackedPatchConv {
  let linear: PackedLinear
  private let side: Int
  /// Whether each position is normalised over its channels first.
  private let normalises: Bool

  init(
    _ w: inout some WeightSource & ~Copyable, _ name: String, from channels: Int, to outputs: Int, side: Int,
    norm: LayerNorm? = nil
  ) throws(WeightError) {
    let shape = [outputs, channels, side, side]
    linear = try w.packed(name, shape) { w throws(WeightError) in try Self.pack(&w, name, shape, norm) }
    (self.side, normalises) = (side, norm != nil)
  }

  private static func pack(
    _ w: inout some WeightSource & ~Copyable, _ name: String, _ shape: [Int], _ norm: LayerNorm?
  ) throws(WeightError) -> PackedLinear {
    let (outputs, channels, area) = (shape[0], shape[1], shape[2] * shape[3])
    let weight = OwnedTensor([outputs, channels * area])
    let (scale, shift) = (OwnedTensor([channels * area]), OwnedTensor([channels * area]))
    try w.lend("\(name).weight", shape) { given, _ in
      turn(given.reshaped(weight.tensor.shape), area: area, into: weight.tensor)
    }
    for tap in 0..<area {
      for channel in 0..<channels {
        scale.tensor.base[tap * channels + channel] = norm?.weight.base[channel] ?? 1
        shift.tensor.base[tap * channels + channel] = norm?.bias.base[channel] ?? 0
      }
    }
    let bias = try w.take("\(name).bias", [outputs])
    return PackedLinear(weight.tensor, bias: bias, scale: scale.tensor, shift: shift.tensor)
  }

  /// A weight [O, C·area] as [O, area·C].
  private static func turn(_ weight: Tensor, area: Int, into turned: Tensor) {
    let (inputs, channels) = (weight.columns, weight.columns / area)
    for output in 0..<weight.rows {
      let (source, target) = (weight.row(output), turned.row(output))
      for i in 0..<inputs { target[i % area * channels + i / area] = source[i] }
    }
  }

  /// The shape of the output for an input [H, W, C].
  func outputShape(_ x: Tensor) -> [Int] { [x.shape[0] / side, x.shape[1] / side, linear.outputs] }

  /// x [H, W, C] → y [H/k, W/k, O].
  func forward(_ x: Tensor, into y: Tensor, _ ws: Workspace, _ threads: Threads) {
    ws.scope {
      let patches = ws.tensor([y.rows, linear.inputs])
      let lines = ws.tensor([threads.count, normalises ? x.shape[1] * x.shape[2] : 0])
      let tiles = threads.tiles(y.shape[0], atMost: max(1, 256 / max(1, y.shape[1])))
      threads.parallel(tiles.count) { tile, worker in
        for row in tiles[tile] { gather(x, row, into: patches, line: lines.row(worker)) }
      }
      ws.stopwatch?.lap("patches")
      linear(patches, into: y.reshaped([y.rows, y.columns]), ws, threads)
      ws.stopwatch?.lap("convolution", multiplyAdds: linear.multiplyAdds(y.rows))
    }
  }

  /// One row of patches: k lines of x, normalised in `line` if they are to be, cut into runs.
  private func gather(
    _ x: Tensor, _ row: Int, into patches: Tensor, line: UnsafeMutablePointer<Float>
  ) {
    let (width, channels) = (x.shape[1], x.shape[2])
    let (across, run) = (width / side, side * channels)
    for tap in 0..<side {
      var source = UnsafePointer(x.base + (row * side + tap) * width * channels)
      if normalises {
        KernelSet.best.normalise(
          Tensor(UnsafeMutablePointer(mutating: source), [width, channels]), epsilon: LayerNorm.epsilon,
          into: Tensor(line, [width, channels]), mean: nil, rstd: nil)
        source = UnsafePointer(line)
      }
      for column in 0..<across {
        let target = patches.row(row * across + column) + tap * run
        for i in 0..<run { target[i] = source[column * run + i] }
      }
    }
  }

  /// From dy [H/k, W/k, O] to the gradient of x [H, W, C]; zeros where no patch reaches.
  func backward(_ dy: Tensor, x: Tensor, into dx: Tensor, _ ws: Workspace) {
    let (across, run) = (dy.shape[1], side * x.shape[2])
    ws.scope {
      let (weight, dPatches) = (
        ws.tensor([linear.outputs, linear.inputs]), ws.tensor([dy.rows, linear.inputs])
      )
      linear.unpacked(into: weight)
      multiply(dy.reshaped([dy.rows, dy.columns]), weight, into: dPatches)
      dx.fill(0)
      for row in 0..<dy.shape[0] * side {
        for column in 0..<across {
          let place = dx.base + row * x.shape[1] * x.shape[2] + column * run
          place.update(from: dPatches.row(row / side * across + column) + row % side * run, count: run)
        }
      }
      if normalises { denormalise(dx, x, ws) }
    }
  }

  /// The gradient before the norm, in place; the norm's weight is part of the packed ones.
  private func denormalise(_ dx: Tensor, _ x: Tensor, _ ws: Workspace) {
    let (normed, ones) = (ws.tensor(x.shape), ws.tensor([x.columns]))
    let statistics = LayerNorm.Statistics(ws, rows: x.rows)
    ones.fill(1)
    KernelSet.best.normalise(
      x, epsilon: LayerNorm.epsilon, into: normed, mean: statistics.mean.base, rstd: statistics.rstd.base)
    KernelSet.best.layerNormBackward(
      dy: dx, x: x, mean: statistics.mean.base, rstd: statistics.rstd.base, weight: ones, dx: dx,
      dWeight: nil,
      dBias: nil)
  }
}
