/// Deflate streams (RFC 1951) without a library: only the header of a deflated file is wanted before it is opened, and
/// whoever scans a folder hands no stranger's bytes to C.

package enum Inflate {
  /// The first bytes that a raw deflate stream holds, at most `limit`: fewer where it ends, is cut short or is damaged.
  package static func start(of stream: ArraySlice<UInt8>, upTo limit: Int) -> [UInt8] {
    var bits = BitReader(stream)
    var out: [UInt8] = []
    while out.count < limit, let isLast = bits.take(1), let kind = bits.take(2) {
      let isWhole =
        switch kind {
        case 0: bits.store(into: &out, limit)
        case 1: bits.expand(.fixedLiterals, .fixedDistances, into: &out, limit)
        case 2: bits.tables().map { bits.expand($0.literals, $0.distances, into: &out, limit) } ?? false
        default: false
        }
      guard isWhole, isLast == 0 else { break }
    }
    return out
  }
}

/// Bits from the lowest of each byte on.
private struct BitReader {
  private let bytes: ArraySlice<UInt8>
  private var at: Int
  private var held: UInt32 = 0
  private var count = 0

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    at = bytes.startIndex
  }

  /// The next `number` bits, at most 16, as a number; nil where there are fewer.
  mutating func take(_ number: Int) -> Int? {
    while count < number {
      guard at < bytes.endIndex else { return nil }
      held |= UInt32(bytes[at]) << UInt32(count)
      at += 1
      count += 8
    }
    defer {
      held >>= UInt32(number)
      count -= number
    }
    return Int(held & (1 << UInt32(number) - 1))
  }

  /// A stored block (3.2.4); whether it is whole.
  mutating func store(into out: inout [UInt8], _ limit: Int) -> Bool {
    (held, count) = (0, 0)
    guard let length = take(16), let check = take(16), check == ~length & 0xFFFF else { return false }
    let end = min(at + length, bytes.endIndex)
    out += bytes[at..<end].prefix(limit - out.count)
    defer { at = end }
    return end - at == length
  }

  /// The literals, and the copies of what lies a distance back, of a block (3.2.5); whether it is whole or the limit was
  /// reached.
  mutating func expand(_ literals: PrefixCode, _ distances: PrefixCode, into out: inout [UInt8], _ limit: Int)
    -> Bool
  {
    while out.count < limit {
      guard let symbol = literals.next(&self), symbol <= 285 else { return false }
      if symbol == 256 { return true }
      if symbol < 256 {
        out.append(UInt8(symbol))
        continue
      }
      guard let length = value(symbol - 257, .lengths), let code = distances.next(&self), code < 30,
        let distance = value(code, .distances), distance <= out.count
      else { return false }
      for _ in 0..<min(length, limit - out.count) { out.append(out[out.count - distance]) }
    }
    return true
  }

  private mutating func value(_ index: Int, _ range: CodedRange) -> Int? {
    take(range.extraBits[index]).map { range.base[index] + $0 }
  }

  /// The codes that a dynamic block begins with (3.2.7).
  mutating func tables() -> (literals: PrefixCode, distances: PrefixCode)? {
    guard let more = take(5), let far = take(5), let few = take(4) else { return nil }
    var own = [Int](repeating: 0, count: 19)
    for place in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(few + 4) {
      guard let length = take(3) else { return nil }
      own[place] = length
    }
    guard let code = PrefixCode(own), let lengths = lengths(more + 257 + far + 1, code),
      let literals = PrefixCode(lengths.prefix(more + 257)),
      let distances = PrefixCode(lengths.dropFirst(more + 257))
    else { return nil }
    return (literals, distances)
  }

  private mutating func lengths(_ number: Int, _ code: PrefixCode) -> [Int]? {
    var lengths: [Int] = []
    while lengths.count < number {
      guard let symbol = code.next(&self) else { return nil }
      switch symbol {
      case ..<16: lengths.append(symbol)
      case 16:
        guard let last = lengths.last, let times = take(2) else { return nil }
        lengths += Array(repeating: last, count: times + 3)
      default:
        guard let times = take(symbol == 17 ? 3 : 7) else { return nil }
        lengths += Array(repeating: 0, count: times + (symbol == 17 ? 3 : 11))
      }
    }
    return lengths.count == number ? lengths : nil
  }
}

/// Numbers that are coded as the beginning of a range and some more bits.
private struct CodedRange {
  let base: [Int]
  let extraBits: [Int]

  init(from first: Int, extraBits: [Int]) {
    self.extraBits = extraBits
    base = extraBits.indices.map { index in extraBits[..<index].reduce(first) { $0 + 1 << $1 } }
  }

  private init(_ other: CodedRange, last: Int) {
    extraBits = other.extraBits + [0]
    base = other.base + [last]
  }

  /// The longest copy has a code of its own, without more bits.
  static let lengths = CodedRange(
    CodedRange(from: 3, extraBits: [0, 0, 0, 0] + (0...5).flatMap { Array(repeating: $0, count: 4) }),
    last: 258)
  static let distances = CodedRange(
    from: 1, extraBits: [0, 0] + (0...13).flatMap { Array(repeating: $0, count: 2) })
}

/// Symbols by the lengths of their codes (3.2.2).
private struct PrefixCode {
  /// How many codes have each length, 1...15.
  private var counts = [Int](repeating: 0, count: 16)
  /// By rising length, then by rising number.
  private let symbols: [Int]

  static let fixedLiterals = PrefixCode(
    unchecked: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  static let fixedDistances = PrefixCode(unchecked: Array(repeating: 5, count: 30))

  /// nil where there are more codes than their lengths have room for.
  init?(_ lengths: some Sequence<Int>) {
    self.init(unchecked: Array(lengths))
    var room = 1
    for length in 1...15 {
      room = 2 * room - counts[length]
      if room < 0 { return nil }
    }
  }

  private init(unchecked lengths: [Int]) {
    for length in lengths where length > 0 { counts[length] += 1 }
    symbols = lengths.indices.filter { lengths[$0] > 0 }.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
  }

  /// The next symbol; nil where the bits end or are no code.
  func next(_ bits: inout BitReader) -> Int? {
    var code = 0, first = 0, index = 0
    for length in 1...15 {
      guard let bit = bits.take(1) else { return nil }
      code = 2 * code + bit
      if code - first < counts[length] { return symbols[index + code - first] }
      index += counts[length]
      first = 2 * (first + counts[length])
    }
    return nil
  }
}
