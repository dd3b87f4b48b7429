/// The standard head of CXR-LT 2026: a small perceptron over pooled features.

/// BatchNorm, dropout 0.3, Linear, ReLU, BatchNorm, dropout 0.3, Linear; names `classifier.0` … `classifier.6`.
package struct StandardHead: FindingHead {
  static let dropout = Dropout(rate: 0.3)
  package static var form: FeatureForm { .pooled }
  package static var hasDropout: Bool { true }
  package let inputNorm: BatchNorm
  package let hidden: Linear
  package let hiddenNorm: BatchNorm
  package let output: Linear

  package init(_ w: inout some WeightSource & ~Copyable, _ shape: HeadShape) throws(WeightError) {
    inputNorm = try BatchNorm(&w, "classifier.0", shape.features)
    hidden = try Linear(&w, "classifier.2", from: shape.features, to: shape.hidden)
    hiddenNorm = try BatchNorm(&w, "classifier.4", shape.hidden)
    output = try Linear(&w, "classifier.6", from: shape.hidden, to: shape.labels)
  }

  /// What a pass leaves behind, for N pictures. The masks are dropout's, in training.
  package struct Tape {
    let inputNorm: BatchNorm.Tape
    let hiddenInput: Tensor
    let inputMask: Tensor?
    /// After the ReLU [N, hidden].
    package let activated: Tensor
    let hiddenNorm: BatchNorm.Tape
    let outputInput: Tensor
    let outputMask: Tensor?
  }

  package func forward(
    _ features: Tensor, pictures: Int, training: Bool, _ ws: Workspace, _ random: inout SplitMix64
  ) -> (logits: Tensor, tape: Tape) {
    run(features, pictures: pictures, training: training, drops: training, ws, &random)
  }

  package func sample(_ features: Tensor, _ ws: Workspace, _ random: inout SplitMix64) -> Tensor {
    run(features, pictures: 1, training: false, drops: true, ws, &random).logits
  }

  private func run(
    _ features: Tensor, pictures: Int, training: Bool, drops: Bool, _ ws: Workspace,
    _ random: inout SplitMix64
  ) -> (logits: Tensor, tape: Tape) {
    let width = hidden.bias.count
    let (hiddenInput, outputInput) = (ws.tensor([pictures, features.columns]), ws.tensor([pictures, width]))
    let activated = ws.tensor([pictures, width])
    let logits = ws.tensor([pictures, output.bias.count])
    let inputNormTape = inputNorm.forward(features, into: hiddenInput, training: training, ws)
    let inputMask = drops ? Self.dropout.forward(hiddenInput, ws, &random) : nil
    hidden.forward(hiddenInput, into: activated)
    for i in 0..<activated.count { activated.base[i] = max(activated.base[i], 0) }
    let hiddenNormTape = hiddenNorm.forward(activated, into: outputInput, training: training, ws)
    let outputMask = drops ? Self.dropout.forward(outputInput, ws, &random) : nil
    output.forward(outputInput, into: logits)
    let tape = Tape(
      inputNorm: inputNormTape, hiddenInput: hiddenInput, inputMask: inputMask, activated: activated,
      hiddenNorm: hiddenNormTape, outputInput: outputInput, outputMask: outputMask)
    return (logits, tape)
  }

  package func backward(
    _ dLogits: Tensor, _ tape: Tape, into gradient: StandardHead?, _ ws: Workspace
  ) -> Tensor {
    let dFeatures = ws.tensor(tape.hiddenInput.shape)
    ws.scope {
      let dHidden = ws.tensor(tape.activated.shape)
      output.backward(dy: dLogits, x: tape.outputInput, dx: dHidden, into: gradient?.output)
      if let mask = tape.outputMask { Dropout.backward(dHidden, mask: mask) }
      hiddenNorm.backward(dy: dHidden, tape.hiddenNorm, dx: dHidden, into: gradient?.hiddenNorm, ws)
      for i in 0..<dHidden.count where tape.activated.base[i] <= 0 { dHidden.base[i] = 0 }
      hidden.backward(dy: dHidden, x: tape.hiddenInput, dx: dFeatures, into: gradient?.hidden)
      if let mask = tape.inputMask { Dropout.backward(dFeatures, mask: mask) }
      inputNorm.backward(dy: dFeatures, tape.inputNorm, dx: dFeatures, into: gradient?.inputNorm, ws)
    }
    return dFeatures
  }

  /// A pooled head has no maps of its own.
  package func maps(_ tape: Tape) -> HeadMaps { HeadMaps(features: tape.outputInput.values) }
}
