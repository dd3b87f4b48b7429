/// Destroyed lung: thin vessels, less tissue, and thin-walled bullae, more in the upper zones.

import Foundation

extension FindingKind {
  static let emphysema = FindingKind(
    .emphysema, focal: false, excludes: [.alveolarPattern, .interstitialPattern],
    companion: (.hyperinflatedLung, 0.5),
    shape: { thorax, lesion in
      thorax.lungDensity *= 0.8 - 0.15 * lesion.severity
      thorax.vessels *= 0.85 - 0.15 * lesion.severity
    },
    draw: { body, lesion in
      var random = lesion.random
      let count = 4 + Int(7 * lesion.severity)
      return (0..<count).map { k in
        let side: Side = k % 2 == 0 ? lesion.side : random.chance(0.8) ? .left : .right
        let radius = random.uniform(12, 19) + 13 * lesion.severity * random.unit()
        let center = body.lungPoint(side, 0.05...0.6, margin: radius * 0.45, thickness: 30, &random)
        body.addBulla(
          center, Point(radius, radius * random.uniform(0.75, 1.15)), phase: random.uniform(0, 6.28))
        return .ellipse(center, Point(radius, radius))
      }
    })
}

extension Body {
  /// A hole in the lung with a hairline wall.
  fileprivate mutating func addBulla(_ center: Point, _ radii: Point, phase: Float) {
    let wobble: Float = 0.16
    for row in raster.rowRange(center.y - 1.2 * radii.y, center.y + 1.2 * radii.y) {
      let v0 = (raster.y(row) - center.y) / radii.y
      for column in raster.columnRange(center.x - 1.2 * radii.x, center.x + 1.2 * radii.x) {
        let u0 = (raster.x(column) - center.x) / radii.x
        let (u, v) = (u0 + wobble * sin(3 * v0 + phase), v0 + wobble * sin(3 * u0 - phase))
        let d = u * u + v * v
        guard d < 1 else { continue }
        let i = row * raster.columns + column
        guard lung.values[i] > 8 else { continue }
        lung.values[i] *= 1 - 0.54 * (1 - d * d).squareRoot()
        vessel.values[i] *= 0.35
        soft.values[i] += 2 * smoothstep(0.84, 0.97, d) * (0.6 - 0.4 * u)
      }
    }
  }
}
