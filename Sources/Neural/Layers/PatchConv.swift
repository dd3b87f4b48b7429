/// A convolution whose patches do not overlap: the 4×4 stem and the 2×2 downsampling of ConvNeXt.

/// Kernel k×k with stride k and no padding, as one matrix product over gathered patches. Rows and columns of the input that
/// do not fill a patch are left out, as PyTorch does. Weights [O, C, k, k]; a patch is gathered in the same order.
package struct PatchConv {
  package let weight: Tensor
  package let bias: Tensor
  package let side: Int
  package let channels: Int

  package init(
    _ w: inout some WeightSource & ~Copyable, _ name: String, from channels: Int, to outputs: Int, side: Int
  ) throws(WeightError) {
    weight = try w.take("\(name).weight", [outputs, channels, side, side])
    bias = try w.take("\(name).bias", [outputs])
    (self.side, self.channels) = (side, channels)
  }

  /// The shape of the output for an input [H, W, C].
  package func outputShape(_ x: Tensor) -> [Int] { [x.shape[0] / side, x.shape[1] / side, bias.count] }

  /// Memory for the gathered patches of an input [H, W, C].
  package func patches(of x: Tensor, _ ws: Workspace) -> Tensor {
    ws.tensor([(x.shape[0] / side) * (x.shape[1] / side), channels * side * side])
  }

  /// x [H, W, C] → y [H/k, W/k, O]; `patches` is filled on the way.
  package func forward(_ x: Tensor, patches: Tensor, into y: Tensor, _ threads: Threads) {
    let tiles = threads.tiles(y.shape[0], atMost: max(1, 512 / max(1, y.shape[1])))
    threads.parallel(tiles.count) { tile in
      gather(x, rows: tiles[tile], into: patches)
      let rows = (tiles[tile].lowerBound * y.shape[1])..<(tiles[tile].upperBound * y.shape[1])
      let out = y.rows(rows)
      multiply(patches.rows(rows), transposed: weight, into: out)
      KernelSet.best.addRow(out, bias, into: out)
    }
  }

  private func gather(_ x: Tensor, rows: Range<Int>, into patches: Tensor) {
    eachTap(width: x.shape[1], rows: rows) { inside, patch in
      for c in 0..<channels { patches.base[patch + c * side * side] = x.base[inside + c] }
    }
  }

  /// Adds to `gradient`; dx, where it is wanted, is overwritten, with zeros where no patch reaches.
  package func backward(dy: Tensor, patches: Tensor, dx: Tensor?, into gradient: PatchConv, _ ws: Workspace) {
    multiply(transposed: dy, patches, addingTo: gradient.weight)
    KernelSet.best.columnSums(dy, into: gradient.bias)
    guard let dx else { return }
    ws.scope {
      let dPatches = ws.tensor(patches.shape)
      multiply(dy.reshaped([dy.rows, dy.columns]), weight, into: dPatches)
      dx.fill(0)
      eachTap(width: dx.shape[1], rows: 0..<dy.shape[0]) { inside, patch in
        for c in 0..<channels { dx.base[inside + c] = dPatches.base[patch + c * side * side] }
      }
    }
  }

  /// Calls `body` with the index of channel 0 in the picture and in the patches, for every tap of the patch rows.
  @inline(__always)
  private func eachTap(width: Int, rows: Range<Int>, _ body: (Int, Int) -> Void) {
    let across = width / side
    for row in rows {
      for tapRow in 0..<side {
        for column in 0..<across {
          for tapColumn in 0..<side {
            let inside = ((row * side + tapRow) * width + column * side + tapColumn) * channels
            body(inside, (row * across + column) * channels * side * side + tapRow * side + tapColumn)
          }
        }
      }
    }
  }
}
