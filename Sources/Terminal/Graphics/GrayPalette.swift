/// The grays that a palette of 256 or 16 colours has, for pictures made of characters.

/// Grays from dark to light with the palette entry that shows each. A film is dithered between neighbours, so that a lung
/// keeps its shades on a terminal with four grays.
struct GrayPalette: Sendable {
  struct Level: Equatable, Sendable {
    let gray: Int
    let entry: UInt8
  }

  let levels: [Level]

  init(_ depth: ColorDepth) {
    let entries: [UInt8] = depth >= .indexed256 ? Array(16...255) : Array(0...15)
    let grays = entries.compactMap { entry -> Level? in
      let color = Palette.rgb(entry)
      return color.x == color.y && color.y == color.z ? Level(gray: Int(color.x), entry: entry) : nil
    }.sorted { ($0.gray, $0.entry) < ($1.gray, $1.entry) }
    levels = grays.indices.filter { $0 == 0 || grays[$0].gray != grays[$0 - 1].gray }.map { grays[$0] }
  }

  /// The entry for a gray of 0...65535 at a place of the picture, by ordered dithering between the two nearest levels.
  func entry(_ gray: UInt16, column: Int, row: Int) -> UInt8 {
    let value = Int(gray)
    let above = levels.firstIndex { $0.gray * 257 > value } ?? levels.count
    guard above > 0 else { return levels[0].entry }
    guard above < levels.count else { return levels[levels.count - 1].entry }
    let (low, high) = (levels[above - 1], levels[above])
    let share = (value - low.gray * 257) * 64 / ((high.gray - low.gray) * 257)
    let threshold = Int(Dither.bayer[(row & 7) * 8 + (column & 7)])
    return share > threshold ? high.entry : low.entry
  }
}
