/// A ConvNeXt backbone with a head of findings: reads films, explains itself, and learns.

package struct ConvNeXtNetwork<Head: FindingHead>: TrainableNetwork {
  package let backbone: ConvNeXtBackbone
  package let head: Head
  package let shape: HeadShape

  package init(
    _ w: inout some WeightSource & ~Copyable, _ variant: ConvNeXtVariant, labels: Int, hidden: Int = 512
  ) throws(WeightError) {
    shape = HeadShape(features: variant.features, labels: labels, hidden: hidden)
    backbone = try ConvNeXtBackbone(&w, variant, form: Head.form, prefix: "backbone.")
    head = try Head(&w, shape)
  }

  package func mirrored(_ source: inout some WeightSource & ~Copyable) throws(WeightError) -> Self {
    try Self(&source, backbone.variant, labels: shape.labels, hidden: shape.hidden)
  }

  // MARK: reading

  package var labelCount: Int { shape.labels }

  package func read(
    _ input: Tensor, gradCAM labels: [Int], _ ws: Workspace, _ threads: Threads
  ) -> NetworkOutput {
    precondition(
      input.shape.count == 4 && input.shape[0] == 1 && input.shape[3] == 3, "input is [1, H, W, 3]")
    return ws.scope {
      var unused = SplitMix64(seed: 0)
      let image = input.reshaped(Array(input.shape.dropFirst()))
      let tape = backbone.forward(image, keep: labels.isEmpty ? .output : .lastBlock, ws, threads)
      let (logits, headTape) = head.forward(tape.features, pictures: 1, training: false, ws, &unused)
      let maps = head.maps(headTape)
      var cams: [Int: [Float]] = [:]
      for label in labels { cams[label] = gradCAM(label, tape, headTape, ws).unit }
      return NetworkOutput(
        logits: logits.values, mapRows: tape.output.shape[0], mapColumns: tape.output.shape[1],
        attention: maps.attention, contribution: maps.contribution, gradCAM: cams, features: maps.features)
    }
  }

  // MARK: learning

  package var widths: [Int] { backbone.variant.widths }
  package var blockCount: Int { backbone.variant.depths.reduce(0, +) }

  package func featureShape(height: Int, width: Int) -> [Int] {
    let rows = Head.form == .map ? (height / 32) * (width / 32) : 1
    return [rows, shape.features]
  }

  package func forwardPicture(_ image: Tensor, branches: [Float]?, _ ws: Workspace) -> BackboneTape {
    backbone.forward(image, keep: .everything, branches: branches, ws, .one)
  }

  package func backwardPicture(
    _ dFeatures: Tensor, _ tape: BackboneTape, adding stageGradients: [Int: Tensor] = [:],
    into gradient: Self,
    _ ws: Workspace
  ) {
    backbone.backward(dFeatures, tape, adding: stageGradients, into: gradient.backbone, ws)
  }

  package func forwardHead(
    _ features: Tensor, pictures: Int, training: Bool, _ ws: Workspace, _ random: inout SplitMix64
  ) -> (logits: Tensor, tape: Head.Tape) {
    head.forward(features, pictures: pictures, training: training, ws, &random)
  }

  package func backwardHead(
    _ dLogits: Tensor, _ tape: Head.Tape, into gradient: Self, _ ws: Workspace
  ) -> Tensor {
    head.backward(dLogits, tape, into: gradient.head, ws)
  }
}
