/// What a step of panning costs us before the terminal sees it: resampling the film and encoding the first picture.

import Imaging
import Terminal
import Workstation

struct PanBench {
  let path: String
  let side: Int
  let runs: Int

  /// Milliseconds for the picture, its coarse sixel, and its full sixel. The film is already windowed, as it is after the
  /// first picture.
  func run() throws -> (film: PixelSize, render: Timing, coarse: Timing, full: Timing) {
    let film = try Film.open(path: path)
    let image = film.image.display(window: nil)
    let size = PixelSize(width: image.columns, height: image.rows)
    let sixel = Graphics(mode: .sixel, reason: "")
    var step = 0
    var gray: [UInt16] = []
    let render = Timing(runs: runs) {
      step += 1
      let pane = PixelSize(width: side, height: side)
      let geometry = FilmGeometry(film: size, pane: pane, viewport: viewport(step))
      gray = image.resampled(source: geometry.source, width: side, height: side)
    }
    let picture = Picture(width: side, height: side, gray: gray)
    let coarse = Timing(runs: runs) { _ = sixel.encode(picture, quality: .coarse) }
    let full = Timing(runs: runs) { _ = sixel.encode(picture) }
    return (size, render, coarse, full)
  }

  /// Zoomed twice, a little further to the right with every step.
  private func viewport(_ step: Int) -> Viewport {
    var viewport = Viewport()
    viewport.step = 2
    viewport.x = 0.3 + 0.4 * Double(step % 16) / 16
    return viewport
  }
}
