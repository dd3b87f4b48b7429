/// Breasts and nipples: soft shadows over the lower zones, sharp at their lower edge.

extension Body {
  mutating func addBreasts() {
    guard thorax.breast > 1 else { return }
    for side in Side.allCases {
      let center = Point(side.sign * thorax.halfWidth * 0.62 + thorax.yaw, thorax.breastHeight - 14)
      addBreast(center, side)
      guard thorax.nipples else { continue }
      let tip = center + Point(side.sign * 6, thorax.breastRadius * 0.5)
      soft.stamp(tip, radii: Point(4.6, 4.2), 6)
      soft.stamp(tip, radii: Point(3.4, 3.2), 4)
    }
  }

  /// A hanging half-dome: thickest below its middle, fading upwards.
  private mutating func addBreast(_ center: Point, _ side: Side) {
    let r = thorax.breastRadius
    for row in raster.rowRange(center.y - 1.5 * r, center.y + r) {
      let dy = raster.y(row) - center.y
      let v = dy > 0 ? dy / r : dy / (1.5 * r)
      for column in raster.columnRange(center.x - r * 1.1, center.x + r * 1.1) {
        let dx = (raster.x(column) - center.x) / (r * 1.08)
        let inside = 1 - dx * dx - v * v
        guard inside > 0 else { continue }
        let fade = smoothstep(-1, 0.25, v)
        let chord = thorax.breast * inside.squareRoot() * fade
        let i = row * raster.columns + column
        guard soft.values[i] > 0 else { continue }
        fat.values[i] += 0.65 * chord
        soft.values[i] += 0.6 * chord
      }
    }
  }
}
