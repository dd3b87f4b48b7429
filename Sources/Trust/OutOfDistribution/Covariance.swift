/// A covariance of centred rows, its shrinkage and the factor that whitens it.

struct Covariance {
  private let rows: [[Double]]
  private let size: Int
  /// Divided by the number of rows.
  let matrix: SymmetricMatrix

  /// - Precondition: at least one row; every row has `size` values and the rows' mean is zero.
  init(_ rows: [[Double]], _ size: Int) {
    self.rows = rows
    self.size = size
    var matrix = SymmetricMatrix(size: size)
    for row in rows {
      for i in 0..<size {
        let start = i * (i + 1) / 2
        for j in 0...i { matrix.values[start + j] += row[i] * row[j] }
      }
    }
    let n = Double(rows.count)
    matrix.values = matrix.values.map { $0 / n }
    self.matrix = matrix
  }

  /// The share of μI in the best mixture (1 − s)Σ + s·μI, μ the mean variance (Ledoit and Wolf 2004, lemma 3.2–3.5).
  func ledoitWolf() -> Double {
    let (n, d) = (Double(rows.count), Double(size))
    let mu = matrix.trace / d
    var square = 0.0
    for i in 0..<size {
      for j in 0...i { square += (i == j ? 1 : 2) * matrix[i, j] * matrix[i, j] }
    }
    // Σ over films and pairs of xᵢ²xⱼ² is the sum of the films' squared square lengths.
    let fourth = rows.reduce(0.0) { sum, row in
      let length = dot(row, row)
      return sum + length * length
    }
    let delta = (square - d * mu * mu) / d
    let beta = min((fourth / n - square) / (d * n), delta)
    return delta > 0 ? max(0, beta / delta) : 0
  }

  /// W, row by row, with WᵀW the inverse of the shrunk covariance. Without shrinkage it is the pseudo-inverse: directions
  /// whose variance is below 1e-10 of the largest are left out.
  func whitening(shrinkage: Double) -> [Double] {
    var shrunk = matrix
    if shrinkage > 0 {
      shrunk.values = shrunk.values.map { $0 * (1 - shrinkage) }
      shrunk.addToDiagonal(shrinkage * matrix.trace / Double(size))
      if let factor = shrunk.cholesky() { return factor.inverseRows() }
    }
    let (values, vectors) = shrunk.eigen()
    let limit = 1e-10 * values.reduce(0, max)
    var rows: [Double] = []
    for k in values.indices where values[k] > limit {
      let scale = 1 / values[k].squareRoot()
      for i in 0..<size { rows.append(vectors[i * size + k] * scale) }
    }
    return rows
  }
}

extension TriangularFactor {
  /// L⁻¹, row by row with its zeros.
  func inverseRows() -> [Double] {
    var inverse = [Double](repeating: 0, count: size * size)
    for column in 0..<size {
      for row in column..<size {
        var sum = row == column ? 1.0 : 0
        let start = row * (row + 1) / 2
        for k in column..<row { sum -= values[start + k] * inverse[k * size + column] }
        inverse[row * size + column] = sum / values[start + row]
      }
    }
    return inverse
  }
}
