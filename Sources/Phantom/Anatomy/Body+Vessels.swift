/// Pulmonary vessels: trees that leave the hila, taper, branch and fade out towards the pleura.

import Foundation

extension Body {
  mutating func addVessels() {
    for side in Side.allCases {
      var random = Random(seed: thorax.seed &+ (side == .left ? 21 : 22))
      let hilum = thorax.hilum(side)
      addHilum(hilum, side, &random)
      for direction in Self.lobes {
        let jitter = direction + random.uniform(-0.16, 0.16)
        let heading: Point3 = [side.sign * cos(jitter), sin(jitter), random.uniform(-0.7, 0.7)]
        let start = hilum + [side.sign * random.uniform(0, 5), sin(jitter) * random.uniform(6, 16), 0]
        let lower = smoothstep(-0.6, 0.9, jitter)
        grow(start, heading, radius: thorax.vessels * (2.9 + 1.3 * lower), random.uniform(22, 31), &random)
      }
    }
  }

  /// Directions of the main branches, radians below the horizontal.
  private static let lobes: [Float] = [-1.25, -0.95, -0.6, -0.25, 0.08, 0.4, 0.7, 0.95, 1.15, 1.35]

  /// The pulmonary arteries at the hilum: the largest shadows beside the heart.
  private mutating func addHilum(_ hilum: Point3, _ side: Side, _ random: inout Random) {
    let s = side.sign
    let scale = thorax.vessels
    let up = path([
      hilum + [-s * 16, 4, 0], hilum + [0, -6, 0], hilum + [s * 9, -26, 0], hilum + [s * 16, -46, 0],
    ])
    let down = path([
      hilum + [-s * 16, -2, 0], hilum + [s * 1, 2, 0], hilum + [s * 9, 26, 0], hilum + [s * 10, 52, -6],
      hilum + [s * 16, 74, -10],
    ])
    vessel.stroke(
      up, radii: up.indices.map { scale * mix(7.5, 3, Float($0) / Float(up.count)) }, density: 0.8)
    vessel.stroke(
      down, radii: down.indices.map { scale * mix(9, 3.4, Float($0) / Float(down.count)) }, density: 0.9)
    for _ in 0..<7 {
      let p = hilum + [s * random.uniform(-4, 14), random.uniform(-22, 30), 0]
      vessel.stamp(Point(p.x, p.y), radii: Point(random.uniform(3, 6), random.uniform(3, 6)), 3.2)
    }
  }

  /// One vessel and, after it, its two daughters; ends below 0.4 mm or at the pleura.
  private mutating func grow(
    _ start: Point3, _ heading: Point3, radius: Float, _ length: Float, _ random: inout Random
  ) {
    guard radius > 0.5 else { return }
    var nodes = [start]
    var direction = normalized(heading)
    let droop: Float = 0.045
    for _ in 0..<4 {
      direction = normalized(
        direction + [random.uniform(-0.2, 0.2), random.uniform(-0.2, 0.2) + droop, random.uniform(-0.2, 0.2)])
      nodes.append(nodes[nodes.count - 1] + direction * (length / 4))
    }
    let end = nodes[nodes.count - 1]
    vessel.stroke(nodes, radii: nodes.indices.map { radius * (1 - 0.05 * Float($0)) }, density: 1.25)
    guard lung.at(Point(end.x, end.y)) > 14, abs(end.z) < levels.depth[levels.depth.count / 2] else { return }
    let share = random.uniform(0.62, 0.86)
    for (scale, turn) in [(share, random.uniform(0.12, 0.5)), (1.5 - share, -random.uniform(0.12, 0.55))] {
      let (c, s) = (cos(turn), sin(turn))
      let turned: Point3 = [
        direction.x * c - direction.y * s, direction.x * s + direction.y * c,
        direction.z + random.uniform(-0.45, 0.45),
      ]
      grow(end, turned, radius: radius * min(scale, 0.88), length * random.uniform(0.76, 1), &random)
    }
  }
}

extension Thorax {
  /// Where the vessels of a lung enter it; the left hilum lies higher.
  func hilum(_ side: Side) -> Point3 {
    let x: Float = side == .right ? -30 : 32
    return [x + yaw * 0.4 + spine(level(0.45)) * 0.5, level(side == .right ? 0.46 : 0.425), 0]
  }
}

func normalized(_ v: Point3) -> Point3 {
  let length = (v.x * v.x + v.y * v.y + v.z * v.z).squareRoot()
  return length > 0 ? v / length : v
}
