/// Gas in the chest wall: dark streaks along the muscles, from the flank up to the neck.

import Foundation

extension FindingKind {
  static let subcutaneousEmphysema = FindingKind(
    .subcutaneousEmphysema,
    draw: { body, lesion in
      var random = lesion.random
      let thorax = body.thorax
      let s = lesion.side.sign
      let bottom: Float = 0.45 + 0.4 * lesion.severity
      for _ in 0..<Int(150 + 260 * lesion.severity) {
        let y = thorax.level(random.uniform(-0.08, bottom))
        let wall = abs(thorax.lateral(lesion.side, max(y, thorax.level(0.1))))
        let x = s * (wall + random.uniform(2, 18 + thorax.wall * 1.3))
        let angle = 1.57 + s * random.uniform(-0.35, 0.75)
        let length = random.uniform(6, 19)
        let nodes: [Point3] = [[x, y, 0], [x + cos(angle) * length, y + sin(angle) * length, 0]]
        body.soft.stroke(nodes, radius: random.uniform(0.8, 2.6), density: -random.uniform(0.9, 2.6))
      }
      if lesion.severity > 0.4 { body.addNeckGas(s, lesion.severity, &random) }
      let heights = (0...8).map { thorax.level(mix(-0.06, bottom, Float($0) / 8)) }
      let wide = heights.map { abs(thorax.lateral(lesion.side, max($0, thorax.level(0.1)))) }
      let inner = zip(wide, heights).map { Point(s * $0, $1) }
      let outer = zip(wide, heights).reversed().map { Point(s * ($0 + 20 + thorax.wall * 1.3), $1) }
      return [Outline(inner + outer)]
    })
}

extension Body {
  fileprivate mutating func addNeckGas(_ s: Float, _ severity: Float, _ random: inout Random) {
    for _ in 0..<Int(90 * severity) {
      let x = s * random.uniform(22, 62)
      let y = thorax.apex - random.uniform(4, 46)
      let nodes: [Point3] = [[x, y, 0], [x + random.uniform(-4, 4), y + random.uniform(6, 16), 0]]
      soft.stroke(nodes, radius: random.uniform(0.8, 1.7), density: -1.6)
    }
  }
}
