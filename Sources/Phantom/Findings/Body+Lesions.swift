/// The strokes that findings share: where there is lung, and how it fills.

import Foundation

extension Body {
  /// Fills `share` of the aerated lung at pixel `i` with soft tissue or fluid.
  @inline(__always) mutating func consolidate(_ i: Int, _ share: Float) {
    let filled = lung.values[i] * share
    lung.values[i] -= filled
    soft.values[i] += filled
  }

  /// The pixels of one half of the chest.
  func half(_ side: Side) -> Range<Int> {
    side == .right ? 0..<raster.columns / 2 : raster.columns / 2..<raster.columns
  }

  /// A point of the lung on `side` between two levels with at least `thickness` millimetres of air, clear of the borders.
  func lungPoint(
    _ side: Side, _ levels: ClosedRange<Float>, margin: Float, thickness: Float = 60, _ random: inout Random
  ) -> Point {
    var best = Point(side.sign * thorax.halfWidth * 0.55, thorax.level(0.4))
    var most: Float = -1
    for _ in 0..<90 {
      let y = thorax.level(random.uniform(levels.lowerBound, levels.upperBound))
      let reach = abs(thorax.lateral(side, y)) - margin
      let p = Point(side.sign * random.uniform(min(30, reach), reach), y)
      let around = min(
        lung.at(p), lung.at(p + [0, margin * 0.8]), lung.at(p + [margin * 0.8, 0]),
        lung.at(p - [margin * 0.8, 0]))
      if around > thickness { return p }
      if around > most { (best, most) = (p, around) }
    }
    return best
  }

  /// A lobulated ball of soft tissue in the lung.
  mutating func ball(_ center: Point, radius: Float, bumps: Float, density: Float, _ random: inout Random) {
    let (a, b) = (random.uniform(0, 6.28), random.uniform(0, 6.28))
    let reach = radius * (1 + 1.5 * bumps)
    for row in raster.rowRange(center.y - reach, center.y + reach) {
      for column in raster.columnRange(center.x - reach, center.x + reach) {
        let (dx, dy) = (raster.x(column) - center.x, raster.y(row) - center.y)
        let angle = atan2(dy, dx)
        let r = radius * (1 + bumps * (sin(3 * angle + a) + 0.5 * sin(5 * angle + b)))
        let inside = r * r - dx * dx - dy * dy
        if inside > 0 { displace(row * raster.columns + column, 2 * density * inside.squareRoot()) }
      }
    }
  }
}
