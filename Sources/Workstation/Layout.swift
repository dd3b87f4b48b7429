/// Where everything goes on a screen of a given size. The film's rectangle is chosen first; text gets the rest.

package import Terminal

/// Rectangles that never overlap. The top row is the header; the two last are status and keys, and no picture touches them.
package struct Layout: Equatable, Sendable {
  package static let smallest = GridSize(columns: 60, rows: 20)

  package let size: GridSize
  /// nil where there is no room for a third column and the queue has not the keys.
  package let queue: CellRect?
  /// One row over the film for its letters and name.
  package let caption: CellRect
  package let film: CellRect
  /// Whether the terminal's limit, and not the pane, bounds the film's picture.
  package let isClipped: Bool
  /// The panel at the right edge.
  package let side: CellRect
  /// The side panel, or nil where the queue stands in its place.
  package let findings: CellRect?

  /// Always answers: a screen below `smallest` gets a layout that nobody draws.
  package init(_ surface: Surface, focus: Pane = .findings) {
    size = surface.size
    let body = max(0, size.rows - 3)
    let square = Int(
      Double((body - 1) * surface.cell.height) / (Double(max(1, surface.cell.width)) * surface.pixelAspect))
    let wide = size.columns >= 112
    let queueWidth = wide ? min(max(16 + (size.columns - 120) / 5, 16), 36) : 0
    let left = wide ? queueWidth + 1 : 0
    let narrowest = wide ? 40 : size.columns >= 80 ? 36 : 28
    let panel = min(max(size.columns - left - square - 1, narrowest), 56)
    let width = max(0, size.columns - left - panel - 1)
    side = CellRect(column: size.columns - panel, row: 1, columns: panel, rows: body)
    let queueInPanel = !wide && focus == .queue
    queue = wide ? CellRect(column: 0, row: 1, columns: queueWidth, rows: body) : queueInPanel ? side : nil
    findings = queueInPanel ? nil : side
    caption = CellRect(column: left, row: 1, columns: width, rows: 1)
    let pane = CellRect(column: left, row: 2, columns: width, rows: max(0, body - 1))
    film = Self.clipped(pane, surface)
    isClipped = film != pane
  }

  /// Whether the screen has room for the workstation at all.
  package var fits: Bool { size.columns >= Self.smallest.columns && size.rows >= Self.smallest.rows }

  /// The header and the two last rows.
  package var header: CellRect { CellRect(column: 0, row: 0, columns: size.columns, rows: 1) }
  package var status: CellRect { CellRect(column: 0, row: size.rows - 2, columns: size.columns, rows: 1) }
  package var keys: CellRect { CellRect(column: 0, row: size.rows - 1, columns: size.columns, rows: 1) }

  /// The part of a pane that the terminal can fill with one picture, centred.
  private static func clipped(_ pane: CellRect, _ surface: Surface) -> CellRect {
    guard let limit = surface.limit else { return pane }
    let columns = min(pane.columns, limit.width / max(1, surface.cell.width))
    let rows = min(pane.rows, limit.height / max(1, surface.cell.height))
    return CellRect(
      column: pane.column + (pane.columns - columns) / 2, row: pane.row + (pane.rows - rows) / 2,
      columns: columns,
      rows: rows)
  }
}

extension CellRect {
  /// The size of a picture that fills this rectangle.
  package func pixels(on surface: Surface) -> PixelSize {
    PixelSize(width: columns * surface.cell.width, height: rows * surface.cell.height)
  }
}
