/// Wide and narrow blurs, by running sums: their cost does not depend on their width.

extension Plane {
  /// Three box blurs along rows and columns: near-Gaussian with standard deviation `sigma` millimetres.
  package func blurred(_ sigma: Float) -> Plane {
    let pixels = sigma / raster.spacing
    let radius = Int(((4 * pixels * pixels + 1).squareRoot() - 1) / 2 + 0.5)
    guard radius > 0 else { return self }
    var result = self
    var other = self
    for _ in 0..<3 {
      result.boxRows(radius, into: &other)
      other.boxColumns(radius, into: &result)
    }
    return result
  }

  private func boxRows(_ radius: Int, into out: inout Plane) {
    let (n, r) = (raster.columns, min(radius, raster.columns - 1))
    let scale = 1 / Float(2 * r + 1)
    for row in 0..<raster.rows {
      let base = row * n
      var sum: Float = values[base] * Float(r)
      for i in 0...r { sum += values[base + i] }
      for i in 0..<n {
        out.values[base + i] = sum * scale
        sum += values[base + min(i + r + 1, n - 1)] - values[base + max(i - r, 0)]
      }
    }
  }

  private func boxColumns(_ radius: Int, into out: inout Plane) {
    let (n, rows, r) = (raster.columns, raster.rows, min(radius, raster.rows - 1))
    let scale = 1 / Float(2 * r + 1)
    var sums = (0..<n).map { values[$0] * Float(r) }
    for row in 0...r { for i in 0..<n { sums[i] += values[row * n + i] } }
    for row in 0..<rows {
      let enter = min(row + r + 1, rows - 1) * n
      let leave = max(row - r, 0) * n
      for i in 0..<n {
        out.values[row * n + i] = sums[i] * scale
        sums[i] += values[enter + i] - values[leave + i]
      }
    }
  }

  /// Mean over squares of `factor` pixels.
  func reduced(_ factor: Int) -> Plane {
    let rows = (raster.rows + factor - 1) / factor
    let columns = (raster.columns + factor - 1) / factor
    var result = Plane(Raster(rows: rows, columns: columns, spacing: raster.spacing * Float(factor)))
    for row in 0..<rows {
      for column in 0..<columns {
        var (sum, count): (Float, Float) = (0, 0)
        for r in row * factor..<min((row + 1) * factor, raster.rows) {
          for c in column * factor..<min((column + 1) * factor, raster.columns) {
            sum += values[r * raster.columns + c]
            count += 1
          }
        }
        result.values[row * columns + column] = sum / count
      }
    }
    return result
  }

  /// The bilinear value at fractional (row, column), clamped to the edge.
  @inline(__always) func sample(_ row: Float, _ column: Float) -> Float {
    let r = min(max(row, 0), Float(raster.rows - 1))
    let c = min(max(column, 0), Float(raster.columns - 1))
    let (r0, c0) = (Int(r), Int(c))
    let (r1, c1) = (min(r0 + 1, raster.rows - 1), min(c0 + 1, raster.columns - 1))
    let t = c - Float(c0)
    let top = mix(values[r0 * raster.columns + c0], values[r0 * raster.columns + c1], t)
    let bottom = mix(values[r1 * raster.columns + c0], values[r1 * raster.columns + c1], t)
    return mix(top, bottom, r - Float(r0))
  }

  /// A wide blur made on a coarse copy, 2 pixels per standard deviation, and brought back to this raster's size.
  func widelyBlurred(_ sigma: Float) -> Plane {
    let factor = max(1, Int(sigma / raster.spacing / 2.5))
    let coarse = reduced(factor).blurred(sigma)
    var result = Plane(raster)
    let scale = 1 / Float(factor)
    for row in 0..<raster.rows {
      let r = (Float(row) + 0.5) * scale - 0.5
      for column in 0..<raster.columns {
        result.values[row * raster.columns + column] = coarse.sample(r, (Float(column) + 0.5) * scale - 0.5)
      }
    }
    return result
  }
}
