/// A teacher for the backbone: it is told not only what is on a film, but where.

/// Linear layers from the output of the last three stages to the findings at each position, learned beside the head and
/// thrown away afterwards. Their gradients reach the backbone at every position of every film, down to an eighth of the
/// film's resolution, so that small and thin findings are learned from a few thousand films. The network that is kept has
/// the published form.
struct RegionGuide {
  static let prefix = "guide."
  /// The stages that are guided.
  static let stages = [1, 2, 3]
  let layers: [RegionLayer]

  /// - Parameter widths: the channels of each stage.
  init(_ w: inout some WeightSource & ~Copyable, widths: [Int], labels: Int) throws(WeightError) {
    var layers: [RegionLayer] = []
    for stage in Self.stages {
      layers.append(try RegionLayer(&w, "\(Self.prefix)\(stage)", from: widths[stage], to: labels))
    }
    self.layers = layers
  }

  /// Learns from one picture.
  /// - Parameters:
  ///   - targets: rows·columns·K targets on a grid of that many rows and columns, NaN where it is not known; nil for a film
  ///     without regions.
  ///   - share: what the loss is multiplied by.
  /// - Returns: the gradients at the outputs of the guided stages, in memory of the caller's scope.
  func learn(
    _ tape: BackboneTape, share: Double, into gradient: RegionGuide, _ ws: Workspace,
    targets: (_ rows: Int, _ columns: Int) -> [Double]?
  ) -> [Int: Tensor] {
    var gradients: [Int: Tensor] = [:]
    for (i, stage) in Self.stages.enumerated() {
      let x = tape.stages[stage].output
      guard let targets = targets(x.shape[0], x.shape[1]) else { continue }
      gradients[stage] = layers[i].learn(x, targets, share: share, into: gradient.layers[i], ws)
    }
    return gradients
  }
}

/// LayerNorm and a linear layer over the positions of one stage's output.
struct RegionLayer {
  private let norm: LayerNorm
  private let linear: Linear
  /// What the positions of one finding weigh together, so that a small finding counts as much as a large one.
  private static let findingWeight = 8.0

  init(
    _ w: inout some WeightSource & ~Copyable, _ name: String, from channels: Int, to labels: Int
  ) throws(WeightError) {
    norm = try LayerNorm(&w, "\(name).norm", channels)
    linear = try Linear(&w, "\(name).linear", from: channels, to: labels)
  }

  /// Binary cross-entropy of every position [H, W, C] against targets H·W·K, summed; adds to `gradient`.
  /// - Returns: the gradient of x, in memory of the caller's scope.
  func learn(
    _ x: Tensor, _ targets: [Double], share: Double, into gradient: RegionLayer, _ ws: Workspace
  ) -> Tensor {
    let dx = ws.tensor(x.shape)
    ws.scope {
      let statistics = LayerNorm.Statistics(ws, rows: x.rows)
      let normed = ws.tensor([x.rows, x.columns])
      let scores = ws.tensor([x.rows, linear.bias.count])
      norm.forward(x, into: normed, statistics)
      linear.forward(normed, into: scores)
      let weights = Self.weights(targets, labels: scores.columns)
      let loss = BinaryCrossEntropy(reduction: .sum)
      for i in 0..<scores.count {
        let known = !targets[i].isNaN
        let slope = known ? loss.term(Double(scores.base[i]), targets[i]).dLogit : 0
        scores.base[i] = Float(slope * share * (targets[i] == 1 ? weights[i % scores.columns] : 1))
      }
      linear.backward(dy: scores, x: normed, dx: dx, into: gradient.linear)
      norm.backward(dy: dx, x: x, statistics, dx: dx, into: gradient.norm)
    }
    return dx
  }

  /// By finding, the weight of each position where it lies.
  private static func weights(_ targets: [Double], labels: Int) -> [Double] {
    var counts = [Double](repeating: 0, count: labels)
    for i in targets.indices where targets[i] == 1 { counts[i % labels] += 1 }
    return counts.map { min(findingWeight, max(0.25, findingWeight / max($0, 1))) }
  }
}

/// A network with its guide, as views of one store.
struct Guided<Network: TrainableNetwork> {
  let network: Network
  let guide: RegionGuide?

  /// Views of `store`, whose layout says whether there is a guide.
  init(_ network: Network, over store: ParameterStore) throws(WeightError) {
    let isGuided = store.layout.entries.contains { $0.name.hasPrefix(RegionGuide.prefix) }
    (self.network, guide) = try store.model { source throws(WeightError) in
      let mirrored = try network.mirrored(&source)
      guard isGuided else { return (mirrored, nil) }
      return (mirrored, try RegionGuide(&source, widths: network.widths, labels: network.labelCount))
    }
  }
}

extension ParameterLayout {
  /// The layout of a network and, behind it, of a region guide over its last stages.
  package static func guided(
    _ build: (inout LayoutSource) throws(WeightError) -> any TrainableNetwork
  ) throws(WeightError) -> ParameterLayout {
    try ParameterLayout { source throws(WeightError) in
      let network = try build(&source)
      return try RegionGuide(&source, widths: network.widths, labels: network.labelCount)
    }
  }
}
