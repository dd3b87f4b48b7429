/// How long a training step takes: forward, backward, clipping and AdamW over one batch of noise.

package struct StepBench {
  package let model: String
  package let size: Int
  package let batch: Int
  package let threads: Threads
  package let runs: Int

  package init(model: String, size: Int, batch: Int, threads: Threads, runs: Int) {
    (self.model, self.size, self.batch, self.threads, self.runs) = (model, size, batch, threads, max(1, runs))
  }

  /// Milliseconds of each step after the first, sorted.
  /// - Throws: `WeightError.unknownModel`.
  package func run() throws(WeightError) -> [Double] {
    let layout = try ParameterLayout { source throws(WeightError) in
      try ModelRegistry.trainable(model, labels: 30, &source)
    }
    let state = ParameterStore(layout)
    state.start(seed: 1)
    let network = try state.model { source throws(WeightError) in
      try ModelRegistry.trainable(model, labels: 30, &source)
    }
    return try time(network, state)
  }

  private func time(_ network: some TrainableNetwork, _ state: ParameterStore) throws(WeightError) -> [Double]
  {
    let phase = TrainingPhase(
      wholeNetwork: true, epochs: runs + 1, backboneRate: 1e-4, headRate: 1e-4, weightDecay: 0.01)
    let plan = TrainingPlan(phases: [phase], batch: batch, loss: BinaryCrossEntropy())
    let trainer = try Trainer(network, state: state, plan: plan, threads: threads)
    let set = NoiseSet(count: batch, size: size)
    var times: [Double] = []
    for run in 0...runs {
      let time = ContinuousClock().measure { _ = trainer.step(set) }
      if run > 0 { times.append(time / .milliseconds(1)) }
    }
    return times.sorted()
  }
}

/// Pictures and findings out of a seed.
private struct NoiseSet: TrainingSet {
  let count: Int
  let labels = 30
  let size: (height: Int, width: Int)
  private let noise: [Float]

  init(count: Int, size: Int) {
    (self.count, self.size) = (count, (size, size))
    var random = SplitMix64(seed: 3)
    noise = (0..<size * size * 3).map { _ in SeededWeights.gauss(random.next()) }
  }

  func targets(_ index: Int) -> [Double] { (0..<labels).map { ($0 + index) % 7 == 0 ? 1 : 0 } }

  func fill(_ image: Tensor, with index: Int, varying random: SplitMix64?) { image.copy(from: noise) }
}
