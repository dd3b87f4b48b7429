/// Healed granulomas and lymph nodes: small, very dense, sharply edged.

extension FindingKind {
  static let calcifiedDensities = FindingKind(
    .calcifiedDensities,
    draw: { body, lesion in
      var random = lesion.random
      return (0..<2 + Int(5 * lesion.severity)).map { k in
        let hilar = k > 0 && random.chance(0.3)
        let radius = random.uniform(2.4, 3.2) + 2 * lesion.severity * random.unit()
        let root = body.thorax.hilum(lesion.side)
        let center =
          hilar
          ? Point(root.x + random.uniform(-6, 10) * lesion.side.sign, root.y + random.uniform(-20, 24))
          : body.lungPoint(lesion.side, 0.06...0.8, margin: 8, &random)
        for _ in 0..<5 {
          let offset = Point(random.uniform(-0.4, 0.4), random.uniform(-0.4, 0.4)) * radius
          let r = radius * random.uniform(0.55, 0.85)
          body.calcium.stamp(center + offset, radii: Point(r, r * 0.9), 1.15)
        }
        return .ellipse(center, Point(radius + 2.5, radius + 2.5))
      }
    })
}
