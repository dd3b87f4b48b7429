/// How this terminal shows pictures: the protocol, its limits, why it was chosen, and the encoder that goes with it.

package struct Graphics: Equatable, Sendable {
  package let mode: GraphicsProtocol
  /// One sentence for the reader: why this protocol.
  package let reason: String
  /// The size of one cell in pixels.
  package let cell: PixelSize
  /// The largest picture that the terminal takes; nil if it sets no limit.
  package let limit: PixelSize?
  /// Colour registers of a sixel terminal.
  package let registers: Int
  /// Colours for half-blocks and ASCII.
  package let depth: ColorDepth
  /// The most bytes of one picture that what lies between us and the glass lets through; nil if it sets no limit.
  package let byteLimit: Int?
  /// Pictures go through tmux to the terminal around it, as text that tmux moves and erases (kitty's placeholders).
  package let passthrough: Bool

  package init(
    mode: GraphicsProtocol, reason: String, cell: PixelSize = PixelSize(width: 8, height: 16),
    limit: PixelSize? = nil, registers: Int = 256, depth: ColorDepth = .direct, byteLimit: Int? = nil,
    passthrough: Bool = false
  ) {
    self.mode = mode
    self.reason = reason
    self.cell = cell
    self.limit = limit
    self.registers = registers
    self.depth = depth
    self.byteLimit = byteLimit
    self.passthrough = passthrough
  }

  /// The size in pixels of a picture that fills `rect`, within the terminal's limit. A half-block's pixel is half a cell.
  package func pixels(in rect: CellRect) -> PixelSize {
    let (columns, rows) = (max(0, rect.columns), max(0, rect.rows))
    let largest = mode.isText ? nil : limit
    return PixelSize(
      width: min(columns * cellPixels.width, largest?.width ?? .max),
      height: min(rows * cellPixels.height, largest?.height ?? .max))
  }

  /// The pixels of a picture in one cell: parts of the cell where a picture is made of text.
  package var cellPixels: PixelSize {
    switch mode {
    case .kitty, .iterm, .sixel: cell
    case .halfblock: PixelSize(width: 1, height: 2)
    case .ascii: PixelSize(width: 1, height: 1)
    case .none: PixelSize(width: 0, height: 0)
    }
  }

  /// How much wider than high one of `pixels(in:)` is on the glass, from the measured cell: 1 for true pixels.
  package var pixelAspect: Double {
    let parts = cellPixels
    guard mode.isText, parts.width > 0, cell.height > 0 else { return 1 }
    return Double(cell.width * parts.height) / Double(cell.height * parts.width)
  }

  /// Whether the terminal's limit, rather than the cells, bounds a picture in `rect`: the screen should say so.
  package func isLimited(in rect: CellRect) -> Bool {
    guard let limit, !mode.isText else { return false }
    return rect.columns * cell.width > limit.width || rect.rows * cell.height > limit.height
  }

  /// Gray levels that a picture can have, for the status line.
  package var grayLevels: Int {
    switch mode {
    case .kitty, .iterm: 256
    case .sixel: SixelPalette(registers: registers, hasOverlay: false, quality: .full).grays
    case .halfblock: depth == .direct ? 256 : GrayPalette(depth).levels.count
    case .ascii: ASCIIEncoder.shades.count
    case .none: 0
    }
  }

  /// Whether a coarse frame is worth sending before the full one.
  package var hasCoarse: Bool { mode == .sixel }

  /// The picture in the terminal's language, or nil if cancelled (or the terminal shows none). Pure; call it off the
  /// thread that owns the screen.
  package func encode(
    _ picture: Picture, quality: Quality = .full, isCancelled: () -> Bool = { false }
  ) -> EncodedImage? {
    switch mode {
    case .kitty: KittyEncoder(tmux: passthrough, cell: cell).encode(picture, isCancelled: isCancelled)
    case .iterm: ITermEncoder().encode(picture, isCancelled: isCancelled)
    case .sixel:
      SixelEncoder(registers: registers, quality: quality, byteLimit: byteLimit)
        .encode(picture, isCancelled: isCancelled)
    case .halfblock: HalfBlockEncoder(depth: depth).encode(picture, isCancelled: isCancelled)
    case .ascii: ASCIIEncoder(depth: depth).encode(picture, isCancelled: isCancelled)
    case .none: nil
    }
  }
}
