/// Smooth profiles and paths through a few landmarks.

/// Millimetres on the film: x to the image's right, y down, the origin at the film's centre.
package typealias Point = SIMD2<Float>
/// `Point` with depth: z grows from the patient's back to the front.
package typealias Point3 = SIMD3<Float>

/// y as a smooth function of x through ascending knots, constant outside of them.
struct Curve: Sendable {
  private let x: [Float]
  private let y: [Float]

  init(_ knots: [(Float, Float)]) {
    x = knots.map(\.0)
    y = knots.map(\.1)
  }

  /// Cubic Hermite with Catmull–Rom slopes, made monotone: no overshoot between two knots.
  func callAsFunction(_ at: Float) -> Float {
    guard let first = x.first, let last = x.last, at > first else { return y.first ?? 0 }
    guard at < last else { return y.last ?? 0 }
    let i = (x.firstIndex { $0 > at } ?? 1) - 1
    let h = x[i + 1] - x[i]
    let t = (at - x[i]) / h
    let (m0, m1) = (slope(i) * h, slope(i + 1) * h)
    let t2 = t * t
    let t3 = t2 * t
    return (2 * t3 - 3 * t2 + 1) * y[i] + (t3 - 2 * t2 + t) * m0 + (3 * t2 - 2 * t3) * y[i + 1]
      + (t3 - t2) * m1
  }

  private func slope(_ i: Int) -> Float {
    guard i > 0, i < x.count - 1 else { return 0 }
    let before = (y[i] - y[i - 1]) / (x[i] - x[i - 1])
    let after = (y[i + 1] - y[i]) / (x[i + 1] - x[i])
    return before * after <= 0 ? 0 : 2 * before * after / (before + after)
  }
}

/// A Catmull–Rom path through `points`, `steps` samples to each span.
func path(_ points: [Point3], steps: Int = 12) -> [Point3] {
  guard points.count > 1 else { return points }
  var result: [Point3] = []
  for i in 0..<points.count - 1 {
    let (p1, p2) = (points[i], points[i + 1])
    let p0 = i > 0 ? points[i - 1] : p1
    let p3 = i + 2 < points.count ? points[i + 2] : p2
    for step in 0..<steps {
      let t = Float(step) / Float(steps)
      let linear = (p2 - p0) * t
      let square = (2 * p0 - 5 * p1 + 4 * p2 - p3) * (t * t)
      let cube = (3 * p1 - p0 - 3 * p2 + p3) * (t * t * t)
      result.append(p1 + 0.5 * (linear + square + cube))
    }
  }
  result.append(points[points.count - 1])
  return result
}

/// 0 below `low`, 1 above `high`, smooth between (3t² − 2t³).
@inline(__always) func smoothstep(_ low: Float, _ high: Float, _ x: Float) -> Float {
  let t = min(max((x - low) / (high - low), 0), 1)
  return t * t * (3 - 2 * t)
}

@inline(__always) func mix(_ a: Float, _ b: Float, _ t: Float) -> Float { a + (b - a) * t }
