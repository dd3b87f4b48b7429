/// Destroyed lung: thin vessels, less tissue, and thin-walled bullae, more in the upper zones.

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
        let center = body.lungPoint(side, 0.08...0.72, margin: radius * 0.7, thickness: 30, &random)
        body.addBulla(center, Point(radius, radius * random.uniform(0.75, 1.15)))
        return .ellipse(center, Point(radius, radius))
      }
    })
}

extension Body {
  /// A hole in the lung with a hairline wall.
  fileprivate mutating func addBulla(_ center: Point, _ radii: Point) {
    for row in raster.rowRange(center.y - radii.y, center.y + radii.y) {
      let v = (raster.y(row) - center.y) / radii.y
      for column in raster.columnRange(center.x - radii.x, center.x + radii.x) {
        let u = (raster.x(column) - center.x) / radii.x
        let d = u * u + v * v
        guard d < 1 else { continue }
        let i = row * raster.columns + column
        guard lung.values[i] > 8 else { continue }
        lung.values[i] *= 1 - 0.5 * (1 - d).squareRoot() * (1 + 0.3 * v)
        vessel.values[i] *= 0.35
        soft.values[i] += 2 * smoothstep(0.84, 0.97, d) * (0.6 - 0.4 * u)
      }
    }
  }
}
