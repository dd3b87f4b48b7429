/// Where a finding lies: a closed polygon.

import Foundation

/// The corners of a closed polygon, in millimetres of patient space or in pixels.
package struct Outline: Equatable, Sendable {
  package let points: [Point]

  package init(_ points: [Point]) { self.points = points }

  static func ellipse(_ center: Point, _ radii: Point) -> Outline {
    Outline(
      (0..<24).map { k in
        let angle = Float(k) / 24 * 2 * Float.pi
        return center + Point(cos(angle), sin(angle)) * radii
      })
  }

  /// A band of half-width `margin` around a path.
  static func band(_ nodes: [Point3], _ margin: Float) -> Outline {
    var there: [Point] = []
    var back: [Point] = []
    for i in nodes.indices {
      let a = nodes[max(i - 1, 0)]
      let b = nodes[min(i + 1, nodes.count - 1)]
      let delta = Point(b.x - a.x, b.y - a.y)
      let length = max((delta * delta).sum().squareRoot(), 0.001)
      let normal = Point(-delta.y, delta.x) / length * margin
      there.append(Point(nodes[i].x, nodes[i].y) + normal)
      back.append(Point(nodes[i].x, nodes[i].y) - normal)
    }
    return Outline(there + back.reversed())
  }

  /// Whether `point` lies inside (even–odd rule).
  package func contains(_ point: Point) -> Bool {
    var inside = false
    var previous = points.count - 1
    for i in points.indices {
      let (a, b) = (points[i], points[previous])
      if (a.y > point.y) != (b.y > point.y), point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x {
        inside.toggle()
      }
      previous = i
    }
    return inside
  }
}

extension Thorax {
  /// The lung field on `side` between two levels, drawn in from its borders by `inset` millimetres.
  func lungField(_ side: Side, _ from: Float = 0.02, _ to: Float = 1, inset: Float = 2) -> Outline {
    let s = side.sign
    let steps = 14
    let heights = (0...steps).map { level(mix(from, to, Float($0) / Float(steps))) }
    let outer = heights.map { Point(lateral(side, $0) - s * inset, $0) }
    let inner = heights.reversed().map { y in
      let t = (y - apex) / height
      let border = max(Levels.medial(t) * halfWidth, 24)
      return Point(s * border, y)
    }
    return Outline(outer + inner)
  }
}
