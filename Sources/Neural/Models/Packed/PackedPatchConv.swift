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
    let conv = try PatchConv(&w, name, from: channels, to: outputs, side: side)
    let (area, inputs) = (side * side, channels * side * side)
    let weight = OwnedTensor([outputs, inputs])
    let (scale, shift) = (OwnedTensor([inputs]), OwnedTensor([inputs]))
    for tap in 0..<area {
      for channel in 0..<channels {
        for output in 0..<outputs {
          weight.tensor.base[output * inputs + tap * channels + channel] =
            conv.weight.base[output * inputs + channel * area + tap]
        }
        scale.tensor.base[tap * channels + channel] = norm?.weight.base[channel] ?? 1
        shift.tensor.base[tap * channels + channel] = norm?.bias.base[channel] ?? 0
      }
    }
    linear = PackedLinear(weight.tensor, bias: conv.bias, scale: scale.tensor, shift: shift.tensor)
    w.release(conv.weight)
    (self.side, normalises) = (side, norm != nil)
  }

  /// The shape of the output for an input [H, W, C].
  func outputShape(_ x: Tensor) -> [Int] { [x.shape[0] / side, x.shape[1] / side, linear.outputs] }

  /// x [H, W, C] → y [H/k, W/k, O].
  func forward(_ x: Tensor, into y: Tensor, _ ws: Workspace, _ threads: Threads) {
    let (across, run) = (y.shape[1], side * x.shape[2])
    ws.scope {
      let patches = ws.tensor([y.rows, linear.inputs])
      let tiles = threads.tiles(y.shape[0], atMost: max(1, 256 / max(1, across)))
      threads.parallel(tiles.count) { tile in
        for row in tiles[tile] {
          for tap in 0..<side {
            let line = x.base + (row * side + tap) * x.shape[1] * x.shape[2]
            for column in 0..<across {
              let run = Tensor(line + column * run, [side, x.shape[2]])
              gather(run, into: patches.row(row * across + column) + tap * run.count)
            }
          }
        }
      }
      ws.stopwatch?.lap("patches")
      linear(patches, into: y.reshaped([y.rows, y.columns]), ws, threads)
      ws.stopwatch?.lap("convolution", multiplyAdds: linear.multiplyAdds(y.rows))
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

  private func gather(_ run: Tensor, into patch: UnsafeMutablePointer<Float>) {
    if normalises {
      KernelSet.best.normalise(
        run, epsilon: LayerNorm.epsilon, into: Tensor(patch, run.shape), mean: nil, rstd: nil)
    } else {
      patch.update(from: run.base, count: run.count)
    }
  }
}
