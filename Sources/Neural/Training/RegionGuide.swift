/// A teacher for the backbone: it is told not only what is on a film, but where.

/// One linear layer from the features of each position to the findings there, learned beside the head and thrown away
/// afterwards. Its gradient reaches the backbone at every position of every film, so that small findings are learned from a
/// few thousand films instead of many. The network that is kept has the published form.
struct RegionGuide {
  static let prefix = "guide."
  /// [K, C]
  let weight: Tensor
  /// [K]
  let bias: Tensor

  init(_ w: inout some WeightSource & ~Copyable, features: Int, labels: Int) throws(WeightError) {
    weight = try w.take(Self.prefix + "weight", [labels, features])
    bias = try w.take(Self.prefix + "bias", [labels])
  }

  /// Binary cross-entropy of every position, summed over positions and findings, averaged over pictures, times `share`.
  /// - Parameters:
  ///   - features: [pictures·P, C]
  ///   - targets: pictures·P·K; NaN where it is not known.
  ///   - dFeatures: what the features' gradient is added to.
  func learn(
    _ features: Tensor, _ targets: [Double], pictures: Int, share: Double, addingTo dFeatures: Tensor,
    into gradient: RegionGuide, _ ws: Workspace
  ) {
    ws.scope {
      let labels = bias.count
      let scores = ws.tensor([features.rows, labels])
      multiply(features, transposed: weight, into: scores)
      KernelSet.best.addRow(scores, bias, into: scores)
      let (_, dScores) = BinaryCrossEntropy(reduction: .sum)(
        scores.values.map { Double($0) }, targets, classes: labels)
      scores.copy(from: dScores.map { Float($0 * share / Double(pictures)) })
      multiply(transposed: scores, features, addingTo: gradient.weight)
      KernelSet.best.columnSums(scores, into: gradient.bias)
      multiply(scores, weight, beta: 1, into: dFeatures)
    }
  }
}

/// A network with its guide, as views of one store.
struct Guided<Network: TrainableNetwork> {
  let network: Network
  let guide: RegionGuide?

  /// Views of `store`, whose layout says whether there is a guide.
  init(_ network: Network, over store: ParameterStore) throws(WeightError) {
    let guideShape = store.layout.entries.first { $0.name == RegionGuide.prefix + "weight" }?.shape
    (self.network, guide) = try store.model { source throws(WeightError) in
      let mirrored = try network.mirrored(&source)
      guard let guideShape else { return (mirrored, nil) }
      return (mirrored, try RegionGuide(&source, features: guideShape[1], labels: guideShape[0]))
    }
  }
}

extension ParameterLayout {
  /// The layout of a network and, behind it, a region guide over its map of features.
  package static func guided(
    labels: Int, _ build: (inout LayoutSource) throws(WeightError) -> any TrainableNetwork
  ) throws(WeightError) -> ParameterLayout {
    try ParameterLayout { source throws(WeightError) in
      let features = try build(&source).featureShape(height: 32, width: 32)[1]
      return try RegionGuide(&source, features: features, labels: labels)
    }
  }
}
