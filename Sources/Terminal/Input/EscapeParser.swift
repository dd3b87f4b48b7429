/// Bytes from a terminal as tokens: characters, keys' escape sequences and the terminal's replies, however they are split.

/// What one complete piece of input is.
enum InputToken: Equatable {
  /// A character or a C0 control.
  case scalar(Unicode.Scalar)
  /// Escape pressed alone: nothing followed it.
  case escape
  /// Escape and a character: Alt.
  case alt(Unicode.Scalar)
  /// `CSI marker parameters final` (ECMA-48 5.4); `marker` is one of `<=>?` or nil.
  case csi(marker: UInt8?, parameters: [Int], final: UInt8)
  /// `SS3 final`: cursor keys in application mode.
  case ss3(UInt8)
  /// A control string: `P` DCS, `]` OSC, `_` APC, `^` PM, `X` SOS, with at most `EscapeParser.payloadLimit` bytes.
  case string(introducer: UInt8, payload: [UInt8])
}

/// A pure state machine. Total: any bytes give tokens or nothing.
struct EscapeParser {
  /// Longer control strings are read to their end and cut.
  static let payloadLimit = 4096
  /// A CSI sequence longer than this is no key and no reply of ours.
  static let sequenceLimit = 64

  private enum State: Equatable {
    case ground
    case utf8(missing: Int, value: UInt32, least: UInt32)
    case escape
    case csi
    case skip(Int)
    case ss3
    case string(introducer: UInt8)
    case stringEscape(introducer: UInt8)
  }

  private var state = State.ground
  private var collected: [UInt8] = []

  /// Whether bytes of an unfinished sequence are held, so that silence has a meaning (see `flush`).
  var isWaiting: Bool { state != .ground }

  /// The tokens that `byte` completes.
  mutating func feed(_ byte: UInt8) -> [InputToken] {
    switch state {
    case .ground: return ground(byte)
    case .utf8(let missing, let value, let least): return continueUTF8(byte, missing, value, least)
    case .escape: return afterEscape(byte)
    case .csi: return csi(byte)
    case .skip(let count):
      state = count > 1 ? .skip(count - 1) : .ground
      return []
    case .ss3:
      if byte == 0x1B { return restart() }
      state = .ground
      return (0x40...0x7E).contains(byte) ? [.ss3(byte)] : []
    case .string(let introducer): return string(byte, introducer)
    case .stringEscape(let introducer):
      if byte == UInt8(ascii: "\\") { return endString(introducer) }
      state = .escape
      return afterEscape(byte)
    }
  }

  /// The input has been quiet: a held Escape was the key, and anything else unfinished is dropped.
  mutating func flush() -> [InputToken] {
    defer { (state, collected) = (.ground, []) }
    return state == .escape ? [.escape] : []
  }

  private mutating func restart() -> [InputToken] {
    (state, collected) = (.escape, [])
    return []
  }

  private mutating func ground(_ byte: UInt8) -> [InputToken] {
    switch byte {
    case 0x1B: return restart()
    case 0x00...0x7F: return [.scalar(Unicode.Scalar(byte))]
    case 0xC2...0xDF: state = .utf8(missing: 1, value: UInt32(byte & 0x1F), least: 0x80)
    case 0xE0...0xEF: state = .utf8(missing: 2, value: UInt32(byte & 0x0F), least: 0x800)
    case 0xF0...0xF4: state = .utf8(missing: 3, value: UInt32(byte & 0x07), least: 0x10000)
    default: break
    }
    return []
  }

  private mutating func continueUTF8(
    _ byte: UInt8, _ missing: Int, _ value: UInt32, _ least: UInt32
  ) -> [InputToken] {
    guard byte & 0xC0 == 0x80 else {
      state = .ground
      return ground(byte)
    }
    let value = value << 6 | UInt32(byte & 0x3F)
    guard missing == 1 else {
      state = .utf8(missing: missing - 1, value: value, least: least)
      return []
    }
    state = .ground
    guard value >= least, let scalar = Unicode.Scalar(value) else { return [] }
    return [.scalar(scalar)]
  }

  private mutating func afterEscape(_ byte: UInt8) -> [InputToken] {
    switch byte {
    case 0x1B: return [.escape]
    case UInt8(ascii: "["): state = .csi
    case UInt8(ascii: "O"): state = .ss3
    case UInt8(ascii: "P"), UInt8(ascii: "]"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
      (state, collected) = (.string(introducer: byte), [])
    case 0x80...0xFF:
      state = .ground
      return [.escape] + ground(byte)
    default:
      state = .ground
      return [.alt(Unicode.Scalar(byte))]
    }
    return []
  }

  private mutating func csi(_ byte: UInt8) -> [InputToken] {
    switch byte {
    case 0x1B: return restart()
    case 0x20...0x3F:
      if collected.count < Self.sequenceLimit { collected.append(byte) }
      return []
    case 0x40...0x7E: return endCSI(byte)
    default:
      (state, collected) = (.ground, [])
      return []
    }
  }

  private mutating func endCSI(_ final: UInt8) -> [InputToken] {
    defer { collected = [] }
    state = .ground
    // Function keys of the Linux console have one more byte, X10 mouse reports three.
    if collected.isEmpty && final == UInt8(ascii: "[") { state = .skip(1) }
    if collected.isEmpty && final == UInt8(ascii: "M") { state = .skip(3) }
    guard state == .ground, collected.count < Self.sequenceLimit else { return [] }
    let marker = collected.first.flatMap { (0x3C...0x3F).contains($0) ? $0 : nil }
    let body = marker == nil ? collected[...] : collected.dropFirst()
    guard body.allSatisfy({ (0x30...0x3B).contains($0) }) else { return [] }
    let parameters = body.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)) ?? 0 }
    return [.csi(marker: marker, parameters: parameters, final: final)]
  }

  private mutating func string(_ byte: UInt8, _ introducer: UInt8) -> [InputToken] {
    switch byte {
    case 0x1B: state = .stringEscape(introducer: introducer)
    case 0x07: return endString(introducer)
    case 0x18, 0x1A: (state, collected) = (.ground, [])
    default: if collected.count < Self.payloadLimit { collected.append(byte) }
    }
    return []
  }

  private mutating func endString(_ introducer: UInt8) -> [InputToken] {
    defer { (state, collected) = (.ground, []) }
    return [.string(introducer: introducer, payload: collected)]
  }
}
