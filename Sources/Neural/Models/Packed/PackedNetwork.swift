/// A ConvNeXt network for reading alone: the same names and numbers as `ConvNeXtNetwork`, arranged for speed.

/// Weights are packed at load and those of the source released, so that one copy is held. The head works as in training.
/// Logits and maps do not depend on whether a pass is kept for Grad-CAM or a gradient.
struct PackedNetwork<Head: FindingHead>: FindingNetwork {
  private let stem: PackedPatchConv
  private let stemNorm: LayerNorm
  private let stages: [Stage]
  private let headNorm: LayerNorm
  private let head: Head
  let labelCount: Int

  private struct Stage {
    let downsample: PackedPatchConv?
    let blocks: [PackedBlock]
  }

  init(
    _ w: inout some WeightSource & ~Copyable, _ variant: ConvNeXtVariant, _ precision: Precision, labels: Int,
    hidden: Int = 512
  ) throws(WeightError) {
    stem = try PackedPatchConv(&w, "backbone.stem.0", from: 3, to: variant.widths[0], side: 4)
    stemNorm = try LayerNorm(&w, "backbone.stem.1", variant.widths[0])
    var stages: [Stage] = []
    for index in variant.depths.indices {
      stages.append(try Self.stage(&w, "backbone.stages.\(index)", variant, precision, index))
    }
    self.stages = stages
    headNorm = try LayerNorm(&w, "backbone.head.norm", variant.features)
    head = try Head(&w, HeadShape(features: variant.features, labels: labels, hidden: hidden))
    labelCount = labels
  }

  private static func stage(
    _ w: inout some WeightSource & ~Copyable, _ name: String, _ variant: ConvNeXtVariant,
    _ precision: Precision, _ index: Int
  ) throws(WeightError) -> Stage {
    var downsample: PackedPatchConv?
    if index > 0 {
      let before = variant.widths[index - 1]
      let norm = try LayerNorm(&w, "\(name).downsample.0", before)
      downsample = try PackedPatchConv(
        &w, "\(name).downsample.1", from: before, to: variant.widths[index], side: 2, norm: norm)
    }
    var blocks: [PackedBlock] = []
    for block in 0..<variant.depths[index] {
      blocks.append(
        try PackedBlock(
          &w, "\(name).blocks.\(block)", variant.widths[index], variant, precision))
    }
    return Stage(downsample: downsample, blocks: blocks)
  }

  func read(
    _ input: Tensor, gradCAM labels: [Int], _ ws: Workspace, _ threads: Threads
  ) throws(CancellationError) -> NetworkOutput {
    precondition(
      input.shape.count == 4 && input.shape[0] == 1 && input.shape[3] == 3, "input is [1, H, W, 3]")
    return try ws.scope { () throws(CancellationError) in
      let image = input.reshaped(Array(input.shape.dropFirst()))
      let trail = try forward(image, keep: labels.isEmpty ? .output : .lastBlock, ws, threads)
      let end = end(trail.output, ws)
      let maps = head.maps(end.tape)
      ws.stopwatch?.lap("norm, head")
      var cams: [Int: [Float]] = [:]
      if let kept = trail.blocks.last?.last {
        let weights = lastBlock.unpacked(ws)
        for label in labels {
          try ws.stopIfUnwanted()
          cams[label] = gradCAM(label, trail, end, kept, weights, ws).unit
        }
      }
      return NetworkOutput(
        logits: end.logits.values, mapRows: trail.output.shape[0], mapColumns: trail.output.shape[1],
        attention: maps.attention, contribution: maps.contribution, gradCAM: cams, features: maps.features,
        headInput: Head.hasDropout ? end.features.values : [])
    }
  }

  func sampled(_ output: NetworkOutput, passes: Int, seed: UInt64, _ ws: Workspace) -> [[Float]]? {
    guard Head.hasDropout else { return nil }
    return (0..<passes).map { pass in
      ws.scope {
        let features = ws.tensor([1, output.headInput.count])
        features.copy(from: output.headInput)
        var random = SplitMix64(seed: seed, stream: UInt64(pass))
        return head.sample(features, ws, &random).values
      }
    }
  }

  /// What a pass through the stages leaves behind.
  private struct Trail {
    /// The stem's convolution and the statistics of its norm, where everything is kept.
    var stem: (convolved: Tensor, statistics: LayerNorm.Statistics)?
    /// The output of each stage [H, W, C].
    var outputs: [Tensor] = []
    /// By stage, the blocks that were kept.
    var blocks: [[PackedBlock.Kept]] = []

    var output: Tensor { outputs[outputs.count - 1] }
  }

  private func forward(
    _ image: Tensor, keep: Keep, _ ws: Workspace, _ threads: Threads
  ) throws(CancellationError) -> Trail {
    var trail = Trail()
    ws.stopwatch?.place = "stem"
    var x = runStem(image, keep, &trail, ws, threads)
    for (index, stage) in stages.enumerated() {
      ws.stopwatch?.place = "stage \(index + 1)"
      if let downsample = stage.downsample {
        let y = ws.tensor(downsample.outputShape(x))
        downsample.forward(x, into: y, ws, threads)
        x = y
      }
      trail.blocks.append([])
      for (number, block) in stage.blocks.enumerated() {
        let isLast = index == stages.count - 1 && number == stage.blocks.count - 1
        let keeps = keep == .everything || keep == .lastBlock && isLast
        let kept = keeps ? PackedBlock.Kept(x.shape, ws) : nil
        try block.forward(x, keeping: kept, ws, threads)
        if let kept { trail.blocks[index].append(kept) }
      }
      trail.outputs.append(x)
    }
    ws.stopwatch?.place = "end"
    return trail
  }

