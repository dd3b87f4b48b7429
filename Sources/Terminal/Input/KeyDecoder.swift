/// Keys from a terminal's bytes. Replies of the terminal, pasted text, mouse reports and unknown sequences give no key.

/// Pure; feed it what was read, and `flush` it when the terminal has been quiet for `quiet`.
package struct KeyDecoder: Sendable {
  /// How long a lone Escape may wait for the rest of a sequence: longer than the gaps of a slow link.
  package static let quiet = Duration.milliseconds(50)

  private var parser = EscapeParser()
  private var isPasting = false

  package init() {}

  /// Whether `flush` could still yield a key.
  package var isWaiting: Bool { parser.isWaiting }

  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
    var keys: [Key] = []
    for byte in bytes {
      for token in parser.feed(byte) {
        if let key = key(token) { keys.append(key) }
      }
    }
    return keys
  }

  package mutating func flush() -> [Key] {
    parser.flush().compactMap { key($0) }
  }

  /// Keys of tokens that were read for another purpose (the probe's).
  mutating func key(_ token: InputToken) -> Key? {
    if isPasting { return paste(token) }
    switch token {
    case .scalar(let scalar): return Self.key(scalar)
    case .escape: return .escape
    case .alt, .string: return nil
    case .ss3(let final): return Self.cursorKeys[final]
    case .csi(let marker, let parameters, let final):
      guard marker == nil else { return nil }
      if final != UInt8(ascii: "~") { return Self.cursorKeys[final] }
      isPasting = parameters.first == 200
      return parameters.first.flatMap { Self.editingKeys[$0] }
    }
  }

  /// Pasted text is nobody's command. `CSI 201 ~` ends it; so do Escape alone and Ctrl-C, if that never comes.
  private mutating func paste(_ token: InputToken) -> Key? {
    switch token {
    case .csi(_, let parameters, UInt8(ascii: "~")): isPasting = parameters.first != 201
    case .escape, .scalar("\u{3}"): isPasting = false
    default: break
    }
    return nil
  }

  private static let cursorKeys: [UInt8: Key] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
    UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "Z"): .backTab, UInt8(ascii: "M"): .enter,
  ]

  private static let editingKeys: [Int: Key] = [
    1: .home, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
  ]

  private static func key(_ scalar: Unicode.Scalar) -> Key? {
    switch scalar.value {
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x08, 0x7F: .backspace
    case 0x20: .space
    case 0x01...0x1A: .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x60)))
    case 0x00, 0x1B...0x1F, 0x80...0x9F: nil
    default: .character(Character(scalar))
    }
  }
}
