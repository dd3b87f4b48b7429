/// Steel wire loops down the midline after heart surgery.

import Foundation

extension FindingKind {
  static let sternotomy = FindingKind(
    .sternotomy,
    draw: { body, lesion in
      var random = lesion.random
      let thorax = body.thorax
      let count = 4 + Int(3 * lesion.severity + 0.5)
      let x = thorax.yaw * 1.6 + random.uniform(-3, 3)
      let (top, bottom) = (thorax.level(0.2), thorax.level(0.2 + 0.075 * Float(count)))
      for k in 0..<count {
        let y = mix(top, bottom, Float(k) / Float(count - 1)) + random.uniform(-2, 2)
        body.addWire(Point(x + random.uniform(-2, 2), y), &random)
      }
      return [.band([[x, top - 6, 0], [x, bottom + 6, 0]], 13)]
    })
}

extension Body {
  /// One loop and its twisted knot.
  fileprivate mutating func addWire(_ center: Point, _ random: inout Random) {
    let radii = Point(random.uniform(6, 8.5), random.uniform(3.5, 6))
    let turn = random.uniform(-0.35, 0.35)
    let loop = (0...28).map { k -> Point3 in
      let angle = Float(k) / 28 * 5.6 + 0.35
      let p = Point(cos(angle), sin(angle)) * radii
      return [center.x + p.x * cos(turn) - p.y * sin(turn), center.y + p.x * sin(turn) + p.y * cos(turn), 0]
    }
    metal.stroke(loop, radius: 0.7, density: 0.9)
    let knot = Point3(center.x + radii.x * 0.9, center.y, 0)
    metal.stroke([knot, knot + [3, random.uniform(-3, 3), 0]], radius: 0.95, density: 0.8)
  }
}
