/// Pictures as text: each cell is an upper half block whose two colours are two pixels. Works on any terminal.

package struct HalfBlockEncoder: Sendable {
  package let depth: ColorDepth

  package init(depth: ColorDepth) {
    self.depth = depth
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
    var last: (SIMD3<UInt8>, SIMD3<UInt8>)?
    for column in 0..<picture.width {
      let upper = picture.rgb(top * picture.width + column)
      let hasLower = top + 1 < picture.height
      let lower = hasLower ? picture.rgb((top + 1) * picture.width + column) : SIMD3(repeating: 0)
      if last == nil || last?.0 != upper { text += sgr(38, upper) }
      if last == nil || last?.1 != lower { text += sgr(48, lower) }
      last = (upper, lower)
      text += "▀"
    }
    return Array((text + "\u{1B}[0m").utf8)
  }

  /// Select graphic rendition: `base` 38 sets the foreground, 48 the background.
  private func sgr(_ base: Int, _ color: SIMD3<UInt8>) -> String {
    switch depth {
    case .direct: return "\u{1B}[\(base);2;\(color.x);\(color.y);\(color.z)m"
    case .indexed256: return "\u{1B}[\(base);5;\(Palette.nearest256(color))m"
    case .ansi16, .mono:
      let index = Int(Palette.nearest16(color))
      return "\u{1B}[\(index < 8 ? base - 8 + index : base + 52 + index - 8)m"
    }
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
