/// A theme as curses' colour pairs and attributes.

internal import CNcurses

/// Pair and attributes of every role, mapped to the colours that the terminal has.
struct ScreenColors {
  private var pairs: [Role: Int32] = [:]
  private var attributes: [Role: Int32] = [:]

  /// Defines the pairs in curses, which must be open.
  init(theme: Theme, depth: ColorDepth, colors: Int) {
    var numbers: [[Int32]: Int32] = [:]
    for role in Role.allCases {
      let style = theme[role]
      let codes = Self.codes(style, depth, colors)
      attributes[role] = Self.attributes(style)
      guard depth != .mono, codes != [-1, -1] else { continue }
      let number = numbers[codes] ?? Int32(numbers.count + 1)
      if numbers[codes] == nil { curses_pair(number, codes[0], codes[1]) }
      numbers[codes] = number
      pairs[role] = number
    }
  }

  func pair(_ role: Role) -> Int32 { pairs[role] ?? 0 }
  func attributes(_ role: Role) -> Int32 { attributes[role] ?? 0 }

  /// curses' numbers of text and ground; -1 is the terminal's own.
  private static func codes(_ style: Style, _ depth: ColorDepth, _ colors: Int) -> [Int32] {
    let codes = [style.fg, style.bg].map { $0.map { code($0, depth) } ?? -1 }
    guard depth == .ansi16, colors < 16 else { return codes }
    let pair = Palette.eight(UInt8(max(0, codes[0])), on: UInt8(max(0, codes[1])))
    return [codes[0] < 0 ? -1 : Int32(pair.text), codes[1] < 0 ? -1 : Int32(pair.ground)]
  }

  /// curses' number of a colour. In direct colour 0...7 mean the terminal's own, so darker blues than 8 become 8.
  private static func code(_ color: Color, _ depth: ColorDepth) -> Int32 {
    if case .ansi(let index) = color, depth != .direct { return Int32(index & 15) }
    let rgb = color.rgb
    switch depth {
    case .direct: return max(8, Int32(rgb.x) << 16 | Int32(rgb.y) << 8 | Int32(rgb.z))
    case .indexed256: return Int32(Palette.nearest256(rgb))
    case .ansi16, .mono: return Int32(Palette.nearest16(rgb))
    }
  }

  private static func attributes(_ style: Style) -> Int32 {
    (style.bold ? Int32(curses_bold) : 0) | (style.dim ? Int32(curses_dim) : 0)
      | (style.underline ? Int32(curses_underline) : 0) | (style.reverse ? Int32(curses_reverse) : 0)
  }
}
