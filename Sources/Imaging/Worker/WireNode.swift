/// The form in which values cross between processes: a tree of small parts, with the bytes of large arrays beside it.

/// One value of the tree.
indirect enum WireNode {
  case null
  case integer(Int64)
  case unsigned(UInt64)
  case real(Double)
  case text(String)
  /// An array of numbers, found elsewhere: its element's code, where it begins, and how many elements it has.
  case block(element: UInt8, offset: UInt64, count: UInt64)
  case list([WireNode])
  case record([(name: String, value: WireNode)])
}

/// Why bytes from another process are not what they should be.
struct WireError: Error, Equatable {
  let reason: StaticString

  static func == (a: Self, b: Self) -> Bool { "\(a.reason)" == "\(b.reason)" }
}

/// Numbers whose arrays travel as raw bytes, in the byte order of the machine: both processes run the same program.
protocol WireScalar: BitwiseCopyable, Sendable {
  static var wireCode: UInt8 { get }
}

extension UInt8: WireScalar { static var wireCode: UInt8 { 1 } }
extension UInt16: WireScalar { static var wireCode: UInt8 { 2 } }
extension Int32: WireScalar { static var wireCode: UInt8 { 3 } }
extension Float: WireScalar { static var wireCode: UInt8 { 4 } }
extension Double: WireScalar { static var wireCode: UInt8 { 5 } }

extension WireNode {
  /// The tree as bytes: a kind for each node, then its content; numbers little endian.
  func write(to out: inout [UInt8]) {
    func put(_ value: UInt64) { withUnsafeBytes(of: value.littleEndian) { out.append(contentsOf: $0) } }
    func put(_ text: String) {
      put(UInt64(text.utf8.count))
      out.append(contentsOf: text.utf8)
    }
    switch self {
    case .null: out.append(0)
    case .integer(let value): out.append(1); put(UInt64(bitPattern: value))
    case .unsigned(let value): out.append(2); put(value)
    case .real(let value): out.append(3); put(value.bitPattern)
    case .text(let text): out.append(4); put(text)
    case .block(let element, let offset, let count):
      out.append(5); out.append(element); put(offset); put(count)
    case .list(let items):
      out.append(6); put(UInt64(items.count))
      for item in items { item.write(to: &out) }
    case .record(let fields):
      out.append(7); put(UInt64(fields.count))
      for field in fields { put(field.name); field.value.write(to: &out) }
    }
  }
}

/// Reads a tree from bytes that are not to be trusted: every length is held against what is left, and nesting is bounded.
struct WireReader {
  private let bytes: [UInt8]
  private var place = 0
  private static let deepest = 48

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The one tree that the bytes hold.
  static func tree(_ bytes: [UInt8]) throws(WireError) -> WireNode {
    var reader = WireReader(bytes)
    let node = try reader.node(depth: 0)
    guard reader.place == bytes.count else { throw WireError(reason: "there is more than one tree") }
    return node
  }

  private mutating func byte() throws(WireError) -> UInt8 {
    guard place < bytes.count else { throw WireError(reason: "it ends early") }
    defer { place += 1 }
    return bytes[place]
  }

  private mutating func number() throws(WireError) -> UInt64 {
    guard bytes.count - place >= 8 else { throw WireError(reason: "it ends early") }
    defer { place += 8 }
    return (0..<8).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
  }

  /// A count of things of at least one byte each.
  private mutating func count() throws(WireError) -> Int {
    guard let count = Int(exactly: try number()), count <= bytes.count - place else {
      throw WireError(reason: "a length runs past the end")
    }
    return count
  }

  private mutating func text() throws(WireError) -> String {
    let count = try count()
    defer { place += count }
    return String(decoding: bytes[place..<place + count], as: UTF8.self)
  }

  private mutating func node(depth: Int) throws(WireError) -> WireNode {
    guard depth < Self.deepest else { throw WireError(reason: "it is nested too deeply") }
    switch try byte() {
    case 0: return .null
    case 1: return .integer(Int64(bitPattern: try number()))
    case 2: return .unsigned(try number())
    case 3: return .real(Double(bitPattern: try number()))
    case 4: return .text(try text())
    case 5: return .block(element: try byte(), offset: try number(), count: try number())
    case 6:
      var items: [WireNode] = []
      for _ in 0..<(try count()) { items.append(try node(depth: depth + 1)) }
      return .list(items)
    case 7:
      var fields: [(String, WireNode)] = []
      for _ in 0..<(try count()) { fields.append((try text(), try node(depth: depth + 1))) }
      return .record(fields)
    default: throw WireError(reason: "a part is of no known kind")
    }
  }
}
