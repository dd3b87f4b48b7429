/// Where each output sample of a bilinear resize falls on its source axis, by OpenCV's arithmetic.

/// Half-pixel centres without antialiasing: output `i` lies `fraction[i]` of the way from `lower[i]` to `upper[i]`.
struct Taps {
  let lower: [Int]
  let upper: [Int]
  let fraction: [Float]

  /// `settled` zeroes the fraction of samples beyond the border, as OpenCV does along rows but not down columns.
  init(from source: Int, to target: Int, settled: Bool) {
    let scale = 1 / (Double(target) / Double(source))
    var lower = [Int](), upper = [Int](), fraction = [Float]()
    for i in 0..<target {
      let position = Float((Double(i) + 0.5) * scale - 0.5)
      let below = Int(position.rounded(.down))
      let beyond = settled && (below < 0 || below >= source - 1)
      lower.append(min(max(below, 0), source - 1))
      upper.append(min(max(below + 1, 0), source - 1))
      fraction.append(beyond ? 0 : position - Float(below))
    }
    self.lower = lower
    self.upper = upper
    self.fraction = fraction
  }

  /// Weights of `lower` and `upper` in units of 1/2048, rounded half to even.
  var fixedPoint: (lower: [Int32], upper: [Int32]) {
    (
      fraction.map { Int32(((1 - $0) * 2048).rounded(.toNearestOrEven)) },
      fraction.map { Int32(($0 * 2048).rounded(.toNearestOrEven)) }
    )
  }
}
