/// One stage of ConvNeXt: an optional norm and 2×2 downsampling, then its blocks.

package struct ConvNeXtStage {
  /// LayerNorm and 2×2 convolution; the first stage has none.
  package let downsample: (norm: LayerNorm, conv: PatchConv)?
  package let blocks: [ConvNeXtBlock]

  package init(
    _ w: inout some WeightSource & ~Copyable, _ name: String, _ variant: ConvNeXtVariant, _ index: Int
  ) throws(WeightError) {
    let width = variant.widths[index]
    if index > 0 {
      let before = variant.widths[index - 1]
      let norm = try LayerNorm(&w, "\(name).downsample.0", before)
      downsample = (norm, try PatchConv(&w, "\(name).downsample.1", from: before, to: width, side: 2))
    } else {
      downsample = nil
    }
    var blocks: [ConvNeXtBlock] = []
    for block in 0..<variant.depths[index] {
      blocks.append(try ConvNeXtBlock(&w, "\(name).blocks.\(block)", width, variant))
    }
    self.blocks = blocks
  }

  /// What a pass leaves behind.
  package struct Tape {
    /// What the norm before the downsampling saw, and the patches of its output.
    package struct Downsample {
      let x: Tensor
      let statistics: LayerNorm.Statistics
      let patches: Tensor
    }
    package let downsample: Downsample?
    /// The input of the first block [H, W, C].
    package let input: Tensor
    /// The tapes of the blocks that were kept, in order.
    package let blocks: [ConvNeXtBlock.Tape]
    /// The output of the last block [H, W, C].
    package let output: Tensor
  }

  package func forward(
    _ x: Tensor, keep: Keep, branches: [Float]?, _ ws: Workspace, _ threads: Threads
  ) -> Tape {
    let (downsampled, input) = shrink(x, keep, ws, threads)
    var (y, tapes): (Tensor, [ConvNeXtBlock.Tape]) = (input, [])
    for (index, block) in blocks.enumerated() {
      let branch = branches?[index] ?? 1
      if keep == .everything || (keep == .lastBlock && index == blocks.count - 1) {
        let tape = ConvNeXtBlock.Tape(y, of: block, ws, keeping: true, branch: branch)
        y = ws.tensor(y.shape)
        block.forward(tape, into: y, ws, threads)
        tapes.append(tape)
      } else {
        ws.scope {
          let tape = ConvNeXtBlock.Tape(y, of: block, ws, keeping: false, branch: branch)
          block.forward(tape, into: y, ws, threads)
        }
      }
    }
    return Tape(downsample: downsampled, input: input, blocks: tapes, output: y)
  }

  private func shrink(
    _ x: Tensor, _ keep: Keep, _ ws: Workspace, _ threads: Threads
  ) -> (Tape.Downsample?, Tensor) {
    guard let (norm, conv) = downsample else { return (nil, x) }
    let y = ws.tensor(conv.outputShape(x))
    let run = {
      let normed = ws.tensor(x.shape)
      let tape = Tape.Downsample(
        x: x, statistics: LayerNorm.Statistics(ws, rows: x.rows), patches: conv.patches(of: x, ws))
      norm.forward(x, into: normed, tape.statistics)
      conv.forward(normed, patches: tape.patches, into: y, threads)
      return tape
    }
    guard keep == .everything else {
      _ = ws.scope(run)
      return (nil, y)
    }
    return (run(), y)
  }

  /// dy [H, W, C] at the stage's output → the gradient at its input, in memory of the caller's scope.
  package func backward(_ dy: Tensor, _ tape: Tape, into gradient: ConvNeXtStage, _ ws: Workspace) -> Tensor {
    for index in blocks.indices.reversed() {
      blocks[index].backward(dy, tape.blocks[index], into: gradient.blocks[index], ws)
    }
    guard let (norm, conv) = downsample, let (dNorm, dConv) = gradient.downsample, let kept = tape.downsample
    else { return dy }
    let dx = ws.tensor(kept.x.shape)
    conv.backward(dy: dy, patches: kept.patches, dx: dx, into: dConv, ws)
    norm.backward(dy: dx, x: kept.x, kept.statistics, dx: dx, into: dNorm)
    return dx
  }
}
