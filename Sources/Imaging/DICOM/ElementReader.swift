/// Elements, items and sequences of a data set by their lengths alone, without a library.

/// Walks elements by their lengths (PS3.5 7.1) and never looks outside the file.
struct ElementReader {
  struct Header: Sendable {
    let tag: UInt32
    let vr: UInt16
    let value: Int
    /// nil for an undefined length.
    let length: Int?
  }

  let bytes: UnsafeRawBufferPointer
  let nesting: Int
  var isBig = false
  var isExplicit = true

  init(_ bytes: UnsafeRawBufferPointer, nesting: Int) {
    self.bytes = bytes
    self.nesting = nesting
  }

  /// The group of the file's own facts, from `start`: where it ends, and where the transfer syntax UID stands in it.
  func metaGroup(from start: Int) -> (end: Int, syntax: Range<Int>)? {
    var at = start
    var syntax = 0..<0
    while let header = header(at), header.tag >> 16 == 0x0002 {
      guard let length = header.length, length <= bytes.count - header.value else { return nil }
      if header.tag == 0x0002_0010 { syntax = header.value..<header.value + length }
      at = header.value + length
    }
    return (at, syntax)
  }

  /// A UID without its padding.
  func uid(_ place: Range<Int>) -> String {
    String(decoding: bytes[place].filter { $0 != 0 && $0 != 0x20 }, as: UTF8.self)
  }

  /// Where an element ends, looking into it only where its length is undefined.
  func end(of header: Header, depth: Int) -> Int? {
    if let length = header.length {
      return length <= bytes.count - header.value ? header.value + length : nil
    }
    guard depth < nesting else { return nil }
    // An unknown representation of undefined length holds implicit elements (PS3.5 6.2.2).
    var reader = self
    if header.vr == 0x554E { (reader.isExplicit, reader.isBig) = (false, false) }
    var at = header.value
    while let item = reader.header(at) {
      if item.tag == 0xFFFE_E0DD { return item.value }
      guard item.tag == 0xFFFE_E000, let next = reader.endOfItem(item, depth: depth) else { return nil }
      at = next
    }
    return nil
  }

  func endOfItem(_ item: Header, depth: Int) -> Int? {
    if let length = item.length { return length <= bytes.count - item.value ? item.value + length : nil }
    var at = item.value
    while let element = header(at) {
      if element.tag == 0xFFFE_E00D { return element.value }
      guard let next = end(of: element, depth: depth + 1) else { return nil }
      at = next
    }
    return nil
  }

  /// Tag, representation and length at `at`; nil where fewer than 8 bytes are left or the representation is no code.
  func header(_ at: Int) -> Header? {
    guard at + 8 <= bytes.count else { return nil }
    let tag = UInt32(word(at)) << 16 | UInt32(word(at + 2))
    if tag >> 16 == 0xFFFE || !isExplicit {
      return Header(tag: tag, vr: 0, value: at + 8, length: length(long(at + 4)))
    }
    guard Self.isLetter(bytes[at + 4]), Self.isLetter(bytes[at + 5]) else { return nil }
    let vr = UInt16(bytes[at + 4]) << 8 | UInt16(bytes[at + 5])
    guard Self.long.contains(vr) else {
      return Header(tag: tag, vr: vr, value: at + 8, length: Int(word(at + 6)))
    }
    guard at + 12 <= bytes.count else { return nil }
    return Header(tag: tag, vr: vr, value: at + 12, length: length(long(at + 8)))
  }

  private func length(_ value: UInt32) -> Int? { value == .max ? nil : Int(value) }

  func word(_ at: Int) -> UInt16 {
    let value = bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self)
    return isBig ? UInt16(bigEndian: value) : UInt16(littleEndian: value)
  }

  func long(_ at: Int) -> UInt32 {
    let value = bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)
    return isBig ? UInt32(bigEndian: value) : UInt32(littleEndian: value)
  }

  static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

  /// Representations with a length of 32 bits (PS3.5 7.1.2).
  private static let long: Set<UInt16> = Set(
    ["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"].map { code in
      code.utf8.reduce(0) { $0 << 8 | UInt16($1) }
    })
}
