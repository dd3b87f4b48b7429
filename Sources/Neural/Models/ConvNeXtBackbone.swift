/// The ConvNeXt backbone: one picture in, features out, and back again.

/// Stem, four stages, final norm (structure and names as in timm's `convnext_*` and `convnextv2_*` with `num_classes=0`).
/// Works on one picture at a time: nothing in it couples the pictures of a batch.
package struct ConvNeXtBackbone {
  package let variant: ConvNeXtVariant
  package let form: FeatureForm
  package let stem: PatchConv
  package let stemNorm: LayerNorm
  package let stages: [ConvNeXtStage]
  package let headNorm: LayerNorm

  /// - Parameter prefix: what stands before each name in the weight file, such as `backbone.`.
  package init(
    _ w: inout some WeightSource & ~Copyable, _ variant: ConvNeXtVariant, form: FeatureForm, prefix: String
  ) throws(WeightError) {
    (self.variant, self.form) = (variant, form)
    stem = try PatchConv(&w, "\(prefix)stem.0", from: 3, to: variant.widths[0], side: 4)
    stemNorm = try LayerNorm(&w, "\(prefix)stem.1", variant.widths[0])
    var stages: [ConvNeXtStage] = []
    for index in variant.depths.indices {
      stages.append(try ConvNeXtStage(&w, "\(prefix)stages.\(index)", variant, index))
    }
    self.stages = stages
    headNorm = try LayerNorm(&w, "\(prefix)head.norm", variant.features)
  }

  /// image [H, W, 3], normalised → a tape whose `features` feed the head.
  /// - Parameter branches: one factor for each block in order, from DropPath; nil means 1 for all.
  package func forward(
    _ image: Tensor, keep: Keep, branches: [Float]? = nil, _ ws: Workspace, _ threads: Threads
  ) -> BackboneTape {
    let (stemTape, stemmed) = runStem(image, ws, keep, threads)
    var x = stemmed
    var tapes: [ConvNeXtStage.Tape] = []
    var block = 0
    for (index, stage) in stages.enumerated() {
      let factors = branches.map { Array($0[block..<(block + stage.blocks.count)]) }
      let last = index == stages.count - 1
      let tape = stage.forward(
        x, keep: keep == .lastBlock && !last ? .output : keep, branches: factors, ws, threads)
      block += stage.blocks.count
      x = tape.output
      tapes.append(tape)
    }
    return BackboneTape(stem: stemTape, stages: tapes, head: features(x, ws))
  }

  private func runStem(
    _ image: Tensor, _ ws: Workspace, _ keep: Keep, _ threads: Threads
  ) -> (BackboneTape.Stem, Tensor) {
    let patches = stem.patches(of: image, ws)
    let convolved = ws.tensor(stem.outputShape(image))
    let normed = keep == .everything ? ws.tensor(convolved.shape) : convolved
    let statistics = LayerNorm.Statistics(ws, rows: convolved.rows)
    stem.forward(image, patches: patches, into: convolved, threads)
    stemNorm.forward(convolved, into: normed, statistics)
    return (.init(patches: patches, convolved: convolved, statistics: statistics), normed)
  }

  private func features(_ x: Tensor, _ ws: Workspace) -> BackboneTape.Head {
    let input = form == .map ? x.reshaped([x.rows, x.columns]) : ws.zeros([1, x.columns])
    if form == .pooled { KernelSet.best.columnSums(x, factor: 1 / Float(x.rows), into: input) }
    let statistics = LayerNorm.Statistics(ws, rows: input.rows)
    let features = ws.tensor(input.shape)
    headNorm.forward(input, into: features, statistics)
    return .init(input: input, statistics: statistics, features: features)
  }

  /// Adds the gradients of one picture to `gradient`, from that of its features. The tape must keep everything.
  /// - Parameters:
  ///   - stageGradients: further gradients at the outputs of stages, by stage.
  ///   - dImage: where the gradient of the picture [H, W, 3] goes, if it is wanted.
  package func backward(
    _ dFeatures: Tensor, _ tape: BackboneTape, adding stageGradients: [Int: Tensor] = [:],
    into gradient: ConvNeXtBackbone, dImage: Tensor? = nil, _ ws: Workspace
  ) {
    ws.scope {
      var dx = backwardToLastStage(dFeatures, tape, into: gradient, ws)
      for index in stages.indices.reversed() {
        if let further = stageGradients[index] { KernelSet.best.add(further, to: dx) }
        dx = stages[index].backward(dx, tape.stages[index], into: gradient.stages[index], ws)
      }
      stemNorm.backward(
        dy: dx, x: tape.stem.convolved, tape.stem.statistics, dx: dx, into: gradient.stemNorm)
      stem.backward(dy: dx, patches: tape.stem.patches, dx: dImage, into: gradient.stem, ws)
    }
  }

  /// The gradient at the output of the last stage [H, W, C], through the final norm and the pooling.
  package func backwardToLastStage(
    _ dFeatures: Tensor, _ tape: BackboneTape, into gradient: ConvNeXtBackbone?, _ ws: Workspace
  ) -> Tensor {
    let output = tape.output
    let dInput = ws.tensor(tape.head.input.shape)
    headNorm.backward(
      dy: dFeatures, x: tape.head.input, tape.head.statistics, dx: dInput, into: gradient?.headNorm)
    guard form == .pooled else { return dInput.reshaped(output.shape) }
    let spread = ws.zeros(output.shape)
    KernelSet.best.addRow(spread, dInput, factor: 1 / Float(output.rows), into: spread)
    return spread
  }
}
