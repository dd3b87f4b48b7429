/// Clavicles, scapulae and upper arms.

import Foundation

extension Thorax {
  /// The clavicle's axis on `side`, from the sternum outwards; a fracture drops its outer half.
  func clavicle(_ side: Side) -> [Point3] {
    let s = side.sign
    let inner = level(0.115) + shoulderDrop * 0.2
    let rise = 150 * clavicleTilt * 0.75
    let out = halfWidth * 1.12
    let points: [Point3] = [
      [s * 13, inner + 5, 40], [s * 26, inner, 42], [s * out * 0.42, inner - rise * 0.22 - 2, 38],
      [s * out * 0.66, inner - rise * 0.75 - 4, 22], [s * out * 0.86, inner - rise - 5, 4],
      [s * out, inner - rise - 1, -6],
    ]
    return path(points.map { $0 + [yaw * 1.8, 0, 0] }, steps: 16)
  }
}

extension Body {
  mutating func addShoulders() {
    for side in Side.allCases {
      addClavicle(side)
      addScapula(side)
      addHumerus(side)
    }
  }

  private mutating func addClavicle(_ side: Side) {
    let axis = thorax.clavicle(side)
    let radii = axis.indices.map { k in
      let t = Float(k) / Float(axis.count - 1)
      return 5.2 + 3.4 * (2 * t - 1) * (2 * t - 1)
    }
    let density = 0.8 * thorax.bone
    guard let broken = thorax.clavicleFracture, broken.side == side else {
      bone.tube(axis, radii: radii, wall: 1.5, core: 0.45, density: density)
      return
    }
    let cut = axis.count * 54 / 100
    let overlap: Float = broken.slip * 0.35
    let outer = axis[cut...].map { $0 + [-side.sign * overlap, broken.slip, 0] }
    bone.tube(Array(axis[..<cut]), radii: Array(radii[..<cut]), wall: 1.5, core: 0.45, density: density)
    bone.tube(outer, radii: Array(radii[cut...]), wall: 1.5, core: 0.45, density: density)
  }

  /// A thin blade with a thick lateral border, its spine, the acromion, the coracoid and the glenoid.
  private mutating func addScapula(_ side: Side) {
    let s = side.sign
    let out = thorax.halfWidth
    let top = thorax.level(0.1) + thorax.shoulderDrop * 0.5
    let glenoid: Point3 = [s * (out * 1.13), top + 18, -20]
    let lower: Point3 = [s * (out * 0.97), top + 128, -75]
    let upper: Point3 = [s * (out * 0.68), top - 4, -70]
    let density = 0.52 * thorax.bone
    fillBlade(glenoid, lower, upper, density: 1 * thorax.bone)
    let border = path([glenoid + [0, 8, 0], mix3(glenoid, lower, 0.5) + [s * 4, 0, 0], lower])
    bone.tube(border, radii: border.map { _ in 3.6 }, wall: 1.2, core: 0.5, density: density)
    bone.stroke(
      path([lower, mix3(lower, upper, 0.5) + [-s * 5, 0, 0], upper]), radius: 1.6, density: density)
    let spine = path([
      upper + [s * 2, 26, 0], mix3(upper, glenoid, 0.5) + [0, 8, 0], glenoid + [-s * 4, -16, 0],
      glenoid + [s * 16, -29, 8],
    ])
    bone.tube(
      spine, radii: spine.indices.map { 3 + 3.2 * Float($0) / Float(spine.count) }, wall: 1.3, core: 0.4,
      density: density * 0.8)
    let coracoid = path([
      glenoid + [-s * 12, -6, 20], glenoid + [-s * 8, -17, 34], glenoid + [s * 4, -14, 46],
    ])
    bone.tube(coracoid, radii: coracoid.map { _ in 5.4 }, wall: 1.3, core: 0.5, density: density * 0.6)
    bone.stamp(Point(glenoid.x, glenoid.y), radii: Point(5.5, 17), 2.6 * thorax.bone)
  }

  private mutating func fillBlade(_ a: Point3, _ b: Point3, _ c: Point3, density: Float) {
    let area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    let (low, high) = (min(a.y, b.y, c.y), max(a.y, b.y, c.y))
    for row in raster.rowRange(low, high) {
      for column in raster.columnRange(min(a.x, b.x, c.x), max(a.x, b.x, c.x)) {
        let (x, y) = (raster.x(column), raster.y(row))
        let u = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area
        let v = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / area
        let inside = smoothstep(-0.01, 0.05, min(u, v, 1 - u - v))
        bone.values[row * raster.columns + column] += density * inside
      }
    }
  }

  private mutating func addHumerus(_ side: Side) {
    let s = side.sign
    let head: Point3 = [
      s * (thorax.halfWidth * 1.13 + 25), thorax.level(0.1) + 17 + thorax.shoulderDrop * 0.5, -8,
    ]
    let shaft: Point3 = [s * (thorax.halfWidth + thorax.wall + 70), thorax.level(0.62), 0]
    let axis = path([head, mix3(head, shaft, 0.22), mix3(head, shaft, 0.6), shaft])
    let radii = axis.indices.map { k in mix(21, 12.5, smoothstep(0, 0.34, Float(k) / Float(axis.count))) }
    bone.tube(axis, radii: radii, wall: 3.6, core: 0.3, density: 0.36 * thorax.bone)
    bone.stamp(Point(head.x, head.y), radii: Point(23, 23), 2.4 * thorax.bone)
  }
}

func mix3(_ a: Point3, _ b: Point3, _ t: Float) -> Point3 { a + (b - a) * t }
