/// A map of millimetres of one material along each ray, and the strokes that shapes are made of.

/// Where a raster's pixels lie on the film.
package struct Raster: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  /// Millimetres between pixel centres.
  package let spacing: Float

  package init(rows: Int, columns: Int, spacing: Float) {
    self.rows = rows
    self.columns = columns
    self.spacing = spacing
  }

  @inline(__always)
  package func x(_ column: Int) -> Float { (Float(column) - Float(columns - 1) / 2) * spacing }
  @inline(__always)
  package func y(_ row: Int) -> Float { (Float(row) - Float(rows - 1) / 2) * spacing }
  @inline(__always) func column(_ x: Float) -> Float { x / spacing + Float(columns - 1) / 2 }
  @inline(__always) func row(_ y: Float) -> Float { y / spacing + Float(rows - 1) / 2 }

  /// The rows (or columns) of a span of millimetres, clipped to the raster.
  func rowRange(_ low: Float, _ high: Float) -> Range<Int> { clip(row(low), row(high), rows) }
  func columnRange(_ low: Float, _ high: Float) -> Range<Int> { clip(column(low), column(high), columns) }

  private func clip(_ low: Float, _ high: Float, _ count: Int) -> Range<Int> {
    let limit = Float(count)
    let first = Int(min(max(low.rounded(.down), 0), limit))
    return first..<max(first, Int(min(max(high.rounded(.up) + 1, 0), limit)))
  }
}

/// Thickness in millimetres along the ray through each pixel.
package struct Plane: Sendable {
  package let raster: Raster
  package var values: [Float]

  package init(_ raster: Raster, _ value: Float = 0) {
    self.raster = raster
    values = [Float](repeating: value, count: raster.rows * raster.columns)
  }

  /// The value of the pixel nearest to `point`; 0 off the raster.
  package func at(_ point: Point) -> Float {
    let column = raster.column(point.x).rounded()
    let row = raster.row(point.y).rounded()
    guard column >= 0, row >= 0, column < Float(raster.columns), row < Float(raster.rows) else { return 0 }
    return values[Int(row) * raster.columns + Int(column)]
  }

  /// Adds `amount` over an ellipse; its sides are shared out by coverage, and one thinner than a pixel keeps its mass.
  mutating func stamp(_ center: Point, radii: Point, _ amount: Float) {
    let least = 0.6 * raster.spacing
    let rx = max(radii.x, least)
    let ry = max(radii.y, least)
    let value = amount * (radii.x * radii.y) / (rx * ry)
    let cx = raster.column(center.x)
    let (width, columns) = (rx / raster.spacing, raster.columns)
    for row in raster.rowRange(center.y - ry, center.y + ry) {
      let v = (raster.y(row) - center.y) / ry
      let inside = 1 - v * v
      guard inside > 0 else { continue }
      let half = width * inside.squareRoot()
      let low = max(cx - half + 0.5, 0)
      let high = min(cx + half + 0.5, Float(columns))
      guard high > low else { continue }
      addRun(row * columns, low, high, value)
    }
  }

  /// Adds over `low..<high` in pixel units, the ends by the share that they cover.
  @inline(__always)
  private mutating func addRun(_ base: Int, _ low: Float, _ high: Float, _ value: Float) {
    let first = Int(low)
    let last = min(Int(high), raster.columns - 1)
    values.withUnsafeMutableBufferPointer { p in
      if first == last {
        p[base + first] += value * (high - low)
      } else {
        p[base + first] += value * (Float(first + 1) - low)
        var i = first + 1
        while i < last {
          p[base + i] += value
          i += 1
        }
        p[base + last] += value * min(high - Float(last), 1)
      }
    }
  }

  /// Adds the chord of a tube around `nodes`: flat discs laid along it sum to 2√(r² − d²), longer where it runs along
  /// the ray. `density` scales the material; `radii` has one value per node.
  package mutating func stroke(_ nodes: [Point3], radii: [Float], density: Float = 1) {
    guard nodes.count > 1 else { return }
    for i in 0..<nodes.count - 1 {
      let delta = nodes[i + 1] - nodes[i]
      let flat = (delta.x * delta.x + delta.y * delta.y).squareRoot()
      let length = (flat * flat + delta.z * delta.z).squareRoot()
      let thick = max(radii[i], radii[i + 1])
      let step = max(0.55 * raster.spacing, 0.15 * thick)
      let count = max(1, Int((max(flat, min(length, thick)) / step).rounded(.up)))
      let share = length / Float(count) * density
      for k in 0..<count {
        let t = (Float(k) + 0.5) / Float(count)
        let p = nodes[i] + delta * t
        let r = mix(radii[i], radii[i + 1], t)
        stamp(Point(p.x, p.y), radii: Point(r, r), share)
      }
    }
  }

  package mutating func stroke(_ nodes: [Point3], radius: Float, density: Float = 1) {
    stroke(nodes, radii: [Float](repeating: radius, count: nodes.count), density: density)
  }

  /// Adds the chord of a hollow tube: a wall of `wall` millimetres around a core of relative density `core`.
  mutating func tube(_ nodes: [Point3], radii: [Float], wall: Float, core: Float, density: Float = 1) {
    stroke(nodes, radii: radii, density: density)
    stroke(nodes, radii: radii.map { max($0 - wall, 0) }, density: density * (core - 1))
  }
}
