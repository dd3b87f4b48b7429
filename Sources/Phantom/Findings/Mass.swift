/// A shadow of more than 3 cm, lobulated, often with strands into the lung around it.

import Foundation

extension FindingKind {
  static let mass = FindingKind(
    .mass,
    draw: { body, lesion in
      var random = lesion.random
      let radius = 17.5 + 17 * lesion.severity
      let center = body.lungPoint(lesion.side, 0.14...0.76, margin: radius * 0.75, &random)
      body.ball(center, radius: radius, bumps: random.uniform(0.04, 0.1), density: 1.1, &random)
      if random.chance(0.6) { body.addStrands(center, radius, &random) }
      return [.ellipse(center, Point(radius + 2, radius + 2))]
    })
}

extension Body {
  fileprivate mutating func addStrands(_ center: Point, _ radius: Float, _ random: inout Random) {
    for _ in 0..<26 {
      let angle = random.uniform(0, 6.28)
      let way = Point3(cos(angle), sin(angle), 0)
      let start = Point3(center.x, center.y, 0) + way * radius * 0.8
      let nodes = [start, start + way * radius * random.uniform(0.35, 0.75)]
      vessel.stroke(nodes, radii: [1.5, 0.5], density: 1.6)
    }
  }
}
