/// All numbers that decide how a network is trained, apart from its data.

/// One stretch of training: which part learns, for how long, how fast.
package struct TrainingPhase: Equatable, Sendable {
  /// Whether the backbone learns, or the head alone.
  package var wholeNetwork: Bool
  package var epochs: Int
  /// Learning rates at the peak of the schedule. `backbone.` begins the names of the first group.
  package var backboneRate: Double
  package var headRate: Double
  package var weightDecay: Double
  /// Epochs in which the rate grows linearly; may be fractional.
  package var warmUpEpochs: Double
  /// Whether the rate then falls along a cosine to a hundredth, or stays.
  package var decays: Bool

  package init(
    wholeNetwork: Bool, epochs: Int, backboneRate: Double, headRate: Double, weightDecay: Double,
    warmUpEpochs: Double = 0, decays: Bool = true
  ) {
    (self.wholeNetwork, self.epochs, self.backboneRate) = (wholeNetwork, epochs, backboneRate)
    (self.headRate, self.weightDecay) = (headRate, weightDecay)
    (self.warmUpEpochs, self.decays) = (warmUpEpochs, decays)
  }

  /// What the peak rates are multiplied by after `epoch` epochs of the phase.
  func rateFactor(_ epoch: Double) -> Double {
    guard decays else { return warmUpEpochs > epoch ? (epoch + 0.01) / (warmUpEpochs + 0.01) : 1 }
    return CosineSchedule(
      peak: 1, floor: 0.01, epochs: Double(epochs), warmUpEpochs: warmUpEpochs, warmUpStart: 0.01
    ).rate(epoch)
  }
}

/// The whole of a training.
package struct TrainingPlan: Sendable {
  package var phases: [TrainingPhase]
  package var batch: Int
  package var loss: any Loss
  /// The global L2 norm that a gradient is cut to.
  package var clip: Double
  package var epsilon: Double
  /// DropPath's rate at the last block.
  package var dropPath: Float
  package var averageDecay: Double
  package var augments: Bool
  /// The weight of the region guide's loss, where the layout has a guide.
  package var regionShare: Double
  package var seed: UInt64

  package init(
    phases: [TrainingPhase], batch: Int, loss: any Loss, clip: Double = 1, epsilon: Double = 1e-8,
    dropPath: Float = 0, averageDecay: Double = 0.999, augments: Bool = false, regionShare: Double = 0,
    seed: UInt64 = 42
  ) {
    precondition(batch > 1, "a batch norm needs two pictures")
    (self.phases, self.batch, self.loss, self.clip) = (phases, batch, loss, clip)
    (self.epsilon, self.dropPath, self.averageDecay) = (epsilon, dropPath, averageDecay)
    (self.augments, self.regionShare, self.seed) = (augments, regionShare, seed)
  }
}
