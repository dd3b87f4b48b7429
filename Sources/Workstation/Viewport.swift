/// Zoom and pan, and the one affine map from film pixels to screen pixels.

package import Imaging
import Review
package import Terminal

/// Which part of a film is looked at. Zoom goes in steps of √2 from fit to 16 times.
package struct Viewport: Equatable, Hashable, Sendable {
  package static let steps = 0...8
  package var step = 0
  /// The looked-at point in the film, 0...1 from its left and top edges.
  package var x = 0.5
  package var y = 0.5

  package init() {}

  /// Magnification relative to the whole film fitted to the pane.
  package var zoom: Double {
    let half = step.isMultiple(of: 2) ? 1.0 : 2.0.squareRoot()
    return Double(1 << (step / 2)) * half
  }

  mutating func zoom(by steps: Int) {
    step = min(max(step + steps, Self.steps.lowerBound), Self.steps.upperBound)
    if step == 0 { self = Viewport() }
  }

  /// Zooms and keeps `point`, in displayed pixels of the film, where it is on the pane.
  mutating func zoom(
    by steps: Int, around point: FilmPoint, film: PixelSize, pane: PixelSize, aspect: Double = 1
  ) {
    let before = FilmGeometry(film: film, pane: pane, viewport: self, aspect: aspect).source
    zoom(by: steps)
    guard step > 0, before.width > 0, before.height > 0 else { return }
    let after = FilmGeometry(film: film, pane: pane, viewport: self, aspect: aspect).source
    let left = point.x - (point.x - before.x) / before.width * after.width
    let top = point.y - (point.y - before.y) / before.height * after.height
    x = (left + after.width / 2) / Double(max(1, film.width))
    y = (top + after.height / 2) / Double(max(1, film.height))
  }

  /// Moves by eighths of what is seen and stays on the film.
  mutating func pan(_ dx: Int, _ dy: Int, film: PixelSize, pane: PixelSize, aspect: Double = 1) {
    let seen = FilmGeometry(film: film, pane: pane, viewport: self, aspect: aspect).seen
    shift(
      Double(dx) / 8 * seen.x, Double(dy) / 8 * seen.y, film: film, pane: pane, aspect: aspect)
  }

  /// Moves by fractions of the film and stays on it.
  mutating func shift(_ dx: Double, _ dy: Double, film: PixelSize, pane: PixelSize, aspect: Double = 1) {
    let seen = FilmGeometry(film: film, pane: pane, viewport: self, aspect: aspect).seen
    x = Self.clamp(x + dx, half: seen.x / 2)
    y = Self.clamp(y + dy, half: seen.y / 2)
  }

  private static func clamp(_ value: Double, half: Double) -> Double {
    half >= 0.5 ? 0.5 : min(max(value, half), 1 - half)
  }
}

/// Where a film lands in a pane. The pane shows `source`, in film pixels measured at their edges. The film keeps its
/// proportions on the glass, where a pixel of the pane is `aspect` times as wide as it is high;
/// `source` reaches beyond the film where the pane is wider or higher than what there is to see.
package struct FilmGeometry: Equatable, Sendable {
  package let source: Region
  /// The seen part of the film as fractions of its width and height.
  package let seen: SIMD2<Double>

  package init(film: PixelSize, pane: PixelSize, viewport: Viewport, aspect: Double = 1) {
    let width = Double(max(1, film.width)), height = Double(max(1, film.height))
    let paneWidth = Double(max(1, pane.width)) * aspect, paneHeight = Double(max(1, pane.height))
    let scale = min(paneWidth / width, paneHeight / height) * viewport.zoom
    seen = SIMD2(min(1, paneWidth / (width * scale)), min(1, paneHeight / (height * scale)))
    let x = min(max(viewport.x, seen.x / 2), 1 - seen.x / 2)
    let y = min(max(viewport.y, seen.y / 2), 1 - seen.y / 2)
    source = Region(
      x: x * width - paneWidth / scale / 2, y: y * height - paneHeight / scale / 2, width: paneWidth / scale,
      height: paneHeight / scale)
  }
}
