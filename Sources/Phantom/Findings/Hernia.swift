/// A hiatal hernia: stomach behind the heart, a round shadow with gas over fluid.

extension FindingKind {
  static let hernia = FindingKind(
    .hernia,
    draw: { body, lesion in
      var random = lesion.random
      let radius = 27 + 17 * lesion.severity
      let center = Point(random.uniform(2, 24), body.thorax.level(0.84) - radius * 0.3)
      body.ball(center, radius: radius, bumps: 0.03, density: 1, &random)
      let gas = Point(radius * 0.8, radius * 0.72)
      body.cavity(
        center - Point(0, radius * 0.1), radii: gas, depth: radius * 1.5, flat: random.uniform(-0.1, 0.35))
      return [.ellipse(center, Point(radius + 2, radius + 2))]
    })
}
