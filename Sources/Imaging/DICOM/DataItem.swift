/// A data set, or an item of a sequence, read where its bytes lie: without a library, and never outside of them.

/// Elements are found by their lengths; what they say is looked up when it is asked for.
struct DataItem: Sendable {
  private let bytes: [UInt8]
  private let isBig: Bool
  private let isExplicit: Bool
  private let elements: [UInt32: ElementReader.Header]
  /// The bytes end before the element that was to be the last.
  let isCut: Bool

  /// Sequences inside sequences that are followed.
  private static let nesting = DecodeLimits.standard.nesting

  /// The data set of a DICOM file, or of the first bytes of one, up to the tag `last`. nil where the bytes are built in a way
  /// that this reader is not sure of.
  init?(file bytes: [UInt8], upTo last: UInt32 = .max) {
    let place = bytes.withUnsafeBytes { raw -> Start? in
      Self.start(of: ElementReader(raw, nesting: Self.nesting))
    }
    guard let place else { return nil }
    if place.isDeflated {
      let data = Inflate.start(of: bytes[place.at...], upTo: min(4 << 20, (64 << 10) + 16 * bytes.count))
      self.init(data, data.indices, false, true, upTo: last)
    } else {
      self.init(bytes, place.at..<bytes.count, place.isBig, place.isExplicit, upTo: last)
    }
  }

  /// Where the data set begins and how it is written.
  private struct Start {
    let at: Int
    var isBig = false
    var isExplicit = true
    var isDeflated = false
  }

  private init(
    _ bytes: [UInt8], _ range: Range<Int>, _ isBig: Bool, _ isExplicit: Bool, upTo last: UInt32 = .max
  ) {
    (self.bytes, self.isBig, self.isExplicit) = (bytes, isBig, isExplicit)
    (elements, isCut) = bytes.withUnsafeBytes { raw in
      var reader = ElementReader(
        UnsafeRawBufferPointer(rebasing: raw[..<range.upperBound]), nesting: Self.nesting)
      (reader.isBig, reader.isExplicit) = (isBig, isExplicit)
      return reader.elements(from: range.lowerBound, upTo: last)
    }
  }

  /// With or without preamble and meta group.
  private static func start(of reader: ElementReader) -> Start? {
    let bytes = reader.bytes
    var at = bytes.count > 140 && bytes[128..<132].elementsEqual("DICM".utf8) ? 132 : 0
    guard let meta = reader.metaGroup(from: at), meta.end + 8 <= bytes.count else { return nil }
    let uid = reader.uid(meta.syntax)
    at = meta.end
    if uid == "1.2.840.10008.1.2.1.99" { return Start(at: at, isDeflated: true) }
    let isBig = uid == "1.2.840.10008.1.2.2" || (uid.isEmpty && bytes[at] == 0 && bytes[at + 1] == 8)
    return Start(
      at: at, isBig: isBig,
      isExplicit: ElementReader.isLetter(bytes[at + 4]) && ElementReader.isLetter(bytes[at + 5]))
  }

  /// The bytes of an element; nil where it is absent, empty or a sequence of undefined length.
  private func place(_ tag: DicomTag) -> Range<Int>? {
    guard let header = elements[tag.number], let length = header.length, length > 0,
      length <= bytes.count - header.value
    else { return nil }
    return header.value..<header.value + length
  }

  /// Value `index` of an element as text without padding, a byte above 127 as the letter of Latin-1 that it would be: texts
  /// are equal only where their bytes are.
  func string(_ tag: DicomTag, _ index: Int = 0) -> String? {
    guard let place = place(tag), place.count <= DecodeLimits.standard.textBytes else { return nil }
    let values = bytes[place].split(separator: 0x5C, omittingEmptySubsequences: false)
    guard index < values.count else { return nil }
    let isPadding = { (byte: UInt8) in byte == 0x20 || byte == 0 }
    let value = values[index].drop(while: isPadding)
    let end = value.lastIndex { !isPadding($0) }.map { $0 + 1 } ?? value.startIndex
    let text = String(String.UnicodeScalarView(value[..<end].map { Unicode.Scalar($0) }))
    return text.isEmpty ? nil : text
  }

  /// Value `index` of an element of 16-bit words.
  func word(_ tag: DicomTag, _ index: Int = 0) -> UInt16? {
    guard let place = place(tag), place.count >= 2 * index + 2 else { return nil }
    return bytes.withUnsafeBytes { reader($0).word(place.lowerBound + 2 * index) }
  }

  func words(_ tag: DicomTag) -> [UInt16] {
    guard let place = place(tag) else { return [] }
    return bytes.withUnsafeBytes { raw in
      stride(from: place.lowerBound, to: place.upperBound - 1, by: 2).map { reader(raw).word($0) }
    }
  }

  /// Value `index` of an element of 32-bit words.
  func long(_ tag: DicomTag, _ index: Int = 0) -> UInt32? {
    guard let place = place(tag), place.count >= 4 * index + 4 else { return nil }
    return bytes.withUnsafeBytes { reader($0).long(place.lowerBound + 4 * index) }
  }

  /// The items of a sequence; none where it is absent.
  func items(_ tag: DicomTag) -> [DataItem] {
    guard let header = elements[tag.number] else { return [] }
    let isUnknown = header.vr == 0x554E
    let places = bytes.withUnsafeBytes { raw -> [Range<Int>] in
      var reader = reader(raw)
      if isUnknown { (reader.isExplicit, reader.isBig) = (false, false) }
      return reader.contents(of: header)
    }
    return places.map { DataItem(bytes, $0, isBig && !isUnknown, isExplicit && !isUnknown) }
  }

  func has(_ tag: DicomTag) -> Bool { elements[tag.number] != nil }

  private func reader(_ raw: UnsafeRawBufferPointer) -> ElementReader {
    var reader = ElementReader(raw, nesting: Self.nesting)
    (reader.isBig, reader.isExplicit) = (isBig, isExplicit)
    return reader
  }
}

extension DicomTag {
  /// Group and element as one number, which orders tags as files do.
  fileprivate var number: UInt32 { UInt32(group) << 16 | UInt32(element) }
}

extension ElementReader {
  /// The headers of the elements from `start` up to the tag `last`, and whether the bytes end before that.
  fileprivate func elements(from start: Int, upTo last: UInt32) -> (found: [UInt32: Header], isCut: Bool) {
    var found: [UInt32: Header] = [:]
    var at = start
    while let header = header(at) {
      // An item tag outside any sequence is litter of careless software.
      if header.tag == 0xFFFE_E000 {
        at = header.value
        continue
      }
      guard header.tag <= last else { return (found, false) }
      if found[header.tag] == nil { found[header.tag] = header }
      guard let next = end(of: header, depth: 0) else { return (found, true) }
      at = next
    }
    return (found, true)
  }

  /// Where the contents of a sequence's items lie.
  fileprivate func contents(of sequence: Header) -> [Range<Int>] {
    var contents: [Range<Int>] = []
    var at = sequence.value
    let stop = sequence.length.map { min(bytes.count, sequence.value + $0) } ?? bytes.count
    while at < stop, let item = header(at), item.tag == 0xFFFE_E000, let end = endOfItem(item, depth: 0) {
      contents.append(item.value..<(item.length == nil ? end - 8 : end))
      at = end
    }
    return contents
  }
}
