/// How far a chest leans on its film, by the line in which it mirrors itself best.

internal import Foundation

package struct Tilt: Equatable, Sendable {
  /// Clockwise, in degrees; the heart, which lies to one side, adds a systematic part to the uncertainty.
  package let degrees: Double
  /// Correlation of the film with its mirror image at that line.
  package let symmetry: Double

  /// Standard deviation of the estimate on phantoms of known tilt.
  static let uncertainty = 2.6
  /// Films that mirror themselves less than this tell nothing of their tilt.
  static let leastSymmetry = 0.8

  package var isMeasurable: Bool { symmetry >= Self.leastSymmetry }

  /// - Parameter plane: a square of cells.
  init(of plane: GrayPlane) {
    let angles = Array(stride(from: -16.0, through: 16, by: 2))
    let scores = angles.map { angle in
      stride(from: -0.1, through: 0.101, by: 0.025).map { Self.symmetry(of: plane, angle, $0) }.max() ?? 0
    }
    let best = scores.indices.max { scores[$0] < scores[$1] } ?? 8
    var offset = 0.0
    if best > 0, best < scores.count - 1 {
      let (a, b, c) = (scores[best - 1], scores[best], scores[best + 1])
      if a - 2 * b + c < 0 { offset = (a - c) / (2 * (a - 2 * b + c)) }
    }
    degrees = angles[best] + 2 * offset
    symmetry = scores[best]
  }

  /// Correlation of the middle of the film with its mirror image in a line that leans by `angle` and crosses the middle
  /// row `shift` widths from the centre.
  private static func symmetry(of plane: GrayPlane, _ angle: Double, _ shift: Double) -> Double {
    let side = plane.rows
    let (c, s) = (cos(angle * .pi / 180), sin(angle * .pi / 180))
    var (n, a, b, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for y in 0..<side {
      for x in 0..<side {
        let u = (Double(x) + 0.5) / Double(side) - 0.5, v = (Double(y) + 0.5) / Double(side) - 0.5
        guard u * u + v * v <= 0.42 * 0.42 else { continue }
        let distance = (u - shift) * c + v * s
        let px = (u - 2 * distance * c + 0.5) * Double(side) - 0.5
        let py = (v - 2 * distance * s + 0.5) * Double(side) - 0.5
        guard px >= 0, py >= 0, px < Double(side - 1), py < Double(side - 1) else { continue }
        let own = Double(plane.values[y * side + x]), other = bilinear(plane, px, py)
        n += 1
        a += own
        b += other
        aa += own * own
        bb += other * other
        ab += own * other
      }
    }
    let spread = (aa - a * a / n) * (bb - b * b / n)
    return n > 0 && spread > 1e-12 ? (ab - a * b / n) / spread.squareRoot() : 0
  }

  private static func bilinear(_ plane: GrayPlane, _ x: Double, _ y: Double) -> Double {
    let (left, top) = (Int(x), Int(y))
    let (fx, fy) = (x - Double(left), y - Double(top))
    func value(_ row: Int, _ column: Int) -> Double { Double(plane.values[row * plane.columns + column]) }
    let upper = value(top, left) * (1 - fx) + value(top, left + 1) * fx
    let lower = value(top + 1, left) * (1 - fx) + value(top + 1, left + 1) * fx
    return upper * (1 - fy) + lower * fy
  }
}
