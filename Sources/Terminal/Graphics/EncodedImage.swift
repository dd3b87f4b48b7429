/// A picture in a terminal's own language, ready to be written at any cell.

/// Bytes that draw a picture from the cursor's cell on. Equal values draw equal pixels.
package struct EncodedImage: Equatable, Sendable {
  /// Each strip is written with the cursor in the rectangle's first column, one row further down than the one before.
  /// Sixel and kitty have one strip, half-blocks one per row of cells.
  package let strips: [[UInt8]]
  /// The size of the picture in its own pixels.
  package let size: PixelSize
  /// What removes it, where painting its cells does not (kitty).
  package let eraser: [UInt8]

  package init(strips: [[UInt8]], size: PixelSize, eraser: [UInt8] = []) {
    self.strips = strips
    self.size = size
    self.eraser = eraser
  }

  package var byteCount: Int { strips.reduce(eraser.count) { $0 + $1.count } }
}

/// How much care an encoder takes: a coarse frame is a few times smaller, and shows first.
package enum Quality: Hashable, Sendable {
  case coarse, full
}
