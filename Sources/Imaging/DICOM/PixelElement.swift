/// Finds the pixel data of a DICOM file without parsing the rest, so that pixels are read where they lie, to the last byte.

/// The top-level Pixel Data element of an uncompressed data set (deflated ones are left to the DICOM library).
struct PixelElement: Equatable, Sendable {
  /// Where the element's tag begins; what lies before is the file without its pixels.
  let start: Int
  /// The native value, or nothing where the pixels are encapsulated.
  let value: Range<Int>
  /// The items of encapsulated pixel data, the offset table first.
  let items: [Range<Int>]
  /// Native pixels in big-endian 16-bit words.
  let isSwapped: Bool
  /// The data set is in implicit representation although the file says otherwise.
  let isImplicit: Bool
  /// Where the transfer syntax UID stands in the file.
  let syntax: Range<Int>
  /// Item tags that stand outside any sequence, which careless software leaves behind.
  let strays: [Range<Int>]

  /// nil where the file is built in any way that this reader is not sure of.
  init?(in bytes: [UInt8], nesting: Int) {
    let found = bytes.withUnsafeBytes { raw -> PixelElement? in
      var reader = ElementReader(raw, nesting: nesting)
      return reader.pixels()
    }
    guard let found else { return nil }
    self = found
  }

  fileprivate init(
    start: Int, value: Range<Int>, items: [Range<Int>], isSwapped: Bool, isImplicit: Bool, syntax: Range<Int>,
    strays: [Range<Int>]
  ) {
    self.strays = strays
    self.start = start
    self.value = value
    self.items = items
    self.isSwapped = isSwapped
    self.isImplicit = isImplicit
    self.syntax = syntax
  }

  /// The file up to its pixels, with a transfer syntax that says how its elements are really written.
  func head(of bytes: [UInt8]) -> [UInt8] {
    var head = Array(bytes[..<start])
    if isImplicit {
      let implicit = Array("1.2.840.10008.1.2".utf8)
      for i in syntax {
        head[i] = i - syntax.lowerBound < implicit.count ? implicit[i - syntax.lowerBound] : 0
      }
    }
    for stray in strays.reversed() { head.removeSubrange(stray) }
    return head
  }
}

/// Walks elements by their lengths (PS3.5 7.1) and never looks outside the file.
private struct ElementReader {
  private struct Header {
    let tag: UInt32
    let vr: UInt16
    let value: Int
    /// nil for an undefined length.
    let length: Int?
  }

  private let bytes: UnsafeRawBufferPointer
  private let nesting: Int
  private var isBig = false
  private var isExplicit = true

  init(_ bytes: UnsafeRawBufferPointer, nesting: Int) {
    self.bytes = bytes
    self.nesting = nesting
  }

  /// The transfer syntax in the meta group, then the data set's elements up to the pixels.
  mutating func pixels() -> PixelElement? {
    guard bytes.count > 140, bytes[128..<132].elementsEqual("DICM".utf8) else { return nil }
    var at = 132
    var syntax = 0..<0
    while let header = header(at), header.tag >> 16 == 0x0002 {
      guard let length = header.length, length <= bytes.count - header.value else { return nil }
      if header.tag == 0x0002_0010 { syntax = header.value..<header.value + length }
      at = header.value + length
    }
    let uid = String(decoding: bytes[syntax].filter { $0 != 0 && $0 != 0x20 }, as: UTF8.self)
    guard !uid.isEmpty, !uid.hasPrefix("1.2.840.10008.1.2.1.99"), at + 8 <= bytes.count else { return nil }
    isBig = uid == "1.2.840.10008.1.2.2"
    let claimsImplicit = uid == "1.2.840.10008.1.2"
    let looksExplicit = Self.isLetter(bytes[at + 4]) && Self.isLetter(bytes[at + 5])
    guard !(claimsImplicit && looksExplicit) else { return nil }
    isExplicit = looksExplicit
    return find(from: at, syntax, isImplicit: !looksExplicit && !claimsImplicit)
  }

  private func find(from start: Int, _ syntax: Range<Int>, isImplicit: Bool) -> PixelElement? {
    var at = start
    var strays: [Range<Int>] = []
    while let header = header(at) {
      if header.tag == 0xFFFE_E000, strays.count < 64 {
        strays.append(at..<header.value)
        at = header.value
        continue
      }
      if header.tag != 0x7FE0_0010 {
        guard header.tag < 0x7FE0_0010, let next = end(of: header, depth: 0) else { return nil }
        at = next
        continue
      }
      guard let length = header.length else {
        guard let items = items(from: header.value) else { return nil }
        return PixelElement(
          start: at, value: 0..<0, items: items, isSwapped: false, isImplicit: isImplicit, syntax: syntax,
          strays: strays)
      }
      guard length > 0, length <= bytes.count - header.value, isEnd(header.value + length) else { return nil }
      return PixelElement(
        start: at, value: header.value..<header.value + length, items: [],
        isSwapped: isBig && header.vr != 0x4F42, isImplicit: isImplicit, syntax: syntax, strays: strays)
    }
    return nil
  }

  /// The file ends at `at`, or goes on with elements that belong behind the pixels.
  private func isEnd(_ at: Int) -> Bool {
    at == bytes.count || header(at).map { $0.tag > 0x7FE0_0010 } ?? false
  }

  /// The items of encapsulated pixel data, which are written in little endian, up to their delimiter.
  private func items(from start: Int) -> [Range<Int>]? {
    var items: [Range<Int>] = []
    var at = start
    while at + 8 <= bytes.count {
      let tag = UInt32(word(at)) << 16 | UInt32(word(at + 2)), length = Int(long(at + 4))
      if tag == 0xFFFE_E0DD { return length == 0 && isEnd(at + 8) ? items : nil }
      guard tag == 0xFFFE_E000, length <= bytes.count - at - 8 else { return nil }
      items.append(at + 8..<at + 8 + length)
      at += 8 + length
    }
    return nil
  }

  /// Where an element ends, looking into it only where its length is undefined.
  private func end(of header: Header, depth: Int) -> Int? {
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

  private func endOfItem(_ item: Header, depth: Int) -> Int? {
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
  private func header(_ at: Int) -> Header? {
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

  private func word(_ at: Int) -> UInt16 {
    let value = bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self)
    return isBig ? UInt16(bigEndian: value) : UInt16(littleEndian: value)
  }

  private func long(_ at: Int) -> UInt32 {
    let value = bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)
    return isBig ? UInt32(bigEndian: value) : UInt32(littleEndian: value)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

  /// Representations with a length of 32 bits (PS3.5 7.1.2).
  private static let long: Set<UInt16> = Set(
    ["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"].map { code in
      code.utf8.reduce(0) { $0 << 8 | UInt16($1) }
    })
}
