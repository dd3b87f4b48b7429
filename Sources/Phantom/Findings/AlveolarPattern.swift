/// Air spaces filled with fluid or pus: fluffy, confluent shadows with dark bronchi in them.

import Foundation

extension FindingKind {
  static let alveolarPattern = FindingKind(
    .alveolarPattern, excludes: [.emphysema],
    draw: { body, lesion in
      var random = lesion.random
      let both = lesion.severity > 0.55 && random.chance(0.6)
      let sides = both ? Side.allCases : [lesion.side]
      return sides.map { side in
        let reach = random.uniform(27, 38) + 22 * lesion.severity
        let center = body.lungPoint(side, 0.2...0.82, margin: 22, thickness: 45, &random)
        let radii = Point(reach * random.uniform(0.8, 1.1), reach * random.uniform(0.8, 1.15))
        body.addConsolidation(center, radii, density: 0.5 + 0.38 * lesion.severity, side, &random)
        return .ellipse(center, radii)
      }
    })
}

extension Body {
  fileprivate mutating func addConsolidation(
    _ center: Point, _ radii: Point, density: Float, _ side: Side, _ random: inout Random
  ) {
    let clouds = Clouds(cell: radii.x * 0.55, seed: random.fork())
    let reach = radii * 1.35
    for row in raster.rowRange(center.y - reach.y, center.y + reach.y) {
      let y = raster.y(row)
      let v = (y - center.y) / radii.y
      for column in raster.columnRange(center.x - reach.x, center.x + reach.x) {
        let x = raster.x(column)
        let u = (x - center.x) / radii.x
        guard x * side.sign > 0 else { continue }
        let field = 0.95 - (u * u + v * v).squareRoot() + 0.3 * clouds(x, y)
        let i = row * raster.columns + column
        consolidate(i, density * smoothstep(0, 0.75, field) * (0.86 + 0.14 * clouds(y * 2, x * 2)))
      }
    }
    addBronchograms(center, radii, side, &random)
  }

  /// Open bronchi that shine through: thin dark branches away from the hilum.
  private mutating func addBronchograms(_ center: Point, _ radii: Point, _ side: Side, _ random: inout Random)
  {
    let hilum = thorax.hilum(side)
    let away = normalized([center.x - hilum.x, center.y - hilum.y, 0])
    for _ in 0..<4 {
      let turn = random.uniform(-0.6, 0.6)
      let (c, s) = (cos(turn), sin(turn))
      let way: Point3 = [away.x * c - away.y * s, away.x * s + away.y * c, 0]
      let start: Point3 = [center.x, center.y, 0] - way * radii.x * 0.55
      let nodes = path([
        start, start + way * radii.x * 0.5 + [random.uniform(-4, 4), 0, 0], start + way * radii.x,
      ])
      soft.stroke(
        nodes, radii: nodes.indices.map { 2 - 1.1 * Float($0) / Float(nodes.count) }, density: -0.75)
    }
  }
}
