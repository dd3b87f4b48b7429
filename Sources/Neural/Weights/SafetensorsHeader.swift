/// The header of a safetensors file: which tensor lies where, and the file's own remarks.

/// One tensor of the file.
package struct SafetensorsEntry: Equatable, Sendable {
  package let name: String
  package let type: ElementType
  package let shape: [Int]
  /// Bytes of the data section, which begins behind the header.
  package let range: Range<Int>

  /// The number of elements.
  package var count: Int { range.count / type.size }
}

/// Parsed and checked: every range lies in the data section, none overlap, and together they cover it.
struct SafetensorsHeader {
  private(set) var entries: [SafetensorsEntry] = []
  private(set) var metadata: [String: String] = [:]

  private static let rankLimit = 64

  /// - Parameters:
  ///   - text: the JSON object, padded with white space at most.
  ///   - dataLength: bytes that follow the header in the file.
  init(_ text: UnsafeRawBufferPointer, dataLength: Int) throws(HeaderFault) {
    guard text.first == UInt8(ascii: "{") else { throw HeaderFault("the header is not a JSON object") }
    guard String(validating: text, as: UTF8.self) != nil else {
      throw HeaderFault("the header is not valid UTF-8")
    }
    var cursor = HeaderCursor(text)
    try readMembers(&cursor)
    try cursor.end()
    try checkCoverage(dataLength)
  }

  private mutating func readMembers(_ cursor: inout HeaderCursor) throws(HeaderFault) {
    var names: Set<String> = []
    try cursor.pass("{")
    if cursor.take("}") { return }
    repeat {
      let name = try cursor.string()
      guard names.insert(name).inserted else { throw HeaderFault("\(quoted(name)) is listed twice") }
      try cursor.pass(":")
      if name == "__metadata__" {
        metadata = try Self.readMetadata(&cursor)
      } else {
        entries.append(try Self.readEntry(name, &cursor))
      }
    } while cursor.take(",")
    try cursor.pass("}")
  }

  private static func readMetadata(_ cursor: inout HeaderCursor) throws(HeaderFault) -> [String: String] {
    var metadata: [String: String] = [:]
    try cursor.pass("{")
    if cursor.take("}") { return metadata }
    repeat {
      let key = try cursor.string()
      try cursor.pass(":")
      let value = try cursor.string()
      guard metadata.updateValue(value, forKey: key) == nil else {
        throw HeaderFault("the remark \(quoted(key)) is listed twice")
      }
    } while cursor.take(",")
    try cursor.pass("}")
    return metadata
  }

  private static func readEntry(
    _ name: String, _ cursor: inout HeaderCursor
  ) throws(HeaderFault) -> SafetensorsEntry {
    var type: ElementType?
    var shape: [Int]?
    var offsets: [Int]?
    try cursor.pass("{")
    repeat {
      let field = try cursor.string()
      try cursor.pass(":")
      switch field {
      case "dtype" where type == nil:
        let word = try cursor.string()
        type = ElementType(rawValue: word)
        guard type != nil else { throw HeaderFault("\(quoted(name)) has the unknown dtype \(quoted(word))") }
      case "shape" where shape == nil: shape = try cursor.unsignedIntegers(limit: rankLimit)
      case "data_offsets" where offsets == nil: offsets = try cursor.unsignedIntegers(limit: 2)
      default: throw HeaderFault("\(quoted(name)) has an unknown or repeated field \(quoted(field))")
      }
    } while cursor.take(",")
    try cursor.pass("}")
    guard let type, let shape, let offsets else {
      throw HeaderFault("\(quoted(name)) lacks its dtype, shape or data_offsets")
    }
    return try entry(name, type, shape, offsets)
  }

  /// Checks that the shape fills the bytes between the offsets exactly.
  private static func entry(
    _ name: String, _ type: ElementType, _ shape: [Int], _ offsets: [Int]
  ) throws(HeaderFault) -> SafetensorsEntry {
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw HeaderFault("\(quoted(name)) has data_offsets that are not a begin and an end")
    }
    var length = type.size
    for extent in shape {
      let (product, overflow) = length.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw HeaderFault("the shape of \(quoted(name)) is too large") }
      length = product
    }
    guard length == offsets[1] - offsets[0] else {
      throw HeaderFault(
        "\(quoted(name)) of shape \(shape) needs \(length) bytes but has \(offsets[1] - offsets[0])")
    }
    return SafetensorsEntry(name: name, type: type, shape: shape, range: offsets[0]..<offsets[1])
  }

  /// Sorted by place, the ranges follow one another without a gap and end where the file does.
  private func checkCoverage(_ dataLength: Int) throws(HeaderFault) {
    let placed = entries.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var end = 0
    for entry in placed {
      guard entry.range.lowerBound == end else {
        throw HeaderFault("the bytes of \(quoted(entry.name)) overlap others or leave a gap")
      }
      end = entry.range.upperBound
    }
    guard end == dataLength else {
      throw HeaderFault("the tensors need \(end) bytes but the file holds \(dataLength)")
    }
  }
}

/// A name from a file, made fit for one line: quotes around it, controls escaped, cut when very long.
func quoted(_ name: String) -> String { name.prefix(120).debugDescription }
