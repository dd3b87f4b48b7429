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
  /// How much wider than high a picture's pixel is on the glass: 1 but for half-blocks and ASCII, whose pixels are parts of cells.
  package var pixelAspect: Double
  /// The largest picture that the terminal draws whole, where it has a limit.
  package var limit: PixelSize?

  package init(
    size: GridSize, graphics: GraphicsProtocol, grays: Int, cell: PixelSize, limit: PixelSize? = nil,
    pixelAspect: Double = 1
  ) {
    self.size = size
    self.graphics = graphics
    self.grays = grays
    self.cell = cell
    self.limit = limit
    self.pixelAspect = pixelAspect
  }

  /// What the terminal said of itself.
  package init(_ graphics: Graphics, size: GridSize) {
    self.init(
      size: size, graphics: graphics.mode, grays: graphics.grayLevels,
      cell: graphics.cellPixels, limit: graphics.mode.isText ? nil : graphics.limit,
      pixelAspect: graphics.pixelAspect)
  }
}
