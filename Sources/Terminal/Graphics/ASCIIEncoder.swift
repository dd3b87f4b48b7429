/// Pictures as letters: for terminals that show nothing but ASCII. One pixel is one cell.

package struct ASCIIEncoder: Sendable {
  /// From black to white by the share of a cell that each character inks, for light letters on a dark ground.
  static let shades = Array(" .:-=+*#%@".utf8)

  /// Colours for the overlay; the film needs none.
  package let depth: ColorDepth

  package init(depth: ColorDepth) { self.depth = depth }

  /// One strip per row of pixels. Where an overlay lies, its colour; without colours its strength is not shown.
  package func encode(_ picture: Picture, isCancelled: () -> Bool = { false }) -> EncodedImage? {
    var strips: [[UInt8]] = []
    for row in 0..<picture.height {
      if isCancelled() { return nil }
      strips.append(line(picture, row))
    }
    return EncodedImage(strips: strips, size: PixelSize(width: picture.width, height: picture.height))
  }

  private func line(_ picture: Picture, _ row: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var last: SGR.Paint?
    for column in 0..<picture.width {
      let index = row * picture.width + column
      let hasOverlay = depth != .mono && !picture.overlay.isEmpty && picture.overlay[index] > 0
      let paint = hasOverlay ? SGR.paint(picture.ramp[Int(picture.overlay[index])], depth) : nil
      if paint != last { bytes += (paint.map { SGR.foreground($0) } ?? SGR.reset).utf8 }
      last = paint
      let threshold = Int(Dither.bayer[(row & 7) * 8 + (column & 7)])
      let level = SixelQuantizer.level(Int(picture.gray[index]), Self.shades.count - 1, threshold)
      bytes.append(Self.shades[level])
    }
    if last != nil { bytes += SGR.reset.utf8 }
    return bytes
  }
}
