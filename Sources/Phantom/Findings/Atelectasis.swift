/// Airless lung: plates across the bases, or a lobe that has folded up against a sharp fissure.

extension FindingKind {
  static let atelectasis = FindingKind(
    .atelectasis,
    draw: { body, lesion in
      var random = lesion.random
      if lesion.severity < 0.5 { return body.addPlates(lesion, &random) }
      return random.chance(0.5) ? body.foldUpperLobe(lesion) : body.foldLowerLobe(lesion)
    })
}

extension Body {
  fileprivate mutating func addPlates(_ lesion: Lesion, _ random: inout Random) -> [Outline] {
    let s = lesion.side.sign
    return (0..<random.count(2, 3)).map { k in
      let crest = thorax.domeLine(lesion.side, thorax.halfWidth * 0.5)
      let y = crest - random.uniform(9, 19) - Float(k) * random.uniform(13, 20)
      let inner = s * random.uniform(38, 62)
      let outer = inner + s * random.uniform(44, 72)
      let tilt = random.uniform(-12, 14)
      let nodes = path([[inner, y, 0], [(inner + outer) / 2, y + tilt * 0.3 - 3, 0], [outer, y + tilt, 0]])
      let thick = random.uniform(2.2, 3.2) + 2 * lesion.severity
      displace(along: nodes, radii: nodes.map { _ in thick }, density: random.uniform(2.8, 4.4))
      return .band(nodes, thick + 4)
    }
  }

  /// The upper lobe above a fissure that rises towards the outer wall.
  fileprivate mutating func foldUpperLobe(_ lesion: Lesion) -> [Outline] {
    let inner = thorax.level(0.42 - 0.06 * lesion.severity)
    let outer = thorax.level(0.33 - 0.12 * lesion.severity)
    var edge: [Point] = []
    for column in half(lesion.side) {
      let x = abs(raster.x(column))
      let u = min(x / thorax.halfWidth, 1)
      let medial = smoothstep(2, 26, x)
      let fissure = mix(inner, outer, u) - 14 * u * (1 - u)
      if column % 24 == 0, x > 22, x < thorax.halfWidth * 0.85 {
        edge.append(Point(raster.x(column), fissure))
      }
      for row in raster.rowRange(thorax.apex, inner + 2) {
        consolidate(
          row * raster.columns + column, 0.55 * medial * (1 - smoothstep(-2, 1.2, raster.y(row) - fissure)))
      }
    }
    let top = thorax.lungField(lesion.side, 0.03, 0.34).points
    return [Outline(top + (lesion.side == .right ? edge.reversed() : edge))]
  }

  /// The lower lobe: a triangle beside the spine, behind the heart.
  fileprivate mutating func foldLowerLobe(_ lesion: Lesion) -> [Outline] {
    let top = thorax.level(0.46)
    let bottom = thorax.base + 26
    let wide = 58 + 26 * lesion.severity
    for row in raster.rowRange(top, bottom) {
      let t = (raster.y(row) - top) / (thorax.base - top)
      let border = 12 + wide * t
      for column in half(lesion.side) {
        let x = abs(raster.x(column))
        consolidate(
          row * raster.columns + column,
          0.78 * smoothstep(2, 22, x) * (1 - smoothstep(border - 2.5, border + 1.5, x)))
      }
    }
    let s = lesion.side.sign
    return [
      Outline([
        Point(s * 8, top), Point(s * 16, top), Point(s * (12 + wide), thorax.base), Point(s * 8, thorax.base),
      ])
    ]
  }
}
