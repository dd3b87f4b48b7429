/// A catheter from the neck or from under the clavicle to the superior vena cava.

extension FindingKind {
  static let centralVenousCatheter = FindingKind(
    .centralVenousCatheter,
    draw: { body, lesion in
      var random = lesion.random
      let nodes = body.thorax.catheter(lesion.side, &random)
      body.metal.stroke(nodes, radius: 1.35, density: 0.22)
      body.metal.stroke(nodes, radius: 0.5, density: 0.12)
      return [.band(nodes, 6)]
    })
}

extension Thorax {
  fileprivate func catheter(_ side: Side, _ random: inout Random) -> [Point3] {
    let s = side.sign
    let tip: Point3 = [-16 + random.uniform(-3, 3), level(random.uniform(0.42, 0.54)), 0]
    let cava: [Point3] = [[-15, level(0.22), 0], [-17, level(0.32), 0], tip]
    let crossing: [Point3] =
      side == .left ? [[14, level(0.13), 0], [-4, level(0.175), 0]] : [[-17, level(0.14), 0]]
    if random.chance(0.5) {
      let neck: [Point3] = [
        [s * random.uniform(38, 50), apex - 66, 0], [s * 34, apex - 28, 0], [s * 24, level(0.05), 0],
      ]
      return path(neck + crossing + cava)
    }
    let arm: [Point3] = [
      [s * random.uniform(112, 128), level(0.27), 0], [s * 100, level(0.13), 0], [s * 72, level(0.085), 0],
      [s * 40, level(0.11), 0],
    ]
    return path(arm + crossing + cava)
  }
}
