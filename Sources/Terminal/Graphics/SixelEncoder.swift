/// Pictures as sixel (VT340; DEC STD 070): bands of six rows, one pass per colour, run lengths, empty stretches skipped.

/// Gray pictures have up to 101 grays, all that sixel's percent can name.
package struct SixelEncoder: Sendable {
  /// Colour registers that the terminal has.
  package let registers: Int
  package let quality: Quality
  /// The most bytes of one picture; nil sets no limit. A picture that would be larger is sent coarse.
  package let byteLimit: Int?

  package init(registers: Int = 256, quality: Quality = .full, byteLimit: Int? = nil) {
    self.registers = registers
    self.quality = quality
    self.byteLimit = byteLimit
  }

  /// The picture as one device control string, or nil if `isCancelled`, which is asked before each band.
  package func encode(_ picture: Picture, isCancelled: () -> Bool = { false }) -> EncodedImage? {
    guard let image = encode(picture, quality, isCancelled) else { return nil }
    guard let byteLimit, image.byteCount > byteLimit, quality == .full else { return image }
    return encode(picture, .coarse, isCancelled)
  }

  private func encode(_ picture: Picture, _ quality: Quality, _ isCancelled: () -> Bool) -> EncodedImage? {
    let size = PixelSize(width: picture.width, height: picture.height)
    if picture.gray.isEmpty { return EncodedImage(strips: [], size: size) }
    let palette = SixelPalette(
      registers: registers, hasOverlay: !picture.overlay.isEmpty, quality: quality)
    let press = SixelPress(picture: picture, palette: palette)
    var output = header(picture, palette)
    let bands = (picture.height + 5) / 6
    for first in stride(from: 0, to: bands, by: Self.round) {
      if isCancelled() { return nil }
      for part in press.parts(of: first..<min(bands, first + Self.round)) { output += part }
    }
    output += [0x1B, UInt8(ascii: "\\")]
    return EncodedImage(strips: [output], size: size)
  }

  /// Bands that are made between two questions whether the picture is still wanted.
  private static let round = 80

  /// P2 = 1: pixels that no band sets keep what is there, so a height that is no multiple of 6 paints nothing below it.
  /// Raster attributes give square pixels and the size. Then the registers that this palette has.
  private func header(_ picture: Picture, _ palette: SixelPalette) -> [UInt8] {
    var text = "\u{1B}P0;1q\"1;1;\(picture.width);\(picture.height)"
    for (register, color) in palette.colors(ramp: picture.ramp, opacity: picture.opacity).enumerated() {
      if register < palette.grays && register % palette.stride != 0 { continue }
      text += "#\(register);2;\(color.x);\(color.y);\(color.z)"
    }
    return Array(text.utf8)
  }
}
