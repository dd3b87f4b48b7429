/// Decodes any `Decodable` value from a tree that another process wrote. Nothing in the tree is trusted.

/// Where the arrays of one value come from.
final class WireSource {
  private let memory: SharedMemory
  private let size: Int
  /// Arrays already read, by where they begin: two parts that shared one storage share it again.
  private var taken: [Int: any WireBlock] = [:]
  /// Bytes of arrays that may still be read: overlapping arrays cannot add up to more than the memory holds.
  private var left: Int

  init(memory: SharedMemory, size: Int) {
    self.memory = memory
    self.size = size
    left = size
  }

  func value<Value: Decodable>(_ type: Value.Type, _ node: WireNode) throws -> Value {
    if let block = type as? any WireBlock.Type {
      guard let value = try block.init(wire: self, node) as? Value else { throw mismatch }
      return value
    }
    if let number = try scalar(type, node) {
      guard let value = number as? Value else { throw mismatch }
      return value
    }
    return try Value(from: WireDecoder(source: self, node: node))
  }

  private let mismatch = WireError(reason: "a part is of another kind than expected")

  /// A value of one of the basic types; nil where `type` is none of them.
  private func scalar(_ type: Any.Type, _ node: WireNode) throws -> Any? {
    switch type {
    case is Bool.Type:
      guard case .integer(let value) = node, value == 0 || value == 1 else { throw mismatch }
      return value == 1
    case is String.Type:
      guard case .text(let value) = node else { throw mismatch }
      return value
    case is Double.Type, is Float.Type:
      guard case .real(let value) = node else { throw mismatch }
      return type is Float.Type ? Float(value) : value
    case let type as any FixedWidthInteger.Type: return try integer(type, node)
    default: return nil
    }
  }

  private func integer<T: FixedWidthInteger>(_ type: T.Type, _ node: WireNode) throws -> T {
    let value: T? =
      switch node {
      case .integer(let value): T(exactly: value)
      case .unsigned(let value): T(exactly: value)
      default: nil
      }
    guard let value else { throw mismatch }
    return value
  }

  /// The elements of an array in the memory.
  func elements<T: WireScalar>(_ node: WireNode) throws -> [T] {
    if case .list(let items) = node, items.isEmpty { return [] }
    guard case .block(T.wireCode, let at, let number) = node, let offset = Int(exactly: at),
      let count = Int(exactly: number)
    else { throw mismatch }
    if let known = taken[offset] as? [T], known.count == count { return known }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<T>.stride)
    guard !overflow, offset <= size, bytes <= size - offset, bytes <= left else {
      throw WireError(reason: "an array is not inside the memory")
    }
    left -= bytes
    let values = [T](plane: count) { memory.read(into: UnsafeMutableRawBufferPointer($0), at: offset) }
    guard values.count == count else { throw WireError(reason: "an array ends early") }
    taken[offset] = values
    return values
  }
}

extension Array where Element: WireScalar {
  init(wire source: WireSource, _ node: WireNode) throws { self = try source.elements(node) }
}

struct WireDecoder: Decoder {
  let source: WireSource
  let node: WireNode
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .record(let fields) = node else { throw WireError(reason: "a record is missing") }
    return KeyedDecodingContainer(Record(source: source, fields: fields))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let items) = node else { throw WireError(reason: "a list is missing") }
    return List(source: source, items: items)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { Single(source: source, node: node) }

  struct Record<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let source: WireSource
    let fields: [(name: String, value: WireNode)]
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { fields.compactMap { Key(stringValue: $0.name) } }

    private func field(_ key: Key) throws(WireError) -> WireNode {
      guard let field = fields.first(where: { $0.name == key.stringValue }) else {
        throw WireError(reason: "a field is missing")
      }
      return field.value
    }

    func contains(_ key: Key) -> Bool { fields.contains { $0.name == key.stringValue } }
    func decodeNil(forKey key: Key) throws -> Bool { if case .null = try field(key) { true } else { false } }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
      try source.value(type, field(key))
    }
    private func nested(_ key: Key) throws -> WireDecoder {
      WireDecoder(source: source, node: try field(key))
    }
    func nestedContainer<K: CodingKey>(keyedBy type: K.Type, forKey key: Key) throws
      -> KeyedDecodingContainer<K>
    { try nested(key).container(keyedBy: type) }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try nested(key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { throw WireError(reason: "classes do not travel") }
    func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }
  }

  struct List: UnkeyedDecodingContainer {
    let source: WireSource
    let items: [WireNode]
    var codingPath: [any CodingKey] { [] }
    private(set) var currentIndex = 0

    init(source: WireSource, items: [WireNode]) {
      self.source = source
      self.items = items
    }

    var count: Int? { items.count }
    var isAtEnd: Bool { currentIndex >= items.count }

    private mutating func next() throws(WireError) -> WireNode {
      guard !isAtEnd else { throw WireError(reason: "a list ends early") }
      defer { currentIndex += 1 }
      return items[currentIndex]
    }

    mutating func decodeNil() throws -> Bool {
      guard !isAtEnd, case .null = items[currentIndex] else { return false }
      currentIndex += 1
      return true
    }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try source.value(type, next()) }
    private mutating func nested() throws -> WireDecoder { WireDecoder(source: source, node: try next()) }
    mutating func nestedContainer<K: CodingKey>(keyedBy type: K.Type) throws -> KeyedDecodingContainer<K> {
      try nested().container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      try nested().unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder { try nested() }
  }

  struct Single: SingleValueDecodingContainer {
    let source: WireSource
    let node: WireNode
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { if case .null = node { true } else { false } }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try source.value(type, node) }
  }
}
