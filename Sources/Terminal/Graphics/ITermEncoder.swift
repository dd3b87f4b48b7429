/// Pictures by iTerm2's inline image protocol (OSC 1337 File): a PNG in base64, sized in pixels.

package struct ITermEncoder: Sendable {
  package init() {}

  /// The picture as one control string, drawn from the cursor's cell on without moving the cursor. Repainting its cells
  /// removes it.
  package func encode(_ picture: Picture, isCancelled: () -> Bool = { false }) -> EncodedImage? {
    let size = PixelSize(width: picture.width, height: picture.height)
    guard let png = PNGStream.bytes(of: picture, isCancelled: isCancelled) else { return nil }
    let head =
      "\u{1B}]1337;File=inline=1;size=\(png.count);width=\(size.width)px;height=\(size.height)px"
      + ";preserveAspectRatio=0;doNotMoveCursor=1:"
    return EncodedImage(strips: [Array(head.utf8) + Base64.encode(png) + [0x07]], size: size)
  }
}
