/// Input from a terminal's bytes. Replies of the terminal and unknown sequences give nothing.

/// Pure; feed it what was read, and `flush` it when the terminal has been quiet for `quiet`.
package struct InputDecoder: Sendable {
  /// How long a lone Escape may wait for the rest of a sequence: longer than the gaps of a slow link.
  package static let quiet = Duration.milliseconds(50)
  /// A longer paste is cut: it is meant for a line of text.
  package static let pasteLimit = 65_536

  private var parser = EscapeParser()
  /// What has been pasted so far; nil outside a paste.
  private var pasted: [Unicode.Scalar]?

  package init() {}

  /// Whether `flush` could still yield a key.
  package var isWaiting: Bool { parser.isWaiting }

  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Input] {
    var inputs: [Input] = []
    for byte in bytes {
      for token in parser.feed(byte) {
        if let input = input(token) { inputs.append(input) }
      }
    }
    return inputs
  }

  package mutating func flush() -> [Input] {
    parser.flush().compactMap { input($0) }
  }

  /// Input of tokens that were read for another purpose (the probe's).
  mutating func input(_ token: InputToken) -> Input? {
    if pasted != nil { return paste(token) }
    switch token {
    case .scalar(let scalar): return Self.key(scalar).map { .key($0) }
    case .escape: return .key(.escape)
    case .alt, .string: return nil
    case .ss3(let final): return Self.cursorKeys[final].map { .key($0) }
    case .csi(UInt8(ascii: "<"), let parameters, let final) where final | 0x20 == UInt8(ascii: "m"):
      return Mouse(sgr: parameters, isReleased: final == UInt8(ascii: "m")).map { .mouse($0) }
    case .csi(nil, let parameters, let final): return sequence(parameters, final)
    case .csi: return nil
    }
  }

  private mutating func sequence(_ parameters: [Int], _ final: UInt8) -> Input? {
    switch final {
    case UInt8(ascii: "I"): return .focus(true)
    case UInt8(ascii: "O"): return .focus(false)
    case UInt8(ascii: "~"):
      if parameters.first == 200 { pasted = [] }
      return parameters.first.flatMap { Self.editingKeys[$0] }.map { .key($0) }
    default: return Self.cursorKeys[final].map { .key($0) }
    }
  }

  /// Pasted text is nobody's command. `CSI 201 ~` ends it; so do Escape alone and Ctrl-C, if that never comes.
  private mutating func paste(_ token: InputToken) -> Input? {
    switch token {
    case .csi(_, let parameters, UInt8(ascii: "~")) where parameters.first == 201:
      defer { pasted = nil }
      return pasted.map { .paste(String(String.UnicodeScalarView($0))) }
    case .escape, .scalar("\u{3}"): pasted = nil
    case .scalar(let scalar): if (pasted?.count ?? 0) < Self.pasteLimit { pasted?.append(scalar) }
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
    case 0x1C: .control("\\")
    case 0x00, 0x1B, 0x1D...0x1F, 0x80...0x9F: nil
    default: .character(Character(scalar))
    }
  }
}
