/// The mouse: what is clicked is chosen, the wheel scrolls lists and zooms films, a held button pans, windows or moves a shape.

import Imaging
import Review
import Terminal

/// A film on the screen, as the pointer finds it.
package struct Canvas: Equatable, Sendable {
  /// The film's size as it is displayed.
  let film: PixelSize
  let rect: CellRect
}

/// What a held button moves, and where the pointer was last.
package struct Drag: Equatable, Sendable {
  package enum Grip: Equatable, Sendable {
    case pan, window
    /// The shape that is being drawn, by the handle that its screen holds.
    case shape
  }

  package let grip: Grip
  let canvas: Canvas
  var column: Int
  var row: Int

  init(_ grip: Grip, _ canvas: Canvas, _ mouse: Mouse) {
    (self.grip, self.canvas) = (grip, canvas)
    (column, row) = (mouse.column, mouse.row)
  }
}

extension CellRect {
  func contains(_ mouse: Mouse) -> Bool { contains(column: mouse.column, row: mouse.row) }
}

extension State {
  mutating func take(_ mouse: Mouse) -> [Effect] {
    if layer == .leaving { return [] }
    switch mouse.act {
    case .wheel(let notches):
      if let canvas = canvas(under: mouse) {
        zoom(-notches, at: place(under: mouse, on: canvas), on: canvas)
        return []
      }
      return top.wheeled(notches, mouse, &self) ?? press(notches < 0 ? .up : .down)
    case .press(let button): return press(button, mouse)
    case .drag:
      pull(to: mouse)
      return []
    case .release:
      drag = nil
      return []
    }
  }

  private mutating func press(_ button: Mouse.Button, _ mouse: Mouse) -> [Effect] {
    (message, drag) = (nil, nil)
    if layer?.endsWithKey == true { layer = nil }
    let canvas = canvas(under: mouse)
    if button == .left, layer == .probing, let canvas { return putProbe(at: place(under: mouse, on: canvas)) }
    if button == .left, let effects = top.clicked(mouse, &self) { return effects }
    if let canvas, button != .middle { drag = Drag(button == .left ? .pan : .window, canvas, mouse) }
    return []
  }

  private func canvas(under mouse: Mouse) -> Canvas? { top.canvases(self).first { $0.rect.contains(mouse) } }

  /// The shown part of the canvas' film, in its displayed pixels.
  private func source(of canvas: Canvas) -> Region {
    FilmGeometry(
      film: canvas.film, pane: canvas.rect.pixels(on: surface), viewport: look.viewport,
      aspect: surface.pixelAspect
    ).source
  }

  /// The place of the displayed film under the middle of the pointed cell.
  func place(under mouse: Mouse, on canvas: Canvas) -> FilmPoint {
    let source = source(of: canvas)
    return FilmPoint(
      source.x + (Double(mouse.column - canvas.rect.column) + 0.5) / Double(max(1, canvas.rect.columns))
        * source.width,
      source.y + (Double(mouse.row - canvas.rect.row) + 0.5) / Double(max(1, canvas.rect.rows))
        * source.height)
  }

  /// Zooms and keeps a place of the displayed film under the pointer.
  private mutating func zoom(_ steps: Int, at place: FilmPoint, on canvas: Canvas) {
    look.viewport.zoom(
      by: steps, around: place, film: canvas.film, pane: canvas.rect.pixels(on: surface),
      aspect: surface.pixelAspect)
    look.viewport.shift(
      0, 0, film: canvas.film, pane: canvas.rect.pixels(on: surface), aspect: surface.pixelAspect)
  }

  /// The pointer moved on with the button down.
  private mutating func pull(to mouse: Mouse) {
    guard var held = drag else { return }
    let cells = (mouse.column - held.column, mouse.row - held.row)
    let canvas = held.canvas
    (held.column, held.row) = (mouse.column, mouse.row)
    drag = held
    let source = source(of: canvas)
    let dx = Double(cells.0) / Double(max(1, canvas.rect.columns)) * source.width
    let dy = Double(cells.1) / Double(max(1, canvas.rect.rows)) * source.height
    switch held.grip {
    case .pan:
      look.viewport.shift(
        -dx / Double(max(1, canvas.film.width)), -dy / Double(max(1, canvas.film.height)), film: canvas.film,
        pane: canvas.rect.pixels(on: surface), aspect: surface.pixelAspect)
    case .window:
      look.tone.widen(percent: 2 * cells.0)
      look.tone.shiftLevel(percent: cells.1)
    case .shape: moveDraft(dx.rounded(), dy.rounded())
    }
  }

  /// Puts the cross under the pointer and asks for the pixel there.
  private mutating func putProbe(at place: FilmPoint) -> [Effect] {
    guard let film else { return [] }
    let there = look.pose.unplace(place, on: film.size)
    look.probe = FilmPoint(there.x.rounded(.down), there.y.rounded(.down))
    return moveProbe(0, 0)
  }
}
