/// The weights of a resampling filter along one axis: a triangle that widens as the picture shrinks, a cubic as it grows.

/// For each output sample, which source samples count and how much. Weights of one output sum to 1.
struct FilterAxis {
  struct Tap {
    let first: Int
    let count: Int
    /// Where this output's weights begin in `weights`.
    let weight: Int
  }

  private(set) var taps: [Tap] = []
  private(set) var weights: [Float] = []

  /// `target` outputs spread evenly over `length` source units from `origin`, on an axis of `size` samples.
  init(from origin: Double, length: Double, of size: Int, to target: Int) {
    let scale = length / Double(target)
    let stretch = max(scale, 1)
    let support = (scale > 1 ? 1 : 2) * stretch
    for i in 0..<target {
      let center = origin + (Double(i) + 0.5) * scale
      let inside = center >= 0 && center <= Double(size)
      let first = inside ? max(Int((center - support).rounded(.up)), 0) : 0
      let end = inside ? min(Int((center + support).rounded(.down)) + 1, size) : 0
      var kernel = (first..<max(first, end)).map { j in
        let x = abs((Double(j) + 0.5 - center) / stretch)
        return scale > 1 ? max(1 - x, 0) : Self.cubic(x)
      }
      let total = kernel.reduce(0, +)
      if total == 0 { kernel = [] }
      taps.append(Tap(first: first, count: kernel.count, weight: weights.count))
      weights += kernel.map { Float($0 / total) }
    }
  }

  /// Keys' cubic with a = -0.5.
  private static func cubic(_ x: Double) -> Double {
    if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
  }

  /// The source samples that any output needs.
  var span: Range<Int> {
    let used = taps.filter { $0.count > 0 }
    guard let low = used.map(\.first).min(), let high = used.map({ $0.first + $0.count }).max() else {
      return 0..<0
    }
    return low..<high
  }

  /// One output sample from `line`, whose first element is source sample `offset`.
  @inline(__always)
  func dot(_ line: UnsafeBufferPointer<Float>, _ tap: Tap, _ offset: Int) -> Float {
    var sum: Float = 0
    for k in 0..<tap.count { sum += weights[tap.weight + k] * line[tap.first - offset + k] }
    return sum
  }
}
