/// How far a training has come.

package struct TrainingPosition: Equatable, Sendable {
  /// Steps since the beginning.
  package internal(set) var step = 0
  package internal(set) var phase = 0
  /// The epoch within the phase.
  package internal(set) var epoch = 0
  /// The step within the epoch.
  package internal(set) var epochStep = 0
  /// The step within the phase.
  package internal(set) var phaseStep = 0
  /// Losses of the epoch's steps so far, summed, and how many of them were taken.
  package internal(set) var lossSum = 0.0
  package internal(set) var lossCount = 0
  /// The mean loss of the last whole epoch.
  package internal(set) var epochLoss = 0.0

  package init() {}

  /// Whether an epoch has just ended.
  package var isAtEpochEnd: Bool { epochStep == 0 && step > 0 }

  mutating func advance(loss: Double?, steps: Int, epochs: Int) {
    step += 1
    epochStep += 1
    phaseStep += 1
    if let loss {
      lossSum += loss
      lossCount += 1
    }
    guard epochStep == steps else { return }
    epochLoss = lossSum / Double(max(lossCount, 1))
    (epochStep, lossSum, lossCount) = (0, 0, 0)
    epoch += 1
    if epoch == epochs { (phase, epoch, phaseStep) = (phase + 1, 0, 0) }
  }
}
