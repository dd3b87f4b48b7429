/// Window, zoom, pan and overlay of the shown film.

package import Review
import Terminal

extension State {
  /// The pane that the film fills, and the film's size as displayed.
  private var canvas: (film: PixelSize, pane: PixelSize)? {
    guard let film else { return nil }
    let panes = self.filmPanes(in: Layout(surface, focus: focus).film)
    return (look.pose.size(film.size), panes[0].pixels(on: surface))
  }

  /// Zooms at the cross where there is one, else at the middle.
  mutating func zoom(_ steps: Int) {
    guard let film, let canvas else { return }
    if let probe = look.probe {
      let place = look.pose.place(probe, on: film.size)
      look.viewport.zoom(
        by: steps, around: place, film: canvas.film, pane: canvas.pane, aspect: surface.pixelAspect)
    } else {
      look.viewport.zoom(by: steps)
    }
    pan(0, 0)
  }

  /// Moves the view; by nothing, it only keeps the view on the film after a change of zoom or size.
  mutating func pan(_ dx: Int, _ dy: Int) {
    guard let canvas else { return }
    look.viewport.pan(dx, dy, film: canvas.film, pane: canvas.pane, aspect: surface.pixelAspect)
  }

  /// Turns the film on the light box; the looked-at place stays in the middle.
  mutating func turn(_ pose: FilmPose) {
    guard let film else { return }
    let now = look.pose.size(film.size)
    let middle = FilmPoint(look.viewport.x * Double(now.width), look.viewport.y * Double(now.height))
    let place = pose.place(look.pose.unplace(middle, on: film.size), on: film.size)
    look.pose = pose
    let turned = pose.size(film.size)
    look.viewport.x = place.x / Double(max(1, turned.width))
    look.viewport.y = place.y / Double(max(1, turned.height))
    pan(0, 0)
  }

  /// The methods for which the reading has any map.
  private var offeredMethods: [ExplanationMethod] {
    ExplanationMethod.allCases.filter { reading?.maps[$0]?.isEmpty == false }
  }

  /// Blend, contour, side by side, then off.
  mutating func cycleOverlay() {
    guard let method = offeredMethods.first else { return refuseOverlay() }
    look.peek = nil
    let styles = OverlayStyle.allCases
    guard look.overlay != nil else {
      (look.overlay, look.style) = (method, styles[0])
      return
    }
    let next = (styles.firstIndex(of: look.style) ?? 0) + 1
    if next < styles.count { look.style = styles[next] } else { look.overlay = nil }
    pan(0, 0)
  }

  mutating func choose(_ style: OverlayStyle?) {
    guard let method = offeredMethods.first else { return refuseOverlay() }
    look.peek = nil
    look.overlay = style == nil ? nil : look.overlay ?? method
    if let style { look.style = style }
    pan(0, 0)
  }

  /// The next method for which there are maps; turns the overlay on.
  mutating func cycleMethod() {
    let offered = offeredMethods
    guard !offered.isEmpty else { return refuseOverlay() }
    let next = look.overlay.flatMap { offered.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    look.overlay = offered[next % offered.count]
  }

  private mutating func refuseOverlay() { message = .refusal("this pack draws no maps") }

  /// Shows the map for three seconds, or hides it again: most terminals do not tell when a key is released.
  mutating func peek() -> [Effect] {
    guard let method = offeredMethods.first else {
      refuseOverlay()
      return []
    }
    if look.overlay != nil {
      (look.overlay, look.peek) = (nil, nil)
      return []
    }
    let ticket = queue.nextGeneration()
    (look.overlay, look.style, look.peek) = (method, .blend, ticket)
    return [.wake(ticket: ticket, milliseconds: 3000)]
  }

  /// Moves the cross by pixels of the film as it is displayed, and asks what is under it.
  mutating func moveProbe(_ dx: Double, _ dy: Double) -> [Effect] {
    guard let film else { return [] }
    let step = look.pose.unturn(dx, dy)
    let now = look.probe ?? middle(of: film)
    look.probe = FilmPoint(
      min(max((now.x + step.dx).rounded(.down), 0), Double(max(0, film.columns - 1))),
      min(max((now.y + step.dy).rounded(.down), 0), Double(max(0, film.rows - 1))))
    return askProbe()
  }

  func askProbe() -> [Effect] {
    guard let film, let probe = look.probe else { return [] }
    return [.probe(film.study, frame: look.frame, column: Int(probe.x), row: Int(probe.y))]
  }

  /// The film's place in the middle of the pane.
  func middle(of film: FilmFacts) -> FilmPoint {
    let turned = look.pose.size(film.size)
    return look.pose.unplace(
      FilmPoint(look.viewport.x * Double(turned.width), look.viewport.y * Double(turned.height)),
      on: film.size)
  }

  /// The map of the chosen finding by the chosen method, if the pack drew one.
  package var shownMap: ExplanationMap? {
    guard let method = look.overlay, let reading, let label = explainedLabel,
      let index = reading.labels.firstIndex(of: label)
    else { return nil }
    return reading.maps[method]?[index]
  }
}
