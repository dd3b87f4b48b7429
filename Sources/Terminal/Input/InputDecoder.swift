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
    case .alt(let scalar): return (0x21...0x7E).contains(scalar.value) ? .key(.alt(Character(scalar))) : nil
    case .string: return nil
    case .ss3(let final): return (Self.cursorKeys[final] ?? Self.functionKeys[final]).map { .key($0) }
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
    default: return Self.cursorKeys[final].map { .key(Self.held($0, parameters)) }
    }
  }

  /// An arrow with the modifier that its second parameter tells (xterm: one more than shift 1, Alt 2, Ctrl 4). Shift and
  /// what goes with it leave the arrow.
  private static func held(_ key: Key, _ parameters: [Int]) -> Key {
    guard let arrow = arrows[key], parameters.count == 2 else { return key }
    switch parameters[1] {
    case 3: return .held(.alt, arrow)
    case 5: return .held(.ctrl, arrow)
    default: return key
    }
  }

  private static let arrows: [Key: Key.Arrow] = [.up: .up, .down: .down, .left: .left, .right: .right]

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

  /// By the number before `~`: VT220's, with F1 to F4 as rxvt sends them.
  private static let editingKeys: [Int: Key] = [
    1: .home, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
    17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
    23: .function(11), 24: .function(12),
  ]

  /// F1 to F4 behind SS3, as xterm sends them.
  private static let functionKeys: [UInt8: Key] = [
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2), UInt8(ascii: "R"): .function(3),
    UInt8(ascii: "S"): .function(4),
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
