/// Free gas under the diaphragm: a dark crescent between a thin dome and the liver.

extension FindingKind {
  static let pneumoperitoneum = FindingKind(
    .pneumoperitoneum, excludes: [.pleuralEffusion, .hydropneumothorax],
    draw: { body, lesion in
      var random = lesion.random
      let sides: [Side] = lesion.severity > 0.5 || random.chance(0.3) ? Side.allCases : [.right]
      return sides.map {
        body.addFreeGas($0, height: 7 + 19 * lesion.severity, reach: random.uniform(0.3, 0.42))
      }
    })
}

extension Body {
  /// A lens of gas that follows the dome 3 mm below it; `reach` is half its width over the chest's half-width.
  fileprivate mutating func addFreeGas(_ side: Side, height: Float, reach: Float) -> Outline {
    let center = thorax.halfWidth * 0.5
    let half = thorax.halfWidth * reach
    func thickness(_ x: Float) -> Float {
      let u = (x - center) / half
      return u * u < 1 ? height * (1 - u * u).squareRoot() : 0
    }
    for column in self.half(side) {
      let x = abs(raster.x(column))
      let tall = thickness(x)
      guard tall > 0 else { continue }
      let soften = min(1, tall / (0.7 * height))
      let top = thorax.domeLine(side, x) + 3.2
      for row in raster.rowRange(top, top + tall) {
        let v = (raster.y(row) - top) / tall
        guard v > 0, v < 1 else { continue }
        let i = row * raster.columns + column
        soft.values[i] -= min(
          soft.values[i] * 0.7, 58 * (1 - v * v * v * v).squareRoot() * smoothstep(0, 0.14, v) * soften)
      }
    }
    let xs = (0...12).map { center - half + 2 * half * Float($0) / 12 }
    let crest = xs.map { Point(side.sign * $0, thorax.domeLine(side, $0)) }
    let floor = xs.reversed().map { Point(side.sign * $0, thorax.domeLine(side, $0) + 5 + thickness($0)) }
    return Outline(crest + floor)
  }
}
