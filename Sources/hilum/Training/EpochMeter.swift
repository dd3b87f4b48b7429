/// What an epoch adds up to while it runs.

import Neural

/// Means over the steps of an epoch.
struct EpochMeter {
  private let start: ContinuousClock.Instant
  private var lossSum = 0.0
  private var steps = 0
  private(set) var pictures = 0
  private(set) var rate = 0.0
  var wholeNetwork = true

  init(start: ContinuousClock.Instant) { self.start = start }

  var meanLoss: Double { lossSum / Double(max(steps, 1)) }

  func seconds(to now: ContinuousClock.Instant) -> Double { (now - start) / .seconds(1) }

  mutating func count(_ report: StepReport, pictures: Int) {
    self.pictures += pictures
    rate = report.rate
    guard report.taken else { return }
    lossSum += report.loss
    steps += 1
  }
}
