/// The gradient of one batch, computed picture by picture on several threads.

/// What one thread owns: scratch memory, and a gradient of its own.
private final class Learner<Network: TrainableNetwork> {
  let workspace = Workspace()
  let gradient: ParameterStore
  let views: Guided<Network>
  var tapes: [BackboneTape] = []

  init(_ network: Network, _ layout: ParameterLayout) throws(WeightError) {
    gradient = ParameterStore(layout)
    views = try Guided(network, over: gradient)
  }
}

/// Runs batches through a network forwards and backwards. The pictures are dealt to the threads like cards, the batch norm of
/// the head sees them all in order, and the threads' gradients are added up in the threads' order: the result depends on the
/// thread count alone, not on timing.
final class BatchLearner<Network: TrainableNetwork> {
  private let network: Network
  private let guide: RegionGuide?
  private let threads: Threads
  private let learners: [Learner<Network>]
  private let headWorkspace = Workspace()

  init(_ state: Guided<Network>, _ layout: ParameterLayout, _ threads: Threads) throws(WeightError) {
    (network, guide) = (state.network, state.guide)
    self.threads = threads
    var learners: [Learner<Network>] = []
    for _ in 0..<threads.count { learners.append(try Learner(network, layout)) }
    self.learners = learners
  }

  /// Gradients of the batch that was learned last.
  var gradient: ParameterStore { learners[0].gradient }

  /// How a batch is to be run.
  struct Run {
    let loss: any Loss
    let dropPath: DropPath
    /// Whether the backbone learns too; its gradients are zero otherwise.
    let wholeNetwork: Bool
    let augments: Bool
    /// The share of the region guide's loss.
    let regionShare: Double
    /// Seeds all draws of this batch.
    let seed: UInt64

    init(
      loss: any Loss, dropPath: DropPath = DropPath(rate: 0), wholeNetwork: Bool = true,
      augments: Bool = false, regionShare: Double = 0,
      seed: UInt64
    ) {
      (self.loss, self.dropPath, self.wholeNetwork) = (loss, dropPath, wholeNetwork)
      (self.augments, self.regionShare, self.seed) = (augments, regionShare, seed)
    }
  }

  /// Computes the loss of the pictures `indices` and leaves its gradient in `gradient`.
  /// Moves the batch norms' running statistics.
  func learn(_ indices: [Int], of set: some TrainingSet, _ run: Run) -> Double {
    scoped(0) {
      threads.parallel(threads.count) { worker in
        learners[worker].gradient.clear()
        forward(worker, indices, set, run)
      }
      let rows = network.featureShape(height: set.size.height, width: set.size.width)
      let features = headWorkspace.tensor([indices.count * rows[0], rows[1]])
      for i in indices.indices { slice(features, i, of: indices.count).copy(from: tape(i).features) }
      let (value, dFeatures) = learnHead(features, indices, set, run)
      if run.wholeNetwork {
        threads.parallel(threads.count) { worker in backward(worker, dFeatures, indices, set, run) }
        for other in learners.dropFirst() { learners[0].gradient.add(other.gradient) }
      }
      return value
    }
  }

  private func forward(_ worker: Int, _ indices: [Int], _ set: some TrainingSet, _ run: Run) {
    let learner = learners[worker]
    learner.tapes = []
    for i in stride(from: worker, to: indices.count, by: learners.count) {
      var random = SplitMix64(seed: run.seed, stream: UInt64(i))
      let branches = run.dropPath.rate > 0 ? run.dropPath.branches(blocks: network.blockCount, &random) : nil
      let image = learner.workspace.tensor([set.size.height, set.size.width, 3])
      set.fill(image, with: indices[i], varying: run.augments ? random : nil)
      learner.tapes.append(network.forwardPicture(image, branches: branches, learner.workspace))
    }
  }

  private func learnHead(
    _ features: Tensor, _ indices: [Int], _ set: some TrainingSet, _ run: Run
  ) -> (value: Double, dFeatures: Tensor) {
    var random = SplitMix64(seed: run.seed, stream: UInt64(indices.count))
    let (logits, tape) = network.forwardHead(
      features, pictures: indices.count, training: true, headWorkspace, &random)
    let (value, gradient) = run.loss(
      logits.values.map { Double($0) }, indices.flatMap(set.targets), classes: set.labels)
    let dLogits = headWorkspace.tensor(logits.shape)
    dLogits.copy(from: gradient.map { Float($0) })
    let dFeatures = network.backwardHead(dLogits, tape, into: learners[0].views.network, headWorkspace)
    return (value, dFeatures)
  }

  private func backward(
    _ worker: Int, _ dFeatures: Tensor, _ indices: [Int], _ set: some TrainingSet, _ run: Run
  ) {
    let learner = learners[worker]
    for (turn, tape) in learner.tapes.enumerated() {
      let picture = worker + turn * learners.count
      learner.workspace.scope {
        var guidance: [Int: Tensor] = [:]
        if let guide, let gradient = learner.views.guide {
          let share = run.regionShare / Double(indices.count)
          guidance = guide.learn(tape, share: share, into: gradient, learner.workspace) { rows, columns in
            set.regionTargets(indices[picture], rows: rows, columns: columns)
          }
        }
        network.backwardPicture(
          slice(dFeatures, picture, of: indices.count), tape, adding: guidance, into: learner.views.network,
          learner.workspace)
      }
    }
  }

  private func tape(_ picture: Int) -> BackboneTape {
    learners[picture % learners.count].tapes[picture / learners.count]
  }

  /// The rows of one picture in the features of the batch.
  private func slice(_ features: Tensor, _ picture: Int, of pictures: Int) -> Tensor {
    let rows = features.rows / pictures
    return features.rows(picture * rows..<(picture + 1) * rows)
  }

  /// Runs `body` in a scope of every workspace.
  private func scoped<Result>(_ worker: Int, _ body: () -> Result) -> Result {
    guard worker < learners.count else { return headWorkspace.scope(body) }
    defer { learners[worker].tapes = [] }
    return learners[worker].workspace.scope { scoped(worker + 1, body) }
  }
}

extension ParameterStore {
  /// Adds the elements of a store of the same layout.
  fileprivate func add(_ other: ParameterStore) {
    for i in values.indices { values[i] += other.values[i] }
  }
}
