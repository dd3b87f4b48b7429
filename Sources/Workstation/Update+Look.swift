/// Window, zoom, pan and overlay of the shown film.

package import Review
import Terminal

extension State {
  mutating func adjust(_ change: LookChange) {
    switch change {
    case .zoom(let steps):
      look.viewport.zoom(by: steps)
      pan(0, 0)
    case .fit: look.viewport = Viewport()
    case .pan(let dx, let dy): pan(dx, dy)
    case .nextPreset: if let film { look.tone.cyclePreset(on: film) }
    case .level(let percent): look.tone.shiftLevel(percent: percent)
    case .width(let percent): look.tone.widen(percent: percent)
    case .invert: look.tone.inverted.toggle()
    case .cycleOverlay: cycleOverlay()
    }
  }

  /// Moves the view; by nothing, it only keeps the view on the film after a change of zoom or size.
  mutating func pan(_ dx: Int, _ dy: Int) {
    guard let film else { return }
    look.viewport.pan(
      dx, dy, film: PixelSize(width: film.columns, height: film.rows),
      pane: Layout(surface, focus: focus).film.pixels(on: surface), aspect: surface.pixelAspect)
  }

  /// Off, then each method for which the reading has any map.
  private mutating func cycleOverlay() {
    let offered = ExplanationMethod.allCases.filter { reading?.maps[$0]?.isEmpty == false }
    guard !offered.isEmpty else {
      message = .refusal("this pack draws no maps")
      return
    }
    let next = look.overlay.flatMap { offered.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    look.overlay = offered.indices.contains(next) ? offered[next] : nil
  }

  /// The map of the chosen finding by the chosen method, if the pack drew one.
  package var shownMap: ExplanationMap? {
    guard let method = look.overlay, let reading, let label = chosenFinding?.label,
      let index = reading.findings.firstIndex(where: { $0.label == label })
    else { return nil }
    return reading.maps[method]?[index]
  }
}
