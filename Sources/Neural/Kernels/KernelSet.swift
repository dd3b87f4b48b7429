/// The hot loops of CKernels in Swift's types, one set for each width of vectors.

internal import CKernels

/// A set of kernels. Layers use `best`; tests compare all that the machine has.
package enum KernelSet: Int32, CaseIterable, Sendable {
  case scalar, avx2, avx512, neon

  /// The set named by the environment variable `HILUM_KERNELS`, else the widest that runs here.
  package static let best = KernelSet(rawValue: hk_default()) ?? .scalar

  /// The set of that name where it runs here, else the widest that does.
  package static func named(_ name: String) -> KernelSet { KernelSet(rawValue: hk_named(name)) ?? .scalar }

  /// Whether products with weights of 16 bits are as fast as those with float32 ones: to widen them costs AVX2 3 % of a
  /// product, AVX-512 nothing; NEON was not measured.
  var keepsHalves: Bool { self == .avx512 }

  /// Whether this processor can run the set.
  package var isAvailable: Bool { hk_has(rawValue) != 0 }

  package typealias Input = UnsafePointer<Float>
  package typealias Output = UnsafeMutablePointer<Float>

  /// y = conv7x7(x) (+ bias), rows of one picture [H, W, C]; taps [49, C]; adds to y with `accumulate`.
  package func depthwise(
    _ x: Tensor, taps: Tensor, bias: Tensor?, into y: Tensor, rows: Range<Int>, accumulate: Bool = false
  ) {
    hk_dwconv7(
      rawValue, x.base, taps.base, bias?.base, y.base, x.shape[0], x.shape[1], x.shape[2], rows.lowerBound,
      rows.upperBound, accumulate ? 1 : 0)
  }

  /// dTaps [49, C] += the gradient of the taps.
  package func depthwiseTaps(_ x: Tensor, dy: Tensor, dTaps: Tensor) {
    hk_dwconv7_taps(rawValue, x.base, dy.base, dTaps.base, x.shape[0], x.shape[1], x.shape[2])
  }

  /// y may be x; mean and rstd, one a row, are optional.
  package func layerNorm(
    _ x: Tensor, weight: Tensor, bias: Tensor, epsilon: Float, into y: Tensor, mean: Output?, rstd: Output?
  ) {
    hk_layernorm(
      rawValue, x.base, weight.base, bias.base, y.base, mean, rstd, x.rows, x.columns, epsilon)
  }

  /// Layer normalisation without weight and bias; y may be x; mean and rstd, one a row, are optional.
  package func normalise(_ x: Tensor, epsilon: Float, into y: Tensor, mean: Output?, rstd: Output?) {
    hk_layernorm(rawValue, x.base, nil, nil, y.base, mean, rstd, x.rows, x.columns, epsilon)
  }

  /// dx may be dy; dWeight and dBias are added to where given.
  package func layerNormBackward(
    dy: Tensor, x: Tensor, mean: Input, rstd: Input, weight: Tensor, dx: Tensor, dWeight: Tensor?,
    dBias: Tensor?
  ) {
    hk_layernorm_backward(
      rawValue, dy.base, x.base, mean, rstd, weight.base, dx.base, dWeight?.base, dBias?.base, x.rows,
      x.columns)
  }

  /// h += bias; u = gelu(h); squares += column sums of u². With u in h's memory only u is kept.
  package func biasGELU(_ h: Tensor, bias: Tensor, into u: Tensor, squares: Output?) {
    hk_bias_gelu(rawValue, h.base, bias.base, u.base, squares, h.rows, h.columns)
  }

  /// dh = (dg·scale + u·pull)·gelu'(h) by column; sums += column sums of dh. dh may be dg.
  package func geluBackward(
    dg: Tensor, u: Tensor, h: Tensor, scale: Tensor, pull: Tensor, dh: Tensor, sums: Tensor
  ) {
    hk_gelu_backward(
      rawValue, dg.base, u.base, h.base, scale.base, pull.base, dh.base, sums.base, h.rows, h.columns)
  }

  /// y = x·scale + shift by column; y may be x.
  package func scaleShift(_ x: Tensor, scale: Tensor, shift: Tensor, into y: Tensor) {
    hk_scale_shift(rawValue, x.base, scale.base, shift.base, y.base, x.rows, x.columns)
  }

  /// y = x + factor·b, with b added to every row; y may be x.
  package func addRow(_ x: Tensor, _ b: Tensor, factor: Float = 1, into y: Tensor) {
    hk_add_row(rawValue, x.base, b.base, factor, y.base, x.rows, x.columns)
  }

  /// y += factor·x.
  package func add(_ x: Tensor, factor: Float = 1, to y: Tensor) {
    precondition(x.count == y.count, "a sum of two lengths")
    hk_axpy(rawValue, x.base, factor, y.base, x.count)
  }

  /// sums += factor · column sums of x.
  package func columnSums(_ x: Tensor, factor: Float = 1, into sums: Tensor) {
    hk_column_sums(rawValue, x.base, factor, sums.base, x.rows, x.columns)
  }

  /// dots += column sums of a·b.
  package func columnDots(_ a: Tensor, _ b: Tensor, into dots: Tensor) {
    hk_column_dots(rawValue, a.base, b.base, dots.base, a.rows, a.columns)
  }

  /// Runs fused multiply-adds alone: x becomes x·factor + term in every round, for x = 0...11 side by side.
  /// - Returns: the number of floating-point operations, and the sum of what the chains end with.
  package func multiplyAdd(
    rounds: Int, factor: Float = 0.999999, term: Float = 1e-6
  ) -> (flops: Int, sum: Float) {
    var flops = 0
    let sum = hk_multiply_add(rawValue, rounds, factor, term, &flops)
    return (flops, sum)
  }
}
