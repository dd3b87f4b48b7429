/// A solitary round shadow, 12 to 28 mm.

extension FindingKind {
  static let nodule = FindingKind(
    .nodule,
    draw: { body, lesion in
      var random = lesion.random
      let radius = 7 + 7 * lesion.severity
      let center = body.lungPoint(lesion.side, 0.1...0.84, margin: radius + 5, thickness: 105, &random)
      body.ball(center, radius: radius, bumps: 0.05, density: 1.3, &random)
      return [.ellipse(center, Point(radius + 2, radius + 2))]
    })
}
