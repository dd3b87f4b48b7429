/// Repeated timing: the median says what to expect, the best what is possible.

struct Timing: Sendable {
  let median: Double
  let best: Double

  /// Milliseconds of `runs` runs, after one that is not counted.
  init(runs: Int, _ body: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    try body()
    var times: [Double] = []
    for _ in 0..<max(1, runs) {
      let start = clock.now
      try body()
      times.append(start.duration(to: clock.now).milliseconds)
    }
    self.init(times)
  }

  /// Of times that were taken elsewhere, in milliseconds; at least one.
  init(_ times: [Double]) {
    let sorted = times.sorted()
    median = sorted[sorted.count / 2]
    best = sorted[0]
  }

  /// What a picture takes of times that hold a program's start as well; nil where that is too little beside the start.
  init?(_ times: [Double], without start: Timing) {
    let whole = Timing(times)
    best = whole.best - start.best
    median = max(best, whole.median - start.median)
    if best < start.best / 20 { return nil }
  }

  var text: String { "\(median.tenths) (best \(best.tenths))" }
}

extension Duration {
  var milliseconds: Double {
    Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
  }
}

extension Double {
  /// With one decimal.
  var tenths: String {
    let value = Int((magnitude * 10).rounded())
    return "\(self < 0 ? "-" : "")\(value / 10).\(value % 10)"
  }
}
