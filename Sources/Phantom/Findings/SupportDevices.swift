/// A pacemaker: a can below the clavicle, and one or two leads through the vena cava into the heart.

import Foundation

extension FindingKind {
  static let supportDevices = FindingKind(
    .supportDevices,
    draw: { body, lesion in
      var random = lesion.random
      let thorax = body.thorax
      let s = lesion.side.sign
      let center = Point(
        s * thorax.halfWidth * random.uniform(0.6, 0.76), thorax.level(random.uniform(0.2, 0.27)))
      body.addCan(center, turn: s * random.uniform(0.1, 0.6), &random)
      let leads = thorax.leads(from: center, lesion.side, two: lesion.severity > 0.35, &random)
      for lead in leads {
        body.metal.stroke(lead, radius: 1, density: 0.32)
        body.metal.stroke(Array(lead.suffix(5)), radius: 1.5, density: 0.5)
      }
      return [.ellipse(center, Point(27, 26))] + leads.map { .band($0, 5) }
    })
}

extension Thorax {
  fileprivate func leads(from can: Point, _ side: Side, two: Bool, _ random: inout Random) -> [[Point3]] {
    let s = side.sign
    let way: [Point3] = [
      [can.x - s * 6, can.y - 20, 0], [s * halfWidth * 0.52, level(0.1), 0], [s * 44, level(0.1), 0],
    ]
    let crossing: [Point3] =
      side == .left ? [[12, level(0.14), 0], [-8, level(0.19), 0]] : [[-17, level(0.15), 0]]
    let width = heartWidth
    let ventricle: [Point3] = [
      [-16, level(0.32), 0], [-22, level(0.52), 0], [-14, level(0.72), 0], [6, level(0.83), 0],
      [width.left * random.uniform(0.5, 0.68), level(0.85), 0],
    ]
    let atrium: [Point3] = [
      [-19, level(0.33), 0], [-26, level(0.52), 0], [-20, level(0.63), 0], [-8, level(0.6), 0],
      [-10, level(0.54), 0],
    ]
    let first = path(way + crossing + ventricle)
    guard two else { return [first] }
    return [first, path(way.map { $0 + [0, 4, 0] } + crossing.map { $0 + [-3, 2, 0] } + atrium)]
  }
}

extension Body {
  /// A rounded titanium box with a battery, a circuit and a header.
  fileprivate mutating func addCan(_ center: Point, turn: Float, _ random: inout Random) {
    let half = Point(random.uniform(19, 23), random.uniform(17, 21))
    let (c, s) = (cos(turn), sin(turn))
    for row in raster.rowRange(center.y - 34, center.y + 34) {
      for column in raster.columnRange(center.x - 34, center.x + 34) {
        let (dx, dy) = (raster.x(column) - center.x, raster.y(row) - center.y)
        let (u, v) = ((dx * c + dy * s) / half.x, (-dx * s + dy * c) / half.y)
        let (u2, v2) = (u * u, v * v)
        let shape = 1 - u2 * u2 * (0.6 + 0.4 * u2) - v2 * v2 * (0.6 + 0.4 * v2)
        let inside = smoothstep(0, 0.12, shape)
        guard inside > 0 else { continue }
        let battery: Float = v > 0.05 && abs(u) < 0.86 ? 2.4 : 0.9
        let header: Float = v < -0.62 ? 0.35 : 1
        let seam: Float = shape < 0.2 ? 1.1 : 0
        metal.values[row * raster.columns + column] += inside * (battery * header + seam)
      }
    }
  }
}
