/// The rib cage: twelve tilted hoops, dense where they turn along the ray.

import Foundation

extension Thorax {
  /// How far rib `n` falls from the spine to the front, and where around the chest (radians) it ends.
  private static let drop: [Float] = [34, 52, 66, 78, 88, 95, 99, 99, 96, 94, 140, 130]
  private static let reach: [Float] = [2.45, 2.5, 2.5, 2.48, 2.45, 2.4, 2.33, 2.2, 2.05, 1.9, 1.28, 0.85]

  /// The axis of rib `n` (1...12) on `side`, from the spine to its cartilage.
  func rib(_ n: Int, _ side: Side) -> [Point3] {
    let start = vertebraY(n) - (n == 1 ? 0 : 4)
    let fall = Self.drop[n - 1] * ribSlope * (height / 252) * (1 + 0.35 * kyphosis)
    let end = Self.reach[n - 1]
    let count = 72
    return (0...count).map { k in
      let angle = 0.13 + (end - 0.13) * Float(k) / Float(count)
      return ribPoint(start: start, fall: fall, angle: angle, first: n == 1, side)
    }
  }

  private func ribPoint(start: Float, fall: Float, angle: Float, first: Bool, _ side: Side) -> Point3 {
    let along = (1 - cos(angle)) / 2
    let lift = 3.5 * sin(min(angle, 1.57) * 2)
    let y = start + fall * along - lift
    let t = (start + fall * 0.5 - apex) / height
    let wide = Levels.lateral(max(t, first ? 0.028 : 0.08)) * halfWidth + 0.5
    let deep = Levels.depth(max(t, 0.1)) * halfDepth + 3
    let round = sin(angle)
    let x = wide * (round > 0 ? pow(round, 0.86) : 0)
    let front = -cos(angle) * deep
    let turn = yaw * front / deep * 1.2
    let shift = spine(start) * (max(1 - 1.3 * along, 0.15))
    return [side.sign * x + shift + turn, y, front]
  }
}

extension Thorax {
  /// The node of a rib's axis at which it broke.
  func breakPoint(_ axis: [Point3], _ fracture: RibFracture) -> Point3 {
    axis.first { atan2(abs($0.x), -$0.z) > fracture.angle } ?? axis[axis.count / 2]
  }
}

extension Body {
  mutating func addRibs() {
    for n in 1...12 {
      for side in Side.allCases { addRib(n, side) }
    }
  }

  private mutating func addRib(_ n: Int, _ side: Side) {
    let axis = thorax.rib(n, side)
    let breaks = thorax.ribFractures.filter { $0.rib == n && $0.side == side }
    let half: Float = n == 1 ? 7.4 : n == 2 ? 6.4 : n > 10 ? 4.8 : 6 + 0.2 * Float(n % 3)
    var slip: Float = 0
    for k in 0..<axis.count - 1 {
      let angle = atan2(abs(axis[k].x), -axis[k].z)
      let passed = breaks.first { angle > $0.angle }
      slip = passed?.slip ?? 0
      let gap = passed.map { angle - $0.angle < 0.06 } ?? false
      if gap { continue }
      let tip = 1 - 0.75 * smoothstep(Float(axis.count) - 14, Float(axis.count), Float(k))
      let fade = (1 - 0.3 * smoothstep(1.8, 2.5, angle)) * (n > 10 ? tip : 1)
      addSegment(axis[k] + [0, slip, 0], axis[k + 1] + [0, slip, 0], half: half * fade, front: angle > 1.6)
    }
    for fracture in breaks { addCallus(axis, fracture) }
    if thorax.age > 45, n < 11, let end = axis.last { addCartilage(n, end, side) }
  }

  /// One short piece of a rib: a flat plate standing on edge, 6 mm thick, with a cortex.
  private mutating func addSegment(_ a: Point3, _ b: Point3, half: Float, front: Bool) {
    let delta = b - a
    let flat = (delta.x * delta.x + delta.y * delta.y).squareRoot()
    let length = (flat * flat + delta.z * delta.z).squareRoot()
    let count = max(1, Int((max(flat, min(length, 3)) / (0.5 * raster.spacing)).rounded(.up)))
    let across = abs(delta.z) / max(length, 0.001)
    let (thick, cortex): (Float, Float) = (6.2, 1.15)
    let rx = max(0.7 * raster.spacing, thick / 2 * across)
    let strength = thorax.bone * (front ? 0.8 : 1) * (half > 7 ? 0.75 : 1) * length / Float(count)
    // A slab's volume spread over its stamp: area of the section times the length, over the stamp's area.
    let outer = strength * thick / (2 * rx)
    let inner = strength * (thick - 2 * cortex) / (2 * rx)
    for k in 0..<count {
      let t = (Float(k) + 0.5) / Float(count)
      let p = a + delta * t
      let center = Point(p.x, p.y)
      bone.stamp(center, radii: Point(rx, half), outer * 0.62)
      bone.stamp(center, radii: Point(max(rx - cortex * across, 0.5 * rx), half - cortex), -inner * 0.44)
    }
  }

  private mutating func addCallus(_ axis: [Point3], _ fracture: RibFracture) {
    let broken = thorax.breakPoint(axis, fracture)
    let p = Point(broken.x, broken.y + fracture.slip * 0.5)
    bone.stamp(p, radii: Point(4.5, 8), 1.5)
    bone.stamp(p, radii: Point(3, 5), 0.8)
  }

  /// Calcified costal cartilage of the elderly: specks that run on towards the sternum.
  private mutating func addCartilage(_ n: Int, _ end: Point3, _ side: Side) {
    var random = Random(seed: thorax.seed &+ UInt64(n * 2 + (side == .left ? 1 : 0)) &* 7919)
    let amount = Float(thorax.age - 45) / 40 * random.unit()
    for _ in 0..<Int(26 * amount) {
      let along = random.unit() * 26
      let p = Point(end.x - side.sign * along, end.y + along * 0.25 + random.uniform(-5, 5))
      let r = random.uniform(0.7, 1.9)
      calcium.stamp(p, radii: Point(r, r * 0.8), 1.1 * amount)
    }
  }
}
