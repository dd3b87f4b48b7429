/// Encodes any `Encodable` value as a tree. Arrays of numbers go straight to the shared memory, each storage once.

/// Where the arrays of one value go.
final class WireSink {
  private let memory: SharedMemory
  /// Where the next array begins.
  private(set) var end = 0
  /// Arrays already written, found by their storage: a film's colours are held by two of its parts.
  private var written: [Written] = []

  private struct Written {
    /// Kept, so that no other array comes to lie at its place.
    let array: any WireBlock
    let base: UnsafeRawPointer
    let element: UInt8
    let count: Int
    let offset: Int
  }

  init(memory: SharedMemory) { self.memory = memory }

  @inline(never)
  func node<Value: Encodable>(_ value: Value) throws -> WireNode {
    switch value {
    case let value as Bool: return .integer(value ? 1 : 0)
    case let value as String: return .text(value)
    case let value as Double: return .real(value)
    case let value as Float: return .real(Double(value))
    case let value as UInt64: return .unsigned(value)
    case let value as UInt: return .unsigned(UInt64(value))
    case let value as any FixedWidthInteger: return .integer(Int64(truncatingIfNeeded: value))
    case let value as any WireBlock: return try block(value)
    default:
      let encoder = WireEncoder(sink: self)
      try value.encode(to: encoder)
      return encoder.branch.node
    }
  }

  @inline(never)
  private func block(_ array: any WireBlock) throws -> WireNode {
    try array.withWireBytes { bytes, element, count in
      let offset = try place(array, bytes, element, count)
      return .block(element: element, offset: UInt64(offset), count: UInt64(count))
    }
  }

  /// Where the array lies in the memory, after it was written if need be.
  private func place(
    _ array: any WireBlock, _ bytes: UnsafeRawBufferPointer, _ element: UInt8, _ count: Int
  ) throws(WireError) -> Int {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return end }
    for known in written where known.base == base && known.element == element && known.count == count {
      return known.offset
    }
    try memory.write(bytes, at: end)
    written.append(Written(array: array, base: base, element: element, count: count, offset: end))
    end += (bytes.count + 63) / 64 * 64
    return written[written.count - 1].offset
  }
}

/// An array whose bytes travel as they are.
protocol WireBlock {
  func withWireBytes<T>(_ body: (UnsafeRawBufferPointer, _ element: UInt8, _ count: Int) throws -> T) rethrows
    -> T
  init(wire source: WireSource, _ node: WireNode) throws
}

extension Array: WireBlock where Element: WireScalar {
  func withWireBytes<T>(_ body: (UnsafeRawBufferPointer, UInt8, Int) throws -> T) rethrows -> T {
    try withUnsafeBytes { try body($0, Element.wireCode, count) }
  }
}

/// A part of the tree under construction.
final class WireBranch {
  private enum Kind {
    case nothing
    case leaf(WireNode)
    case list([WireBranch])
    case record([(String, WireBranch)])
  }

  private var kind = Kind.nothing

  init() {}
  init(_ node: WireNode) { kind = .leaf(node) }

  func become(_ node: WireNode) { kind = .leaf(node) }

  func beginRecord() { if case .nothing = kind { kind = .record([]) } }
  func beginList() { if case .nothing = kind { kind = .list([]) } }

  func add(_ branch: WireBranch, _ name: String) {
    guard case .record(var fields) = kind else { return }
    kind = .nothing
    fields.append((name, branch))
    kind = .record(fields)
  }

  func add(_ branch: WireBranch) {
    guard case .list(var items) = kind else { return }
    kind = .nothing
    items.append(branch)
    kind = .list(items)
  }

  var count: Int { if case .list(let items) = kind { items.count } else { 0 } }

  var node: WireNode {
    switch kind {
    case .nothing: .null
    case .leaf(let node): node
    case .list(let items): .list(items.map(\.node))
    case .record(let fields): .record(fields.map { (name: $0.0, value: $0.1.node) })
    }
  }
}

struct WireEncoder: Encoder {
  let sink: WireSink
  let branch: WireBranch
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(sink: WireSink, branch: WireBranch = WireBranch()) {
    self.sink = sink
    self.branch = branch
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    branch.beginRecord()
    return KeyedEncodingContainer(Record(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    branch.beginList()
    return List(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

  struct Record<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: WireEncoder
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { encoder.branch.add(WireBranch(.null), key.stringValue) }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
      encoder.branch.add(WireBranch(try encoder.sink.node(value)), key.stringValue)
    }

    private func nested(_ key: Key) -> WireEncoder {
      let child = WireEncoder(sink: encoder.sink)
      encoder.branch.add(child.branch, key.stringValue)
      return child
    }

    func nestedContainer<K: CodingKey>(keyedBy type: K.Type, forKey key: Key) -> KeyedEncodingContainer<K> {
      nested(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      nested(key).unkeyedContainer()
    }
    func superEncoder() -> any Encoder { encoder }
    func superEncoder(forKey key: Key) -> any Encoder { nested(key) }
  }

  struct List: UnkeyedEncodingContainer {
    let encoder: WireEncoder
    var codingPath: [any CodingKey] { [] }
    var count: Int { encoder.branch.count }

    func encodeNil() { encoder.branch.add(WireBranch(.null)) }
    func encode<T: Encodable>(_ value: T) throws {
      encoder.branch.add(WireBranch(try encoder.sink.node(value)))
    }

    private func nested() -> WireEncoder {
      let child = WireEncoder(sink: encoder.sink)
      encoder.branch.add(child.branch)
      return child
    }

    func nestedContainer<K: CodingKey>(keyedBy type: K.Type) -> KeyedEncodingContainer<K> {
      nested().container(keyedBy: type)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }
    func superEncoder() -> any Encoder { nested() }
  }

  struct Single: SingleValueEncodingContainer {
    let encoder: WireEncoder
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { encoder.branch.become(.null) }
    func encode<T: Encodable>(_ value: T) throws { encoder.branch.become(try encoder.sink.node(value)) }
  }
}
