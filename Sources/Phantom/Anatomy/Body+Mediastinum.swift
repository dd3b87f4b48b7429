/// The heart, the great vessels and the tissue around them: what hides lung in the middle of the film.

import Foundation

extension Body {
  /// Each row of the heart and of the upper mediastinum is an ellipse; it replaces the lung along its chord.
  mutating func addMediastinum() {
    let heart = HeartOutline(thorax)
    for row in 0..<raster.rows {
      let y = raster.y(row)
      let vessels = heart.core(y)
      let chamber = heart.chamber(y)
      let shift = thorax.spine(y) * 0.75
      let firm = 1 - smoothstep(0.02, 0.14, (y - thorax.apex) / thorax.height)
      for column in 0..<raster.columns {
        let i = row * raster.columns + column
        guard lung.values[i] > 0 else { continue }
        let x = raster.x(column)
        let u = vessels.chord(x - shift) / max(vessels.depth, 1)
        let a = vessels.depth * u * mix(u, 1, firm)
        let b = chamber.chord(x - thorax.yaw * 0.6)
        guard a + b > 0 else { continue }
        let onto = b > 0 ? 1 - smoothstep(0, 34, y - thorax.domeLine(x < 0 ? .right : .left, abs(x))) : 0
        let chord = (a * a * a + onto * b * b * b).cubeRoot()
        displace(i, chord)
      }
    }
    addAorta()
  }

  /// Puts `chord` millimetres of soft tissue in the lung's place at pixel `i`.
  @inline(__always) mutating func displace(_ i: Int, _ chord: Float) {
    let taken = min(lung.values[i], chord)
    lung.values[i] -= taken
    soft.values[i] += taken
  }

  /// Moves the lung under a stroke into soft tissue; outside of the lungs nothing changes.
  mutating func displace(along nodes: [Point3], radii: [Float], density: Float = 1) {
    var plane = Plane(raster)
    plane.stroke(nodes, radii: radii, density: density)
    for i in plane.values.indices where plane.values[i] > 0 { displace(i, plane.values[i]) }
  }

  private mutating func addAorta() {
    let bend = thorax.unfolding
    let nodes = thorax.aortaAxis
    let radii = nodes.indices.map { thorax.aorta * (1.12 - 0.22 * Float($0) / Float(nodes.count)) }
    displace(along: nodes, radii: radii, density: 0.9)
    let cava = path([
      [-25, thorax.level(0.02), 0], [-17, thorax.level(0.12), 0], [-19, thorax.level(0.3), 0],
      [-22, thorax.level(0.5), 0], [-20, thorax.level(0.6), 0],
    ])
    displace(along: cava, radii: cava.map { _ in 9 + bend * 4 })
    let subclavian = path([
      [17, thorax.level(0.24), 0], [17, thorax.level(0.14), 0], [23, thorax.level(0.06), 0],
      [38, thorax.level(0), 0],
    ])
    displace(along: subclavian, radii: subclavian.map { _ in 6.5 })
  }
}

extension Thorax {
  /// The aorta from its root over the arch down to the diaphragm.
  var aortaAxis: [Point3] {
    let spine = spine(level(0.4)) * 0.6
    let bend = unfolding
    let points: [Point3] = [
      [-9 - 14 * bend, level(0.5), 25], [-13 - 12 * bend, level(0.4), 30],
      [-9 - 6 * bend, level(0.28 - 0.05 * bend), 24], [4, level(0.225 - 0.06 * bend), 6],
      [18 + 5 * bend, level(0.232 - 0.055 * bend), -18], [23 + 11 * bend, level(0.275 - 0.02 * bend), -42],
      [21 + 18 * bend, level(0.37), -54], [17 + 30 * bend, level(0.58), -58],
      [12 + 22 * bend, level(0.78), -56], [6, level(1), -50],
    ]
    return path(points.map { $0 + [spine, 0, 0] })
  }
}

extension Float {
  @inline(__always) func cubeRoot() -> Float { cbrtf(self) }
}

/// The heart's shadow as two borders, by height.
struct HeartOutline: Sendable {
  private let thorax: Thorax

  init(_ thorax: Thorax) { self.thorax = thorax }

  /// An elliptical slice: `left` and `right` in film x, `depth` its thickest chord.
  struct Slice {
    let low: Float
    let high: Float
    let depth: Float

    @inline(__always) func chord(_ x: Float) -> Float {
      guard x > low, x < high else { return 0 }
      let half = (high - low) / 2
      let u = (x - low - half) / half
      return depth * (1 - u * u).squareRoot()
    }
  }

  /// Shares of the heart's left and right reach, and of its depth, by height in the chest.
  static let left = Curve([
    (0.36, 0.2), (0.40, 0.335), (0.43, 0.395), (0.46, 0.425), (0.5, 0.475), (0.545, 0.585), (0.6, 0.735),
    (0.66, 0.875), (0.72, 0.97), (0.765, 1), (0.83, 0.985), (0.9, 0.93), (0.97, 0.8), (1.05, 0.6),
  ])
  static let right = Curve([
    (0.36, 0.35), (0.44, 0.52), (0.5, 0.7), (0.56, 0.88), (0.64, 1), (0.72, 0.985), (0.8, 0.88), (0.9, 0.66),
    (1.05, 0.4),
  ])
  static let depth = Curve([
    (0.34, 0.15), (0.42, 0.62), (0.52, 0.88), (0.65, 1), (0.8, 1), (0.92, 0.8), (1.05, 0.4), (1.1, 0),
  ])

  func chamber(_ y: Float) -> Slice {
    let t = (y - thorax.apex) / thorax.height
    guard t > 0.34, t < 1.1 else { return Slice(low: 0, high: 0, depth: 0) }
    let width = thorax.heartWidth
    let droop = 0.02 + 0.25 * max(0, 0.45 - thorax.cardiothoracicRatio)
    return Slice(
      low: -width.right * Self.right(t), high: width.left * Self.left(t - droop),
      depth: 1.28 * thorax.halfDepth * Self.depth(t))
  }

  /// Great vessels, oesophagus and fat around the midline: narrow below the neck, wider to the right (the vena cava).
  func core(_ y: Float) -> Slice {
    let t = (y - thorax.apex) / thorax.height
    let m = thorax.mediastinum
    let top = 1 + 0.75 * (1 - smoothstep(-0.02, 0.13, t))
    return Slice(
      low: -m * (1.12 * top - 0.22 * smoothstep(0.5, 0.9, t)), high: m * (1.05 * top),
      depth: (mix(1.7, 1.15, smoothstep(0.02, 0.16, t)) - 0.6 * smoothstep(0.36, 0.6, t)) * thorax.halfDepth
        * Levels.depth(t))
  }
}