  private func runStem(
    _ image: Tensor, _ keep: Keep, _ trail: inout Trail, _ ws: Workspace, _ threads: Threads
  ) -> Tensor {
    let x = ws.tensor(stem.outputShape(image))
    stem.forward(image, into: x, ws, threads)
    if keep == .everything {
      trail.stem = (ws.tensor(x.shape), LayerNorm.Statistics(ws, rows: x.rows))
      trail.stem?.convolved.copy(from: x)
    }
    let statistics = trail.stem?.statistics
    let tiles = threads.tiles(x.rows, atMost: 1024)
    threads.parallel(tiles.count) { stemNorm.forward(x, into: x, statistics, rows: tiles[$0]) }
    ws.stopwatch?.lap("norm")
    return x
  }

  /// The final norm and the head.
  private struct End {
    /// What the norm saw: every position [P, C], or their mean [1, C].
    let input: Tensor
    let statistics: LayerNorm.Statistics
    /// What the head saw.
    let features: Tensor
    let logits: Tensor
    let tape: Head.Tape
  }

  private func end(_ x: Tensor, _ ws: Workspace) -> End {
    let input = Head.form == .map ? x.reshaped([x.rows, x.columns]) : ws.zeros([1, x.columns])
    if Head.form == .pooled { KernelSet.best.columnSums(x, factor: 1 / Float(x.rows), into: input) }
    let statistics = LayerNorm.Statistics(ws, rows: input.rows)
    let features = ws.tensor(input.shape)
    headNorm.forward(input, into: features, statistics)
    var unused = SplitMix64(seed: 0)
    let (logits, tape) = head.forward(features, pictures: 1, training: false, ws, &unused)
    return End(input: input, statistics: statistics, features: features, logits: logits, tape: tape)
  }

  // MARK: backwards

  private var lastBlock: PackedBlock {
    guard let block = stages.last?.blocks.last else { preconditionFailure("a network has blocks") }
    return block
  }

  /// The gradient at the output of the last stage [H, W, C], in memory of the caller's scope.
  private func backwardToLastStage(_ dLogits: Tensor, _ output: Tensor, _ end: End, _ ws: Workspace) -> Tensor
  {
    let dInput = head.backward(dLogits, end.tape, into: nil, ws)
    headNorm.backward(dy: dInput, x: end.input, end.statistics, dx: dInput, into: nil)
    guard Head.form == .pooled else { return dInput.reshaped(output.shape) }
    let spread = ws.zeros(output.shape)
    KernelSet.best.addRow(spread, dInput, factor: 1 / Float(output.rows), into: spread)
    return spread
  }

  /// Selvaraju et al. 2017 at the last block's depthwise convolution, for the logit of one label.
  private func gradCAM(
    _ label: Int, _ trail: Trail, _ end: End, _ kept: PackedBlock.Kept, _ weights: PackedBlock.Unpacked,
    _ ws: Workspace
  ) -> GradCAMMap {
    ws.scope {
      let dLogits = ws.zeros([1, labelCount])
      dLogits.base[label] = 1
      let dOutput = backwardToLastStage(dLogits, trail.output, end, ws)
      return GradCAMMap(kept.convolved, lastBlock.backwardToConvolution(dOutput, kept, weights, ws), ws)
    }
  }

  func inputGradient(
    _ input: Tensor, _ slopes: ([Float]) -> [Float], _ ws: Workspace
  ) throws(WeightError) -> [Float]? {
    precondition(input.shape.count == 4 && input.shape[0] == 1, "input is [1, H, W, 3]")
    return ws.scope { () -> [Float]? in
      let image = input.reshaped(Array(input.shape.dropFirst()))
      guard let trail = try? forward(image, keep: .everything, ws, .one), let stemTrail = trail.stem else {
        return nil
      }
      let end = end(trail.output, ws)
      let dLogits = ws.tensor(end.logits.shape)
      dLogits.copy(from: slopes(end.logits.values))
      var dx = backwardToLastStage(dLogits, trail.output, end, ws)
      for index in stages.indices.reversed() {
        for (block, kept) in zip(stages[index].blocks, trail.blocks[index]).reversed() {
          block.backward(dx, kept, ws)
        }
        guard let downsample = stages[index].downsample else { continue }
        let before = ws.tensor(trail.outputs[index - 1].shape)
        downsample.backward(dx, x: trail.outputs[index - 1], into: before, ws)
        dx = before
      }
      stemNorm.backward(dy: dx, x: stemTrail.convolved, stemTrail.statistics, dx: dx, into: nil)
      let dImage = ws.tensor(image.shape)
      stem.backward(dx, x: image, into: dImage, ws)
      return dImage.values
    }
  }
}
