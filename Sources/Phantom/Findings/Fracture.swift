/// Broken ribs with a step between the fragments, or a broken clavicle.

extension FindingKind {
  static let fracture = FindingKind(
    .fracture,
    shape: { thorax, lesion in
      if lesion.random.chance(0.3) {
        thorax.clavicleFracture = (lesion.side, 11 + 9 * lesion.severity)
        return
      }
      let first = lesion.random.count(4, 7)
      let angle = lesion.random.uniform(0.75, 1.2)
      for k in 0..<1 + Int(2.9 * lesion.severity) {
        thorax.ribFractures.append(
          RibFracture(
            rib: first + k, side: lesion.side, angle: angle + lesion.random.uniform(-0.08, 0.08),
            slip: 9 + 6 * lesion.severity * lesion.random.unit()))
      }
    },
    draw: { body, _ in
      let thorax = body.thorax
      if let broken = thorax.clavicleFracture {
        let axis = thorax.clavicle(broken.side)
        let p = axis[axis.count * 54 / 100]
        return [.ellipse(Point(p.x, p.y + broken.slip / 2), Point(22, 20))]
      }
      return thorax.ribFractures.map { fracture in
        let axis = thorax.rib(fracture.rib, fracture.side)
        let p = thorax.breakPoint(axis, fracture)
        return .ellipse(Point(p.x, p.y + fracture.slip / 2), Point(16, 15))
      }
    })
}
