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
  /// Colours for half-blocks.
  package let depth: ColorDepth

  package init(
    mode: GraphicsProtocol, reason: String, cell: PixelSize = PixelSize(width: 8, height: 16),
    limit: PixelSize? = nil, registers: Int = 256, depth: ColorDepth = .direct
  ) {
    self.mode = mode
    self.reason = reason
    self.cell = cell
    self.limit = limit
    self.registers = registers
    self.depth = depth
  }

  /// The size in pixels of a picture that fills `rect`, within the terminal's limit. A half-block's pixel is half a cell.
  package func pixels(in rect: CellRect) -> PixelSize {
    let (columns, rows) = (max(0, rect.columns), max(0, rect.rows))
    switch mode {
    case .none: return PixelSize(width: 0, height: 0)
    case .halfblock: return PixelSize(width: columns, height: rows * 2)
    case .kitty, .sixel:
      return PixelSize(
        width: min(columns * cell.width, limit?.width ?? .max),
        height: min(rows * cell.height, limit?.height ?? .max))
    }
  }

  /// How much wider than high one of `pixels(in:)` is on the glass: 1 for pixels, about 1 for half-blocks.
  package var pixelAspect: Double {
    mode == .halfblock ? Double(cell.width) * 2 / Double(cell.height) : 1
  }

  /// Whether the terminal's limit, rather than the cells, bounds a picture in `rect`: the screen should say so.
  package func isLimited(in rect: CellRect) -> Bool {
    guard let limit, mode == .sixel || mode == .kitty else { return false }
    return rect.columns * cell.width > limit.width || rect.rows * cell.height > limit.height
  }

  /// Gray levels that a picture can have, for the status line.
  package var grayLevels: Int {
    switch mode {
    case .kitty: 256
    case .sixel: SixelPalette(registers: registers, hasOverlay: false, quality: .full).grays
    case .halfblock: depth == .direct ? 256 : depth == .indexed256 ? 30 : depth == .ansi16 ? 4 : 2
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
    case .kitty: KittyEncoder().encode(picture, isCancelled: isCancelled)
    case .sixel:
      SixelEncoder(registers: registers, quality: quality).encode(picture, isCancelled: isCancelled)
    case .halfblock: HalfBlockEncoder(depth: depth).encode(picture, isCancelled: isCancelled)
    case .none: nil
    }
  }
}
