/// Pictures as text: each cell is an upper half block whose two colours are two pixels. Works on any UTF-8 terminal.

package struct HalfBlockEncoder: Sendable {
  package let depth: ColorDepth
  private let grays: GrayPalette

  package init(depth: ColorDepth) {
    self.depth = depth
    grays = GrayPalette(depth)
  }

  /// One strip per row of cells. The picture is as wide as its columns and twice as high as its rows.
  package func encode(_ picture: Picture, isCancelled: () -> Bool = { false }) -> EncodedImage? {
    var strips: [[UInt8]] = []
    for top in stride(from: 0, to: picture.height, by: 2) {
      if isCancelled() { return nil }
      strips.append(depth == .mono ? monochrome(picture, top) : colored(picture, top))
    }
    return EncodedImage(strips: strips, size: PixelSize(width: picture.width, height: picture.height))
  }

  private func colored(_ picture: Picture, _ top: Int) -> [UInt8] {
    var text = ""
    var last: (SGR.Paint, SGR.Paint)?
    for column in 0..<picture.width {
      let upper = paint(picture, column, top)
      let lower = top + 1 < picture.height ? paint(picture, column, top + 1) : SGR.black(depth)
      if last == nil || last?.0 != upper { text += SGR.foreground(upper) }
      if last == nil || last?.1 != lower { text += SGR.background(lower) }
      last = (upper, lower)
      text += "▀"
    }
    return Array((text + SGR.reset).utf8)
  }

  /// A pixel's colour as the terminal can show it: films are dithered between grays, overlay colours are not.
  private func paint(_ picture: Picture, _ column: Int, _ row: Int) -> SGR.Paint {
    let index = row * picture.width + column
    let hasOverlay = !picture.overlay.isEmpty && picture.overlay[index] > 0
    if depth != .direct && !hasOverlay {
      let entry = grays.entry(picture.gray[index], column: column, row: row)
      return depth == .indexed256 ? .indexed(entry) : .ansi(entry)
    }
    return SGR.paint(picture.rgb(index), depth)
  }

  /// Without colours: each pixel is on or off by ordered dithering.
  private func monochrome(_ picture: Picture, _ top: Int) -> [UInt8] {
    var text = ""
    for column in 0..<picture.width {
      let upper = isLit(picture, column, top)
      let lower = top + 1 < picture.height && isLit(picture, column, top + 1)
      text += upper ? (lower ? "█" : "▀") : (lower ? "▄" : "\u{A0}")
    }
    return Array(text.utf8)
  }

  private func isLit(_ picture: Picture, _ column: Int, _ row: Int) -> Bool {
    let threshold = Int(Dither.bayer[(row & 7) * 8 + (column & 7)])
    return SixelQuantizer.level(Int(picture.gray[row * picture.width + column]), 1, threshold) == 1
  }
}
