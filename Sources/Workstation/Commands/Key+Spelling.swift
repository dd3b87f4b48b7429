/// How keys are written: in the rows, on the screen and in the documentation.

package import Terminal

extension Key {
  private static let named: [(String, Key)] = [
    ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("S-Tab", .backTab), ("Backspace", .backspace),
    ("Del", .delete), ("Space", .space), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
    ("PgUp", .pageUp), ("PgDn", .pageDown), ("Home", .home), ("End", .end),
  ]

  /// `j`, `Enter`, `Ctrl-p`; nil for anything else.
  package init?(spelled text: String) {
    if let key = Self.named.first(where: { $0.0 == text })?.1 {
      self = key
    } else if text.hasPrefix("Ctrl-"), text.count == 6, let letter = text.last {
      self = .control(letter)
    } else if text.count == 1, let character = text.first {
      self = .character(character)
    } else {
      return nil
    }
  }

  package var spelled: String {
    switch self {
    case .character(let character): String(character)
    case .control(let letter): "Ctrl-\(letter)"
    default: Self.named.first { $0.1 == self }?.0 ?? ""
    }
  }
}
