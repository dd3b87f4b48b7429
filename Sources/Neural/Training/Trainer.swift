/// Training as a sequence of steps that can be stopped and taken up again anywhere.

/// What one step did.
package struct StepReport: Equatable, Sendable {
  package let loss: Double
  /// The gradient's global norm before clipping.
  package let gradientNorm: Double
  /// The head's learning rate.
  package let rate: Double
  /// Whether loss and gradient were finite, so that the step was taken.
  package let taken: Bool
}

/// Owns a network's state, its moving average and the optimiser's moments, and moves them batch by batch.
///
/// Everything random is drawn from the plan's seed, the phase, the epoch and the step: a trainer restored from a checkpoint
/// goes on exactly as if it had not been stopped.
package final class Trainer<Network: TrainableNetwork> {
  package let plan: TrainingPlan
  package let state: ParameterStore
  /// The average that validation looks at and that is kept in the end.
  package let average: ParameterStore
  package internal(set) var position = TrainingPosition()
  var optimizer: AdamW
  private let averageNetwork: Network
  private let learner: BatchLearner<Network>
  private let threads: Threads
  private let readers: [Workspace]

  /// - Parameters:
  ///   - network: says the architecture; its own values are not used.
  ///   - state: holds the values to start with, in the layout of the network or of `ParameterLayout.guided`.
  package init(
    _ network: Network, state: ParameterStore, plan: TrainingPlan, threads: Threads
  ) throws(WeightError) {
    let average = ParameterStore(state.layout)
    average.copy(state)
    (self.plan, self.state, self.average, self.threads) = (plan, state, average, threads)
    averageNetwork = try Guided(network, over: average).network
    learner = try BatchLearner(Guided(network, over: state), state.layout, threads)
    optimizer = AdamW(count: state.layout.parameterCount, epsilon: plan.epsilon)
    readers = (0..<threads.count).map { _ in Workspace() }
  }

  /// The phase that the next step belongs to; nil when the plan is done.
  package var phase: TrainingPhase? {
    position.phase < plan.phases.count ? plan.phases[position.phase] : nil
  }

  /// Steps of one epoch over `count` pictures; an incomplete last batch is left out.
  package func steps(of count: Int) -> Int { count / plan.batch }

  /// Learns the next batch of the current epoch.
  /// - Precondition: the plan is not done, and `set` fills at least one batch.
  package func step(_ set: some TrainingSet) -> StepReport {
    guard let phase else { preconditionFailure("the plan is done") }
    let steps = steps(of: set.count)
    precondition(steps > 0, "fewer pictures than a batch")
    if position.phaseStep == 0 { startPhase() }
    let run = BatchLearner<Network>.Run(
      loss: plan.loss, dropPath: DropPath(rate: plan.dropPath), wholeNetwork: phase.wholeNetwork,
      augments: plan.augments, regionShare: plan.regionShare, seed: streamSeed(UInt64(position.step) << 1 | 1)
    )
    let loss = learner.learn(batch(set.count), of: set, run)
    let factor = phase.rateFactor(Double(position.phaseStep) / Double(steps))
    let report = update(loss, phase, factor)
    position.advance(loss: report.taken ? loss : nil, steps: steps, epochs: phase.epochs)
    return report
  }

  /// A phase begins with fresh moments and an average of nothing but the present.
  private func startPhase() {
    average.copy(state)
    optimizer = AdamW(count: state.layout.parameterCount, epsilon: plan.epsilon)
  }

  private func update(_ loss: Double, _ phase: TrainingPhase, _ factor: Double) -> StepReport {
    let gradients = learner.gradient.parameters
    let (norm, scale) = clipping(gradients, limit: plan.clip)
    let taken = loss.isFinite && norm.isFinite
    if taken {
      optimizer.update(state.parameters, gradients, scale: scale, groups(phase, factor))
      state.counters = state.counters.map { $0 + 1 }
      MovingAverage(decay: plan.averageDecay, warmsUp: true)
        .update(average, towards: state, step: position.phaseStep)
    }
    return StepReport(
      loss: loss, gradientNorm: norm, rate: phase.headRate * factor, taken: taken)
  }

  private func groups(_ phase: TrainingPhase, _ factor: Double) -> [ParameterGroup] {
    let parameters = state.layout.entries.filter { $0.kind == .parameter }
    let backbone = parameters.filter { $0.name.hasPrefix("backbone.") }.map(\.range)
    let head = parameters.filter { !$0.name.hasPrefix("backbone.") }.map(\.range)
    return [
      ParameterGroup(
        ranges: phase.wholeNetwork ? backbone : [], learningRate: phase.backboneRate * factor,
        weightDecay: phase.weightDecay),
      ParameterGroup(
        ranges: head, learningRate: phase.headRate * factor, weightDecay: phase.weightDecay),
    ]
  }

  /// The pictures of the current step: a slice of the epoch's own shuffle.
  private func batch(_ count: Int) -> [Int] {
    var random = SplitMix64(seed: streamSeed(UInt64(position.phase) << 32 | UInt64(position.epoch) << 1))
    let order = (0..<count).shuffled(using: &random)
    return Array(order[position.epochStep * plan.batch..<(position.epochStep + 1) * plan.batch])
  }

  private func streamSeed(_ stream: UInt64) -> UInt64 {
    var random = SplitMix64(seed: plan.seed, stream: stream)
    return random.next()
  }

  /// The averaged network's logits [count, K] for every picture of `set`, as in reading.
  package func predict(_ set: some TrainingSet) -> [[Float]] {
    var logits = [[Float]](repeating: [], count: set.count)
    logits.withUnsafeMutableBufferPointer { logits in
      threads.parallel(threads.count) { worker in
        for i in stride(from: worker, to: set.count, by: threads.count) {
          readers[worker].scope {
            let image = readers[worker].tensor([1, set.size.height, set.size.width, 3])
            set.fill(image.reshaped(Array(image.shape.dropFirst())), with: i, varying: nil)
            logits[i] = averageNetwork.read(image, readers[worker], .one).logits
          }
        }
      }
    }
    return logits
  }
}
