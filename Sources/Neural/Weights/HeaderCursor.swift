/// A bounded cursor over the JSON text of a safetensors header: the few tokens that such a header is made of.

/// Why a header is refused; the file's name is added where it is known.
struct HeaderFault: Error, Equatable {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

/// Reads strict JSON (RFC 8259) strings, unsigned integers and punctuation. It never reads past `bytes`.
struct HeaderCursor {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next byte that is not white space, without passing it.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case let byte: return byte
      }
    }
    return nil
  }

  /// Passes `expected`, or throws.
  mutating func pass(_ expected: Character) throws(HeaderFault) {
    guard let byte = peek(), byte == expected.asciiValue else {
      throw HeaderFault("\"\(expected)\" is missing at byte \(position) of the header")
    }
    position += 1
  }

  /// Passes `wanted` if it is next.
  mutating func take(_ wanted: Character) -> Bool {
    guard peek() == wanted.asciiValue else { return false }
    position += 1
    return true
  }

  /// Only white space may follow.
  mutating func end() throws(HeaderFault) {
    guard peek() == nil else { throw HeaderFault("text follows the header's object at byte \(position)") }
  }

  /// A number of digits alone: no sign, fraction, exponent or leading zero, and it fits `Int`.
  mutating func unsignedInteger() throws(HeaderFault) -> Int {
    let start = peek() == nil ? bytes.count : position
    var value = 0
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      let (tens, over) = value.multipliedReportingOverflow(by: 10)
      let (sum, beyond) = tens.addingReportingOverflow(Int(bytes[position] - 0x30))
      guard !over, !beyond else {
        throw HeaderFault("the number at byte \(start) of the header is too large")
      }
      value = sum
      position += 1
    }
    let digits = position - start
    let tail: [UInt8] = [0x2E, 0x45, 0x65]
    let continues = position < bytes.count && tail.contains(bytes[position])
    guard digits > 0, !continues, digits == 1 || bytes[start] != 0x30 else {
      throw HeaderFault("a whole number is expected at byte \(start) of the header")
    }
    return value
  }

  /// A list of whole numbers, at most `limit` long.
  mutating func unsignedIntegers(limit: Int) throws(HeaderFault) -> [Int] {
    var values: [Int] = []
    try pass("[")
    if take("]") { return values }
    repeat {
      guard values.count < limit else {
        throw HeaderFault("a list at byte \(position) of the header is longer than \(limit)")
      }
      values.append(try unsignedInteger())
    } while take(",")
    try pass("]")
    return values
  }

  /// A quoted string with its escapes resolved.
  mutating func string() throws(HeaderFault) -> String {
    try pass("\"")
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case 0x22: return String(decoding: text, as: UTF8.self)
      case 0x5C: text.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20: throw HeaderFault("a control character stands in a string at byte \(position - 1)")
      default: text.append(byte)
      }
    }
    throw HeaderFault("a string of the header has no end")
  }

  /// What follows a backslash.
  private mutating func escape() throws(HeaderFault) -> Character {
    guard position < bytes.count else { throw HeaderFault("a string of the header has no end") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return Character(try unicodeEscape())
    default: throw HeaderFault("an unknown escape stands at byte \(position - 1) of the header")
    }
  }

  /// The scalar of `\u` and four digits, or of a surrogate pair.
  private mutating func unicodeEscape() throws(HeaderFault) -> Unicode.Scalar {
    let first = try hexUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw HeaderFault("half a surrogate pair stands at byte \(position) of the header") }
    position += 2
    let second = try hexUnit()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw HeaderFault("half a surrogate pair stands at byte \(position) of the header") }
    return scalar
  }

  private mutating func hexUnit() throws(HeaderFault) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard position < bytes.count,
        let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue
      else { throw HeaderFault("four hexadecimal digits are expected at byte \(position) of the header") }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }
}
