/// Writes DICOM files element by element, in any uncompressed encoding and with any fault a test wants.

struct DicomBuilder {
  enum Encoding: String, CaseIterable {
    case implicitLittle = "1.2.840.10008.1.2"
    case explicitLittle = "1.2.840.10008.1.2.1"
    case explicitBig = "1.2.840.10008.1.2.2"
    case deflated = "1.2.840.10008.1.2.1.99"
  }

  /// One element's value; words are stored in the byte order of the encoding.
  enum Value {
    case text(String)
    case words([UInt16])
    case bytes([UInt8])
    /// A sequence of one item.
    case item([Element])
    case items([[Element]])
    /// Encapsulated pixel data: an empty offset table, then one fragment.
    case fragment([UInt8])
  }

  struct Element {
    let tag: UInt32
    let vr: String
    let value: Value
  }

  var encoding = Encoding.explicitLittle
  var preamble = true
  /// The transfer syntax named in the header, where it is not that of the encoding.
  var claimed: String?
  private(set) var elements: [Element] = []

  /// A 12-bit MONOCHROME2 film of `rows` x `columns` pixels.
  init(rows: Int, columns: Int, words: [UInt16], encoding: Encoding = .explicitLittle) {
    self.encoding = encoding
    set(0x0008_0016, "UI", .text("1.2.840.10008.5.1.4.1.1.1.1"))
    set(0x0028_0002, "US", .words([1]))
    set(0x0028_0004, "CS", .text("MONOCHROME2"))
    set(0x0028_0010, "US", .words([UInt16(rows)]))
    set(0x0028_0011, "US", .words([UInt16(columns)]))
    set(0x0028_0100, "US", .words([16]))
    set(0x0028_0101, "US", .words([12]))
    set(0x0028_0102, "US", .words([11]))
    set(0x0028_0103, "US", .words([0]))
    set(0x7FE0_0010, "OW", .words(words))
  }

  mutating func set(_ tag: UInt32, _ vr: String, _ value: Value) {
    remove(tag)
    elements.append(Element(tag: tag, vr: vr, value: value))
    elements.sort { $0.tag < $1.tag }
  }

  mutating func remove(_ tag: UInt32) { elements.removeAll { $0.tag == tag } }

  func build() -> [UInt8] {
    let syntax = claimed ?? encoding.rawValue
    let meta = encode(Element(tag: 0x0002_0010, vr: "UI", value: .text(syntax)), .explicitLittle)
    let length = Element(tag: 0x0002_0000, vr: "UL", value: .bytes([UInt8(meta.count), 0, 0, 0]))
    let body = elements.flatMap { encode($0, encoding) }
    let start = preamble ? [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) : []
    return start + encode(length, .explicitLittle) + meta
      + (encoding == .deflated ? Self.deflate(body) : body)
  }

  private func encode(_ element: Element, _ encoding: Encoding) -> [UInt8] {
    let big = encoding == .explicitBig
    let value = bytes(of: element.value, encoding)
    var length = value.count
    if case .fragment = element.value { length = 0xFFFF_FFFF }
    let group = UInt16(element.tag >> 16), number = UInt16(element.tag & 0xFFFF)
    var out = two(group, big) + two(number, big)
    if encoding == .implicitLittle { return out + four(length, big) + value }
    out += Array(element.vr.utf8)
    let isLong = ["OB", "OF", "OW", "SQ", "UN", "UT"].contains(element.vr)
    out += isLong ? [0, 0] + four(length, big) : two(UInt16(value.count), big)
    return out + value
  }

  private func bytes(of value: Value, _ encoding: Encoding) -> [UInt8] {
    let big = encoding == .explicitBig
    switch value {
    case .text(let text):
      return Array(text.utf8) + (text.utf8.count % 2 == 1 ? [text.contains(".") ? 0 : 0x20] : [])
    case .words(let words): return words.flatMap { two($0, big) }
    case .bytes(let bytes): return bytes
    case .fragment(let bytes):
      let item = two(0xFFFE, big) + two(0xE000, big)
      return item + four(0, big) + item + four(bytes.count, big) + bytes + two(0xFFFE, big) + two(0xE0DD, big)
        + four(0, big)
    case .item(let elements): return bytes(of: .items([elements]), encoding)
    case .items(let items):
      return items.flatMap { elements in
        let body = elements.flatMap { encode($0, encoding) }
        return two(0xFFFE, big) + two(0xE000, big) + four(body.count, big) + body
      }
    }
  }

  private func two(_ value: UInt16, _ big: Bool) -> [UInt8] {
    let bytes = [UInt8(value & 0xFF), UInt8(value >> 8)]
    return big ? bytes.reversed() : bytes
  }

  private func four(_ value: Int, _ big: Bool) -> [UInt8] {
    let bytes = (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) }
    return big ? bytes.reversed() : bytes
  }

  /// Stored blocks of raw deflate.
  private static func deflate(_ data: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    for start in stride(from: 0, to: data.count, by: 60000) {
      let block = data[start..<min(start + 60000, data.count)]
      let low = UInt8(block.count & 0xFF), high = UInt8(block.count >> 8)
      out += [start + 60000 >= data.count ? 1 : 0, low, high, ~low, ~high] + block
    }
    return out
  }
}
