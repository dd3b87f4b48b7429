/// Gas in the stomach and in the colon's flexures, under the diaphragm.

extension Body {
  mutating func addAbdomen() {
    var random = Random(seed: thorax.seed &+ 31)
    if thorax.gastricBubble > 0.25 { addBubble(&random) }
    for side in Side.allCases where random.chance(0.6) {
      let count = random.count(2, 6)
      let base = Point(side.sign * random.uniform(60, 105), thorax.base + random.uniform(22, 60))
      for _ in 0..<count {
        let p = base + Point(random.uniform(-30, 30), random.uniform(-16, 24))
        cavity(p, radii: Point(random.uniform(7, 17), random.uniform(6, 12)), depth: random.uniform(8, 26))
      }
    }
  }

  private mutating func addBubble(_ random: inout Random) {
    let size = thorax.gastricBubble
    let width = 16 + 22 * size
    let x = thorax.halfWidth * random.uniform(0.38, 0.55)
    let height = 9 + 13 * size
    let y = thorax.domeLine(.left, x) + 9 + height
    cavity(Point(x, y), radii: Point(width, height), depth: 18 + 42 * size, flat: random.uniform(0.1, 0.9))
  }

  /// An ellipsoid of gas; below `flat` of its half-height it is filled (an air–fluid level).
  mutating func cavity(_ center: Point, radii: Point, depth: Float, flat: Float = 1) {
    for row in raster.rowRange(center.y - radii.y, center.y + radii.y) {
      let v = (raster.y(row) - center.y) / radii.y
      let level = 1 - smoothstep(flat - 0.06, flat + 0.06, v)
      guard level > 0 else { continue }
      for column in raster.columnRange(center.x - radii.x, center.x + radii.x) {
        let u = (raster.x(column) - center.x) / radii.x
        let inside = 1 - u * u - v * v
        guard inside > 0 else { continue }
        let i = row * raster.columns + column
        soft.values[i] -= min(soft.values[i] * 0.6, depth * level * inside.squareRoot())
      }
    }
  }
}
