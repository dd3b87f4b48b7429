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

  /// The pixels are words of the file as they are, and what lies before them is parsed as it stands.
  var isPlain: Bool { !value.isEmpty && !isSwapped && !isImplicit && strays.isEmpty }

  /// A radiograph has less.
  private static let mostWords = 24 << 20

  /// The value as 16-bit words, copied before anybody knows what they mean; none where they are more than a radiograph's.
  func words(of bytes: [UInt8]) -> [UInt16] {
    let count = value.count / 2
    guard isPlain, count <= Self.mostWords else { return [] }
    return [UInt16](plane: count) { words in
      bytes.withUnsafeBytes { raw in
        let lent = UnsafeRawBufferPointer(rebasing: raw[value].prefix(2 * count))
        UnsafeMutableRawBufferPointer(words).copyMemory(from: lent)
      }
      return true
    }
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

extension ElementReader {
  /// The transfer syntax in the meta group, then the data set's elements up to the pixels.
  fileprivate mutating func pixels() -> PixelElement? {
    guard bytes.count > 140, bytes[128..<132].elementsEqual("DICM".utf8) else { return nil }
    guard let (at, syntax) = metaGroup(from: 132) else { return nil }
    let uid = uid(syntax)
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
}
