/// The two numbers that must never be mistaken for one another: a network's logit and a calibrated probability.

internal import Foundation

/// A raw score from a network or an ensemble: any real number, monotone in belief, meaning nothing by itself.
package struct Logit: Equatable, Hashable, Sendable {
  package let value: Double

  /// - Precondition: `value` is finite; a network that yields NaN is refused before it gets here.
  package init(_ value: Double) {
    precondition(value.isFinite, "a logit is a finite number")
    self.value = value
  }

  /// The uncalibrated sigmoid of the logit, for ranking and for files that ask for `raw`; never shown as a probability.
  package var raw: Double { sigmoid(value) }
}

/// A calibrated probability in [0, 1]. Only a `Calibration` makes one, so a raw score cannot be shown in its place.
package struct Probability: Equatable, Hashable, Comparable, Sendable {
  package let value: Double

  init(calibrated value: Double) { self.value = min(max(value, 0), 1) }

  package static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}

/// 1 / (1 + e⁻ˣ).
func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
