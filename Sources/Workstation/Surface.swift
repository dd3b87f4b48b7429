/// What the glass can do: its size, and how finely it shows pictures.

package import Terminal

/// The terminal as the workstation sees it.
package struct Surface: Equatable, Sendable {
  package var size: GridSize
  package var graphics: GraphicsProtocol
  /// Distinct gray levels of a picture.
  package var grays: Int
  /// Picture pixels in one cell: 1 by 2 for half-blocks.
  package var cell: PixelSize
  /// The largest picture that the terminal draws whole, where it has a limit.
  package var limit: PixelSize?

  package init(
    size: GridSize, graphics: GraphicsProtocol, grays: Int, cell: PixelSize, limit: PixelSize? = nil
  ) {
    self.size = size
    self.graphics = graphics
    self.grays = grays
    self.cell = cell
    self.limit = limit
  }

  /// What the terminal said of itself.
  package init(_ graphics: Graphics, size: GridSize) {
    self.init(
      size: size, graphics: graphics.mode, grays: graphics.grayLevels,
      cell: graphics.mode == .halfblock ? PixelSize(width: 1, height: 2) : graphics.cell,
      limit: graphics.mode == .halfblock ? nil : graphics.limit)
  }
}
