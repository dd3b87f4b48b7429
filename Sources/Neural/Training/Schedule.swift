/// How fast to learn at which time: a linear warm-up, then half a cosine.

internal import Glibc

/// The cosine of Loshchilov and Hutter 2017 in timm's form. Time is counted in epochs and may be fractional,
/// so that the rate can follow each step.
package struct CosineSchedule: Equatable, Sendable {
  package let peak: Double
  package let floor: Double
  package let epochs: Double
  package let warmUpEpochs: Double
  package let warmUpStart: Double

  package init(
    peak: Double, floor: Double = 0, epochs: Double, warmUpEpochs: Double = 0, warmUpStart: Double = 0
  ) {
    self.peak = peak
    self.floor = floor
    self.epochs = epochs
    self.warmUpEpochs = warmUpEpochs
    self.warmUpStart = warmUpStart
  }

  /// The learning rate after `epoch` epochs. The cosine is not shifted by the warm-up; beyond its end the rate is the floor.
  package func rate(_ epoch: Double) -> Double {
    if epoch < warmUpEpochs { return warmUpStart + (peak - warmUpStart) * epoch / warmUpEpochs }
    if epoch >= epochs { return floor }
    return floor + (peak - floor) * (1 + cos(.pi * epoch / epochs)) / 2
  }
}
