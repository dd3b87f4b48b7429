/// What an annotation measures: lengths in millimetres where the film says how large its pixels are, angles, ratios.

internal import Foundation
package import Imaging

package enum Measure: Equatable, Sendable {
  /// Millimetres; `isAtDetector` where the pixels were measured at the detector, so that anatomy is magnified.
  case millimetres(Double, isAtDetector: Bool)
  /// The film does not say how large its pixels are.
  case pixels(Double)
  /// Width by height of a box or an ellipse, in millimetres, or in pixels where nothing else is known.
  case area(Double, Double, isMillimetres: Bool)
  case degrees(Double)
  /// Heart width over inner thoracic width.
  case ratio(Double)

  package var text: String {
    switch self {
    case .millimetres(let value, let isAtDetector):
      "\(tenths(value)) mm" + (isAtDetector ? " at detector" : "")
    case .pixels(let value): "\(tenths(value)) px"
    case .area(let width, let height, let isMillimetres):
      "\(tenths(width)) x \(tenths(height)) \(isMillimetres ? "mm" : "px")"
    case .degrees(let value): "\(tenths(value)) deg"
    case .ratio(let value): String(format: "CTR %.2f", value)
    }
  }

  private func tenths(_ value: Double) -> String { String(format: "%.1f", value) }
}

extension Annotation {
  /// What it measures; nil for a point, a text, or a ratio without a chest.
  package func measure(_ spacing: PixelSpacing?) -> Measure? {
    switch shape {
    case .point, .text: return nil
    case .line:
      let length = Self.length(points[0], points[1], spacing)
      return spacing.map { .millimetres(length, isAtDetector: !$0.isAtPatient) } ?? .pixels(length)
    case .box, .ellipse:
      let (width, height) = (bounds.width, bounds.height)
      guard let spacing else { return .area(width, height, isMillimetres: false) }
      return .area(width * spacing.columnMM, height * spacing.rowMM, isMillimetres: true)
    case .angle:
      return Self.angle(points[1], points[0], points[1], points[2], spacing).map { .degrees($0) }
    case .cobb:
      // Lines have no direction: the angle between them is at most a right one.
      return Self.angle(points[0], points[1], points[2], points[3], spacing).map {
        .degrees(min($0, 180 - $0))
      }
    case .ctr:
      let heart = abs(points[1].x - points[0].x)
      let chest = abs(points[3].x - points[2].x)
      return chest > 0 ? .ratio(heart / chest) : nil
    }
  }

  private static func length(_ a: FilmPoint, _ b: FilmPoint, _ spacing: PixelSpacing?) -> Double {
    hypot((b.x - a.x) * (spacing?.columnMM ?? 1), (b.y - a.y) * (spacing?.rowMM ?? 1))
  }

  /// Degrees between the directions a→b and c→d, 0...180; nil where one has no length.
  private static func angle(
    _ a: FilmPoint, _ b: FilmPoint, _ c: FilmPoint, _ d: FilmPoint, _ spacing: PixelSpacing?
  ) -> Double? {
    let (sx, sy) = (spacing?.columnMM ?? 1, spacing?.rowMM ?? 1)
    let (ux, uy) = ((b.x - a.x) * sx, (b.y - a.y) * sy)
    let (vx, vy) = ((d.x - c.x) * sx, (d.y - c.y) * sy)
    guard hypot(ux, uy) > 0, hypot(vx, vy) > 0 else { return nil }
    return abs(atan2(ux * vy - uy * vx, ux * vx + uy * vy)) * 180 / .pi
  }
}
