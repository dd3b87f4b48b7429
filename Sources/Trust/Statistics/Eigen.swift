/// Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction, then the implicit QL method (EISPACK tred2 and
/// tql2, after Bowdler, Martin, Reinsch and Wilkinson 1968).

internal import Foundation

extension SymmetricMatrix {
  /// Eigenvalues in rising order, and the eigenvectors as the columns of a `size`-by-`size` matrix, row by row. O(size³).
  func eigen() -> (values: [Double], vectors: [Double]) {
    var reduction = Tridiagonal(self)
    reduction.reduce()
    reduction.iterate()
    let order = reduction.d.indices.sorted { reduction.d[$0] < reduction.d[$1] }
    var vectors = [Double](repeating: 0, count: size * size)
    for (k, source) in order.enumerated() {
      for i in 0..<size { vectors[i * size + k] = reduction.v[source * size + i] }
    }
    return (order.map { reduction.d[$0] }, vectors)
  }
}

/// A symmetric matrix on its way to its diagonal.
private struct Tridiagonal {
  let n: Int
  /// The vectors, one a row once `iterate` is done.
  var v: [Double]
  /// The diagonal, and in the end the eigenvalues.
  var d: [Double]
  /// Beside the diagonal; `e[i]` couples i − 1 and i.
  var e: [Double]

  init(_ matrix: SymmetricMatrix) {
    n = matrix.size
    v = [Double](repeating: 0, count: n * n)
    d = [Double](repeating: 0, count: n)
    e = d
    for i in 0..<n {
      for j in 0...i {
        v[i * n + j] = matrix[i, j]
        v[j * n + i] = matrix[i, j]
      }
    }
  }

  /// To tridiagonal form by reflections H = I − u·uᵀ/h from the last row up; v becomes the product of the reflections,
  /// transposed: its rows are the new basis.
  mutating func reduce() {
    var a = v
    var reflections: [(u: [Double], h: Double)] = []
    for i in stride(from: n - 1, to: 1, by: -1) {
      var u = (0..<i).map { a[i * n + $0] }
      let scale = u.reduce(0) { $0 + abs($1) }
      // Nothing to remove: the row is already as wanted.
      guard u.dropLast().contains(where: { $0 != 0 }), scale > 0 else {
        e[i] = u[i - 1]
        reflections.append(([], 0))
        continue
      }
      u = u.map { $0 / scale }
      var h = dot(u, u)
      let f = u[i - 1]
      let g = f > 0 ? -h.squareRoot() : h.squareRoot()
      e[i] = scale * g
      h -= f * g
      u[i - 1] = f - g
      // A ← A − u·qᵀ − q·uᵀ with p = A·u/h, q = p − (uᵀp / 2h)·u.
      var p = [Double](repeating: 0, count: i)
      for j in 0..<i {
        var sum = 0.0
        for k in 0..<i { sum += a[j * n + k] * u[k] }
        p[j] = sum / h
      }
      let half = dot(u, p) / (2 * h)
      let q = zip(p, u).map { $0 - half * $1 }
      for j in 0..<i {
        for k in 0..<i { a[j * n + k] -= u[j] * q[k] + q[j] * u[k] }
      }
      reflections.append((u, h))
    }
    if n > 1 { e[1] = a[n] }
    for i in 0..<n { d[i] = a[i * n + i] }
    v = [Double](repeating: 0, count: n * n)
    for i in 0..<n { v[i * n + i] = 1 }
    // Q = H₁H₂…, rows of v are columns of Q: apply the reflections in reverse to the rows.
    for (u, h) in reflections.reversed() where !u.isEmpty {
      for row in 0..<n {
        var sum = 0.0
        for k in u.indices { sum += v[row * n + k] * u[k] }
        let share = sum / h
        if share != 0 { for k in u.indices { v[row * n + k] -= share * u[k] } }
      }
    }
  }

  /// To the diagonal by rotations with Wilkinson's shift.
  mutating func iterate() {
    guard n > 1 else { return }
    for i in 1..<n { e[i - 1] = e[i] }
    e[n - 1] = 0
    for l in 0..<n {
      for _ in 0..<60 {
        var m = l
        while m < n - 1, abs(e[m]) > 0x1p-52 * (abs(d[m]) + abs(d[m + 1])) { m += 1 }
        if m == l { break }
        sweep(from: l, to: m)
      }
    }
  }

  private mutating func sweep(from l: Int, to m: Int) {
    var g = (d[l + 1] - d[l]) / (2 * e[l])
    var r = hypot(g, 1)
    g = d[m] - d[l] + e[l] / (g + (g >= 0 ? abs(r) : -abs(r)))
    var (s, c, p) = (1.0, 1.0, 0.0)
    var i = m - 1
    while i >= l {
      var f = s * e[i]
      let b = c * e[i]
      r = hypot(f, g)
      e[i + 1] = r
      if r == 0 {
        d[i + 1] -= p
        e[m] = 0
        return
      }
      s = f / r
      c = g / r
      g = d[i + 1] - p
      r = (d[i] - g) * s + 2 * c * b
      p = s * r
      d[i + 1] = g + p
      g = c * r - b
      for k in 0..<n {
        f = v[(i + 1) * n + k]
        let here = v[i * n + k]
        v[(i + 1) * n + k] = s * here + c * f
        v[i * n + k] = c * here - s * f
      }
      i -= 1
    }
    d[l] -= p
    e[l] = g
    e[m] = 0
  }
}
