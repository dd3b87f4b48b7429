/// The size of the terminal in cells and, where it says so, in pixels.

internal import CNcurses

/// A size in pixels.
package struct PixelSize: Equatable, Hashable, Sendable {
  package var width: Int
  package var height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

package struct TerminalSize: Equatable, Sendable {
  package let grid: GridSize
  /// The size of one cell; nil where the terminal does not say.
  package let cell: PixelSize?

  /// The size of the terminal on standard output (TIOCGWINSZ); nil if that is none, or it has no size.
  package static func current(of descriptor: Int32 = 1) -> TerminalSize? {
    var (columns, rows, width, height): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    guard tty_size(descriptor, &columns, &rows, &width, &height) == 0, columns > 0, rows > 0 else {
      return nil
    }
    let hasPixels = width >= columns && height >= rows
    return TerminalSize(
      grid: GridSize(columns: Int(columns), rows: Int(rows)),
      cell: hasPixels ? PixelSize(width: Int(width / columns), height: Int(height / rows)) : nil)
  }
}
