/// A reticular net of thickened septa in both lungs, denser below, with short lines at the pleura.

import Foundation

extension FindingKind {
  static let interstitialPattern = FindingKind(
    .interstitialPattern, focal: false, excludes: [.emphysema],
    draw: { body, lesion in
      var random = lesion.random
      let basal = random.chance(0.7)
      for side in Side.allCases { body.addReticulation(side, lesion.severity, basal: basal, &random) }
      let from: Float = basal ? 0.3 : 0.08
      return Side.allCases.map { body.thorax.lungField($0, from, 0.96) }
    })
}

extension Body {
  fileprivate mutating func addReticulation(
    _ side: Side, _ severity: Float, basal: Bool, _ random: inout Random
  ) {
    let count = Int(650 + 650 * severity)
    for _ in 0..<count {
      let t = basal ? 1 - 0.75 * random.unit() * random.uniform(0.4, 1) : random.uniform(0.06, 0.95)
      let y = thorax.level(t)
      let reach = abs(thorax.lateral(side, y))
      let x = side.sign * reach * random.unit().squareRoot()
      let angle = random.uniform(0, 3.14)
      let length = random.uniform(5, 13)
      let turn = Point(cos(angle), sin(angle)) * length
      let bow = Point(-sin(angle), cos(angle)) * random.uniform(-2.5, 2.5)
      let nodes: [Point3] = [
        [x, y, 0], [x + turn.x / 2 + bow.x, y + turn.y / 2 + bow.y, 0], [x + turn.x, y + turn.y, 0],
      ]
      vessel.stroke(nodes, radius: random.uniform(0.6, 1.05), density: 2.8 + 1.8 * severity)
    }
    for _ in 0..<Int(14 + 20 * severity) {
      let y = thorax.level(random.uniform(0.68, 0.97))
      let x = thorax.lateral(side, y)
      vessel.stroke(
        [[x, y, 0], [x - side.sign * random.uniform(8, 15), y + random.uniform(-1, 1), 0]], radius: 0.7,
        density: 3)
    }
    addHaze(side, 0.07 + 0.06 * severity, basal: basal, random.fork())
  }

  /// A slight fall of aeration between the lines.
  private mutating func addHaze(_ side: Side, _ share: Float, basal: Bool, _ seed: UInt64) {
    let clouds = Clouds(cell: 22, seed: seed)
    for row in raster.rowRange(thorax.apex, thorax.base + 40) {
      let y = raster.y(row)
      let weight = basal ? smoothstep(0.2, 0.75, (y - thorax.apex) / thorax.height) : 0.8
      for column in half(side) {
        let i = row * raster.columns + column
        guard lung.values[i] > 0 else { continue }
        consolidate(i, share * weight * (1 + 0.5 * clouds(raster.x(column), y)))
      }
    }
  }
}
