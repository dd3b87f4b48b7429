/// Air in the pleural space: the lung falls towards its hilum behind a fine line; nothing lies beyond it.

extension FindingKind {
  static let pneumothorax = FindingKind(
    .pneumothorax, excludes: [.hydropneumothorax], companion: (.subcutaneousEmphysema, 0.15),
    draw: { body, lesion in
      [body.collapse(lesion.side, by: 0.16 + 0.36 * lesion.severity, fluid: nil)]
    })
}

extension Body {
  /// Shrinks the lung on `side` by the share `amount` at its apex, less at its base; fills up to `fluid` if given.
  mutating func collapse(_ side: Side, by amount: Float, fluid: Float?) -> Outline {
    let edge = PleuralEdge(thorax, side, amount)
    let borders = (0..<raster.rows).map { edge.border(raster.y($0)) }
    for row in raster.rowRange(thorax.apex - 2, thorax.base + 70) {
      let y = raster.y(row)
      let full = fluid.map { smoothstep(-0.7, 0.7, y - $0) } ?? 0
      for column in half(side) {
        let i = row * raster.columns + column
        let whole = lung.values[i]
        guard whole > 0 else { continue }
        let x = abs(raster.x(column))
        // The apex of the fallen lung is a dome: towards the midline its top lies lower.
        let round = max(0, 46 - x)
        let border = borders[max(0, row - Int(0.018 * round * round / raster.spacing))]
        let wet = full * smoothstep(2, 24, x)
        let free = border > 0 ? smoothstep(border - 0.4, border + 0.8, x) : 1
        let line = border > 0 ? smoothstep(border - 2.4, border - 0.6, x) * (1 - free) : 0
        lung.values[i] = whole * (1 - free) * (1 - wet) * (1 - 0.12 * amount)
        vessel.values[i] *= 1 - free
        soft.values[i] += whole * (0.03 * (1 - free) + 0.92 * wet) + 6 * line * (1 - wet)
      }
    }
    return edge.outline
  }
}

/// The visceral pleura of a fallen lung, by height.
struct PleuralEdge {
  private let thorax: Thorax
  private let side: Side
  private let amount: Float
  private let hilum: Float

  init(_ thorax: Thorax, _ side: Side, _ amount: Float) {
    self.thorax = thorax
    self.side = side
    self.amount = amount
    hilum = thorax.level(0.5)
  }

  /// Distance of the edge from the midline at `y`; 0 above the fallen apex.
  func border(_ y: Float) -> Float {
    let high = y < hilum
    let source = high ? hilum + (y - hilum) / (1 - 0.55 * amount) : y
    let t = (source - thorax.apex) / thorax.height
    guard t > 0 else { return 0 }
    let shrink = amount * mix(1, 0.42, smoothstep(0, 1, (y - thorax.apex) / thorax.height))
    let root: Float = 32
    return root + max(Levels.lateral(t) * thorax.halfWidth - root, 0) * (1 - shrink)
  }

  /// The air between the edge and the wall.
  var outline: Outline {
    let heights = (0...16).map { thorax.level(mix(0.005, 0.86, Float($0) / 16)) }
    let outer = heights.map { Point(thorax.lateral(side, $0), $0) }
    let inner = heights.reversed().map { y -> Point in
      let border = border(y)
      return Point(side.sign * (border > 0 ? border - 2 : 26), y)
    }
    return Outline(outer + inner)
  }
}
