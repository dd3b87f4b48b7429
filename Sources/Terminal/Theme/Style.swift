/// How a role looks: two colours and a few attributes.

/// A colour as a theme writes it.
package enum Color: Equatable, Hashable, Sendable {
  case rgb(UInt8, UInt8, UInt8)
  /// One of the terminal's own 16 colours, 0...15, whatever its user made of them.
  case ansi(UInt8)

  /// The names of the 16 colours in the order of their numbers.
  package static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright-black", "bright-red", "bright-green", "bright-yellow",
    "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
  ]

  /// `#rrggbb` or one of `names`; nil for anything else.
  package init?(_ text: String) {
    if let index = Self.names.firstIndex(of: text) {
      self = .ansi(UInt8(index))
    } else if text.utf8.count == 7, text.hasPrefix("#"), text.utf8.dropFirst().allSatisfy(Self.isHexDigit),
      let value = UInt32(text.dropFirst(), radix: 16)
    {
      self = .rgb(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    } else {
      return nil
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    Character(Unicode.Scalar(byte)).isHexDigit
  }
}

/// A role's look. A nil colour is the terminal's own default.
package struct Style: Equatable, Hashable, Sendable {
  package var fg: Color?
  package var bg: Color?
  package var bold = false
  package var dim = false
  package var underline = false
  package var reverse = false

  package init(fg: Color? = nil, bg: Color? = nil) {
    self.fg = fg
    self.bg = bg
  }
}
