/// The heads of a golden network: what they see, what they show, and the gradients of a whole pass.

extension GoldenRun where Head == CSRAHead {
  mutating func compareCSRA() throws(WeightError) {
    try compareMaps("feature_map") { $0.features }
    let positions = headTape.normed.rows / pictures.count
    let parts = pictures.indices.map { ($0 * positions)..<(($0 + 1) * positions) }
    let tape = headTape
    try file.compare("bn", parts.flatMap { tape.normed.rows($0).channelsFirst })
    try file.compare("csra.attention", parts.flatMap { tape.attention.rows($0).channelsFirst })
    try file.compare("csra.logit_gap", parts.flatMap { gaps(tape.scores.rows($0)) })
    try compareLargeFeatures()
    try compareGradients()
  }

  private func gaps(_ scores: Tensor) -> [Float] {
    (0..<scores.columns).map { label in
      let sum = (0..<scores.rows).reduce(Float(0)) { $0 + scores.row($1)[label] }
      return sum / Float(scores.rows) + network.head.classifier.bias.base[label]
    }
  }

  /// Three views of a feature map that is too large for a golden file.
  private mutating func compareLargeFeatures() throws(WeightError) {
    let (rows, columns) = (tapes[0].output.shape[0], tapes[0].output.shape[1])
    let features = tapes[0].features
    let means = (0..<features.columns).map { c in
      (0..<features.rows).reduce(0.0) { $0 + Double(features.row($1)[c]) } / Double(features.rows)
    }
    try file.compare("feature_map.mean", means)
    try file.compare("feature_map.corner", features.rows(0..<1).values)
    let centre = rows / 2 * columns + columns / 2
    try file.compare("feature_map.centre", features.rows(centre..<(centre + 1)).values)
  }

  /// Every `grad.<parameter>` of the mean binary cross-entropy, with the network as it is in reading.
  private mutating func compareGradients() throws(WeightError) {
    guard file.has("bce.target") else { return }
    let targets = try file.file.doubles("bce.target")
    let (loss, slopes) = BinaryCrossEntropy()(
      logits.values.map(Double.init), targets, classes: network.labelCount)
    try file.compare("bce.loss", [loss])
    let network = network
    let layout = try ParameterLayout { w throws(WeightError) in try network.mirrored(&w) }
    let store = ParameterStore(layout)
    let gradient = try store.model { w throws(WeightError) in try network.mirrored(&w) }
    let dLogits = ws.tensor(logits.shape)
    dLogits.copy(from: slopes.map { Float($0) })
    let dFeatures = network.backwardHead(dLogits, headTape, into: gradient, ws)
    let rows = dFeatures.rows / tapes.count
    for (index, tape) in tapes.enumerated() {
      let own = dFeatures.rows((index * rows)..<((index + 1) * rows))
      network.backwardPicture(own, tape, into: gradient, ws)
    }
    for entry in layout.entries {
      try file.compare("grad.\(entry.name)", Array(store.elements(entry)), relative: 1e-4)
    }
  }
}

extension GoldenRun where Head == StandardHead {
  mutating func compareStandard() throws(WeightError) {
    try file.compare("pooled", features.values)
    try file.compare("hidden", headTape.activated.values)
  }
}
