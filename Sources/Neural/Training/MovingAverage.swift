/// The exponential moving average of a model's state, whose weights generalise better than the last step's.

internal import Glibc

/// `average += (1 − decay)·(state − average)` over parameters and statistics alike (timm `ModelEmaV3`).
package struct MovingAverage {
  package let decay: Double
  /// Whether the decay grows from zero, `1 − (1 + step)^(−2/3)` up to `decay`, so that the start is soon forgotten.
  package let warmsUp: Bool

  package init(decay: Double, warmsUp: Bool) {
    self.decay = decay
    self.warmsUp = warmsUp
  }

  /// The decay of update number `step`, counted from 0.
  package func decay(at step: Int) -> Double {
    guard warmsUp else { return decay }
    guard step > 1 else { return 0 }
    return min(decay, 1 - pow(1 + Double(step - 1), -2.0 / 3))
  }

  /// Moves `average` towards `state`.
  package func update(_ average: ParameterStore, towards state: ParameterStore, step: Int) {
    let share = Float(1 - decay(at: step))
    let (a, s) = (average.values, state.values)
    for i in a.indices { a[i] += share * (s[i] - a[i]) }
    average.counters = state.counters
  }
}
