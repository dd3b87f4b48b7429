/// Layer normalisation over channels, at every position by itself.

/// y = (x − mean)/√(variance + 1e-6)·w + b with the biased variance.
package struct LayerNorm {
  package static let epsilon: Float = 1e-6
  package let weight: Tensor
  package let bias: Tensor

  package init(_ w: inout some WeightSource & ~Copyable, _ name: String, _ channels: Int) throws(WeightError)
  {
    weight = try w.take("\(name).weight", [channels])
    bias = try w.take("\(name).bias", [channels])
  }

  /// What the backward pass needs, one number a row.
  package struct Statistics {
    package let mean: Tensor
    package let rstd: Tensor
    package init(_ ws: Workspace, rows: Int) { (mean, rstd) = (ws.tensor([rows]), ws.tensor([rows])) }
  }

  /// x [rows, C] → y, which may be x. `rows` picks a part of both and of the statistics.
  package func forward(_ x: Tensor, into y: Tensor, _ statistics: Statistics?, rows: Range<Int>? = nil) {
    let rows = rows ?? 0..<x.rows
    KernelSet.best.layerNorm(
      x.rows(rows), weight: weight, bias: bias, epsilon: Self.epsilon, into: y.rows(rows),
      mean: statistics.map { $0.mean.base + rows.lowerBound },
      rstd: statistics.map { $0.rstd.base + rows.lowerBound })
  }

  /// dx may be dy; without a gradient only dx is computed.
  package func backward(
    dy: Tensor, x: Tensor, _ statistics: Statistics, dx: Tensor, into gradient: LayerNorm?
  ) {
    KernelSet.best.layerNormBackward(
      dy: dy, x: x, mean: statistics.mean.base, rstd: statistics.rstd.base, weight: weight, dx: dx,
      dWeight: gradient?.weight, dBias: gradient?.bias)
  }
}
