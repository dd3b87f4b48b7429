/// The hot loops as their definitions have them, in double precision: what every kernel set is held against.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Slow and plain. Tensors are read as matrices, channels last.
package enum PlainKernels {
  /// x·diag(scale)·wᵀ + bias + base; x [M, K], w [N, K], base [M, N] → [M·N].
  package static func product(
    _ x: Tensor, _ w: Tensor, bias: Tensor, scale: Tensor? = nil, base: Tensor? = nil
  ) -> [Double] {
    var y: [Double] = []
    for m in 0..<x.rows {
      for n in 0..<w.rows {
        var sum = Double(bias.base[n]) + (base.map { Double($0.row(m)[n]) } ?? 0)
        for k in 0..<x.columns {
          sum += Double(x.row(m)[k]) * Double(scale?.base[k] ?? 1) * Double(w.row(n)[k])
        }
        y.append(sum)
      }
    }
    return y
  }

  /// x·Φ(x) with the normal distribution's Φ.
  package static func gelu(_ x: Double) -> Double { x * erfc(-x / 2.0.squareRoot()) / 2 }

  /// (x − mean)/√(variance + epsilon) of one row.
  package static func normalise(_ row: [Double], epsilon: Double) -> [Double] {
    let mean = row.reduce(0, +) / Double(row.count)
    let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
    return row.map { ($0 - mean) / (variance + epsilon).squareRoot() }
  }

  /// The 7×7 depthwise convolution of a picture [H, W, C] with taps [49, C], padded with zeros.
  package static func depthwise(_ x: Tensor, _ taps: Tensor, _ bias: Tensor) -> [Double] {
    let (height, width, channels) = (x.shape[0], x.shape[1], x.shape[2])
    var y = (0..<x.count).map { Double(bias.base[$0 % channels]) }
    for row in 0..<height {
      for column in 0..<width {
        for tap in 0..<49 {
          let (fromRow, fromColumn) = (row + tap / 7 - 3, column + tap % 7 - 3)
          guard (0..<height).contains(fromRow), (0..<width).contains(fromColumn) else { continue }
          for c in 0..<channels {
            y[(row * width + column) * channels + c] +=
              Double(x.base[(fromRow * width + fromColumn) * channels + c])
              * Double(taps.base[tap * channels + c])
          }
        }
      }
    }
    return y
  }
}
