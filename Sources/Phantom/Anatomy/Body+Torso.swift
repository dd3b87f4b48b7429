/// The trunk: body thickness, the two lungs inside it, and the diaphragm below them.

extension Body {
  /// Fills `soft` with the whole body and `lung` with air; what lies between follows by subtraction.
  mutating func addTorso() {
    let silhouette = Silhouette(thorax)
    let clouds = Clouds(cell: 11, seed: thorax.seed &+ 11)
    let coarse = Noise(cell: 38, seed: thorax.seed &+ 12)
    for row in 0..<raster.rows {
      let y = raster.y(row)
      let outline = silhouette.row(y)
      let shift = thorax.spine(y) * 0.35
      for column in 0..<raster.columns {
        let x = raster.x(column)
        let i = row * raster.columns + column
        let whole = outline.thickness(x)
        guard whole > 0 else { continue }
        let skin = min(whole, outline.fat * (1.2 + 1.3 * abs(x) / thorax.halfWidth))
        let texture = 1 + 0.012 * coarse(x, y)
        let air = min(lungChord(x - shift, y, row), whole * 0.93)
        fat.values[i] = skin
        soft.values[i] = (whole - skin) * texture - air
        lung.values[i] = air > 0 ? air * (1 + 0.045 * clouds(x, y)) : 0
      }
    }
  }

  /// Millimetres of lung along the ray at (x, y): the pleural cavity less what the diaphragm has pushed up into it.
  @inline(__always) private func lungChord(_ x: Float, _ y: Float, _ row: Int) -> Float {
    let side: Side = x < 0 ? .right : .left
    let across = abs(x)
    let (lateral, medial) = (levels.lateral[row], levels.medial[row])
    let center = (lateral + medial) / 2
    let half = (lateral - medial) / 2
    guard half > 0.5, y > thorax.apex else { return 0 }
    let u = (across - center) / half
    let u2 = u * u
    guard u2 < 1 else { return 0 }
    let paravertebral = mix(0.5, 1, smoothstep(0, 34, across))
    let reach = paravertebral * levels.depth[row] * (1 - u2 * (0.5 + 0.5 * u2)).squareRoot()
    let below = y - thorax.domeLine(side, across)
    guard below > 0 else { return 2 * reach }
    let s = 1.05 * thorax.halfDepth * (below / thorax.sulcus).squareRoot()
    return max(0, reach - s) + max(0, reach - 1.7 * s)
  }
}

/// The body's outline: trunk, shoulders, neck and arms as one smooth union.
struct Silhouette: Sendable {
  private let thorax: Thorax
  private static let neckWidth = Curve([(-0.5, 58), (-0.24, 56), (-0.13, 62), (0, 92)])

  init(_ thorax: Thorax) { self.thorax = thorax }

  /// One row's half-widths and depths.
  struct Row {
    let trunk: Float
    let depth: Float
    let neck: Float
    let neckDepth: Float
    let shoulderTop: Float
    let y: Float
    let arm: (center: Float, half: Float)
    let fat: Float

    /// The body's thickness at `x`: the smooth maximum of its parts.
    @inline(__always) func thickness(_ x: Float) -> Float {
      let across = abs(x)
      var sum: Float = 0
      if across < trunk {
        let u = across / trunk
        let u2 = u * u
        let chord = 2 * depth * (1 - u2 * (0.45 + 0.55 * u2)).squareRoot()
        sum += chord * chord * chord * chord
      }
      if across < neck {
        let u = across / neck
        let chord = 2 * neckDepth * (1 - u * u).squareRoot()
        sum += chord * chord * chord * chord
      }
      let chord = shoulder(across)
      sum += chord * chord * chord * chord
      let v = (across - arm.center) / arm.half
      if v * v < 1 {
        let chord = 2.1 * arm.half * (1 - v * v).squareRoot()
        sum += chord * chord * chord * chord
      }
      return sum.squareRoot().squareRoot()
    }

    /// The shoulder girdle: a wedge that slopes from the neck to the arm.
    @inline(__always) private func shoulder(_ across: Float) -> Float {
      let slope = max(across - 48, 0)
      let edge = shoulderTop + slope * (0.1 + slope * 0.0011)
      let under = y - edge
      guard under > 0 else { return 0 }
      let fade = 1 - smoothstep(60, 170, under)
      let side = 1 - smoothstep(200, 240, across)
      let rise = min(under / 52, 1)
      return 162 * fade * side * (rise * (2 - rise)).squareRoot()
    }
  }

  func row(_ y: Float) -> Row {
    let t = (y - thorax.apex) / thorax.height
    let inner = Levels.lateral(max(t, 0.12)) * thorax.halfWidth
    let grow = smoothstep(-0.16, 0.2, t)
    let below = max(0, t - 1)
    let trunk = (inner + 6 + thorax.wall + 16 * (1 - smoothstep(0.2, 0.75, t))) * (1 - 0.06 * below)
    let armX = thorax.halfWidth + thorax.wall + 36 + 42 * smoothstep(0.15, 1.1, t)
    let armed = smoothstep(0.02, 0.14, t)
    return Row(
      trunk: trunk * mix(0.55, 1, grow),
      depth: (Levels.depth(max(t, 0)) * thorax.halfDepth + 12 + 0.7 * thorax.wall) * mix(0.25, 1, grow),
      neck: Self.neckWidth(t) + thorax.wall * 0.4, neckDepth: 60 + thorax.wall * 0.5,
      shoulderTop: thorax.apex - 44 + thorax.shoulderDrop, y: y,
      arm: (armX, max(0.1, (36 + thorax.wall * 0.45) * armed)), fat: thorax.fat)
  }
}
