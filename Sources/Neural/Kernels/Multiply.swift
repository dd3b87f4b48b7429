/// Matrix products over OpenBLAS, on the calling thread.

internal import COpenBLAS

/// y = alpha·x·wᵀ + beta·y. x [M, K], w [N, K], y [M, N]; shapes are read as matrices.
func multiply(_ x: Tensor, transposed w: Tensor, alpha: Float = 1, beta: Float = 0, into y: Tensor) {
  let (m, k, n) = (x.rows, x.columns, y.columns)
  precondition(w.count == n * k && y.rows == m, "a product of unequal shapes")
  hb_sgemm(0, 1, m, n, k, alpha, x.base, k, w.base, k, beta, y.base, n)
}

/// y = alpha·x·w + beta·y. x [M, K], w [K, N], y [M, N].
func multiply(_ x: Tensor, _ w: Tensor, alpha: Float = 1, beta: Float = 0, into y: Tensor) {
  let (m, k, n) = (x.rows, x.columns, y.columns)
  precondition(w.count == n * k && y.rows == m, "a product of unequal shapes")
  hb_sgemm(0, 0, m, n, k, alpha, x.base, k, w.base, n, beta, y.base, n)
}

/// w += alpha·aᵀ·b: the gradient of a weight. a [M, N], b [M, K], w [N, K].
func multiply(transposed a: Tensor, _ b: Tensor, alpha: Float = 1, addingTo w: Tensor) {
  let (m, n, k) = (a.rows, a.columns, b.columns)
  precondition(w.count == n * k && b.rows == m, "a product of unequal shapes")
  hb_sgemm(1, 0, n, k, m, alpha, a.base, n, b.base, k, 1, w.base, k)
}
