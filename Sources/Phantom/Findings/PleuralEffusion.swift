/// Free fluid around the lung: a meniscus that climbs the outer wall and hides the diaphragm.

extension FindingKind {
  static let pleuralEffusion = FindingKind(
    .pleuralEffusion, weight: 1, excludes: [.hemidiaphragmElevation],
    draw: { body, lesion in
      var random = lesion.random
      let both = random.chance(0.3)
      var outlines = [body.addEffusion(lesion.side, lesion.severity)]
      if both {
        outlines.append(
          body.addEffusion(lesion.side == .right ? .left : .right, lesion.severity * random.unit()))
      }
      return outlines
    })
}

extension Body {
  fileprivate mutating func addEffusion(_ side: Side, _ severity: Float) -> Outline {
    let level = thorax.base - 24 - 95 * severity
    let rise = 26 + 20 * severity
    let blur = 7 + 6 * severity
    for row in raster.rowRange(level - rise - 20, thorax.base + 80) {
      let y = raster.y(row)
      for column in half(side) {
        let i = row * raster.columns + column
        guard lung.values[i] > 0 else { continue }
        let x = abs(raster.x(column))
        let depth = y - Self.meniscus(x / thorax.halfWidth, level, rise)
        consolidate(i, 0.93 * smoothstep(2, 24, x) * smoothstep(-blur, blur, depth))
      }
    }
    let us = (0...10).map { 0.18 + 0.8 * Float($0) / 10 }
    let surface = us.map { Point(side.sign * $0 * thorax.halfWidth, Self.meniscus($0, level, rise)) }
    let floor = us.reversed().map { Point(side.sign * $0 * thorax.halfWidth, thorax.base + 4) }
    return Outline(surface + floor)
  }

  /// The fluid's surface at share `u` of the half-width.
  private static func meniscus(_ u: Float, _ level: Float, _ rise: Float) -> Float {
    let u2 = u * u
    return level - rise * (u2 * u2 * u2 - 0.12) + 9 * (1 - u)
  }
}
