/// Keys as people write them: `j`, `J`, `Ctrl-p`, `Alt-l`, `Ctrl-Left`, `F5`, `Enter`, `PgDn`.

extension Key {
  /// The key of a name; nil for anything else. Names of special keys may be written in any case, letters count as written.
  package init?(name: String) {
    if let special = Self.special.first(where: { $0.name.lowercased() == name.lowercased() }) {
      self = special.key
    } else if name.count == 1, let character = name.first, !character.isWhitespace, character.isPrintable {
      self = .character(character)
    } else if name.lowercased().hasPrefix("ctrl-"), name.count == 6,
      let letter = name.last?.lowercased().first,
      letter.isASCII, letter.isLetter
    {
      self = .control(letter)
    } else if name.lowercased().hasPrefix("alt-"), name.count == 5, let character = name.last,
      character.isASCII, character.isPrintable
    {
      self = .alt(character)
    } else {
      return nil
    }
  }

  /// The name that `init(name:)` reads.
  package var name: String {
    switch self {
    case .character(let character): String(character)
    case .control(let letter): "Ctrl-\(letter)"
    case .alt(let character): "Alt-\(character)"
    default: Self.special.first { $0.key == self }?.name ?? "?"
    }
  }

  /// A sequence of keys separated by spaces: `g h`. nil if one of them is no key, or there is none.
  package static func sequence(_ names: String) -> [Key]? {
    let keys = names.split(separator: " ").map { Key(name: String($0)) }
    return keys.isEmpty || keys.contains(nil) ? nil : keys.compactMap { $0 }
  }

  private static let special: [(name: String, key: Key)] =
    [
      ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("Shift-Tab", .backTab), ("Backspace", .backspace),
      ("Delete", .delete), ("Space", .space), ("Up", .up), ("Down", .down), ("Left", .left),
      ("Right", .right),
      ("PgUp", .pageUp), ("PgDn", .pageDown), ("Home", .home), ("End", .end),
    ]
    + (1...12).map { ("F\($0)", .function($0)) }
    + Modifier.allCases.flatMap { modifier in
      Arrow.allCases.map { ("\(modifier.rawValue)-\($0.rawValue)", .held(modifier, $0)) }
    }
}

extension Character {
  /// One column, and nothing that a keyboard could not mean.
  fileprivate var isPrintable: Bool { unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F } }
}
