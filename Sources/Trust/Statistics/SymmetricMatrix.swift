/// Symmetric matrices and their Cholesky factors: what fits and distances are solved with.

/// A symmetric matrix of which only the lower triangle is kept, row by row.
struct SymmetricMatrix: Equatable {
  let size: Int
  /// Row i begins at i(i + 1)/2.
  var values: [Double]

  init(size: Int) {
    self.size = size
    values = [Double](repeating: 0, count: size * (size + 1) / 2)
  }

  /// - Precondition: `column` ≤ `row`.
  subscript(row: Int, column: Int) -> Double {
    get { values[row * (row + 1) / 2 + column] }
    set { values[row * (row + 1) / 2 + column] = newValue }
  }

  var trace: Double { (0..<size).reduce(0) { $0 + self[$1, $1] } }

  mutating func addToDiagonal(_ value: Double) {
    for i in 0..<size { self[i, i] += value }
  }

  /// The lower factor L with L·Lᵀ = self; `nil` where the matrix is not positive definite.
  func cholesky() -> TriangularFactor? {
    var factor = values
    for row in 0..<size {
      let start = row * (row + 1) / 2
      for column in 0...row {
        let other = column * (column + 1) / 2
        var sum = factor[start + column]
        for k in 0..<column { sum -= factor[start + k] * factor[other + k] }
        if row == column {
          guard sum > 0, sum.isFinite else { return nil }
          factor[start + row] = sum.squareRoot()
        } else {
          factor[start + column] = sum / factor[other + column]
        }
      }
    }
    return TriangularFactor(size: size, values: factor)
  }
}

/// A lower triangular matrix L, kept as the lower triangle of a symmetric one is.
struct TriangularFactor: Codable, Equatable, Sendable {
  let size: Int
  let values: [Double]

  /// x with L·Lᵀ·x = b.
  func solve(_ b: [Double]) -> [Double] {
    var x = halfSolve(b)
    for row in stride(from: size - 1, through: 0, by: -1) {
      var sum = x[row]
      for below in (row + 1)..<max(size, row + 1) { sum -= values[below * (below + 1) / 2 + row] * x[below] }
      x[row] = sum / values[row * (row + 1) / 2 + row]
    }
    return x
  }

  /// y with L·y = b: its square length is bᵀ(L·Lᵀ)⁻¹b.
  func halfSolve(_ b: [Double]) -> [Double] {
    var y = b
    for row in 0..<size {
      let start = row * (row + 1) / 2
      var sum = y[row]
      for k in 0..<row { sum -= values[start + k] * y[k] }
      y[row] = sum / values[start + row]
    }
    return y
  }
}
