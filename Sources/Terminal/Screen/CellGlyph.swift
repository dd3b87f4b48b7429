/// A cell's text as the scalars that curses may be given under this locale.

internal import CNcurses

enum CellGlyph {
  /// A blank where pixels are or were: no terminal skips it, and curses does not clear a line over it.
  static let pictured = "\u{A0}"

  /// In a locale without UTF-8, lines become `-|+` and what is not ASCII `?`. A scalar to which the C library gives another
  /// width than we do becomes `?` too: curses would count wrongly.
  static func scalars(of text: String, isUTF8: Bool) -> [UInt32] {
    if text.isEmpty || (text == pictured && !isUTF8) { return [0x20] }
    guard isUTF8 else { return [ascii(text)] }
    let scalars = text.unicodeScalars.map(\.value)
    guard let first = scalars.first, first > 0x7E else { return scalars }
    let width = CellText.width(text)
    if Int(curses_width(first)) == width { return scalars }
    return [0x3F]
  }

  /// Whether curses will take two columns for the text.
  static func isWide(_ text: String, isUTF8: Bool) -> Bool {
    guard let first = scalars(of: text, isUTF8: isUTF8).first else { return false }
    return curses_width(first) == 2
  }

  /// What stands for a cell's text where nothing but ASCII may be sent.
  static func ascii(_ text: String) -> UInt32 {
    switch text {
    case "─", "━": UInt32(UInt8(ascii: "-"))
    case "│", "┃": UInt32(UInt8(ascii: "|"))
    case "┌", "┐", "└", "┘", "├", "┤", "┬", "┴", "┼": UInt32(UInt8(ascii: "+"))
    case "█", "▓", "▄", "▀": UInt32(UInt8(ascii: "#"))
    default:
      text.unicodeScalars.first.map { $0.isASCII ? $0.value : 0x3F } ?? 0x3F
    }
  }
}
