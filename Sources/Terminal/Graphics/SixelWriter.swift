/// Sixel bytes, written as words from a table of runs.

/// A run of one sixel: repeated as it is up to three times, counted (`!n`) beyond. The bytes of a run of sixel s are those of
/// the word `base + s * factor`, the lowest first; there are `length` of them, and what the word has beyond is overwritten.
struct SixelRun {
  let base: UInt64
  let factor: UInt64
  let length: Int

  /// - Parameter count: 0...9999.
  init(count: Int) {
    if count <= 3 {
      (base, factor, length) = (0, [0, 0x1, 0x101, 0x10101][count], count)
    } else {
      let digits = Array("!\(count)".utf8)
      base = digits.reversed().reduce(0) { $0 << 8 | UInt64($1) }
      (factor, length) = (1 << UInt64(8 * digits.count), digits.count + 1)
    }
  }

  /// The runs that a row of `width` pixels can have, by their length.
  static func table(width: Int) -> [SixelRun] { (0...width).map(SixelRun.init) }
}

/// Bytes into memory that is known to be large enough.
struct SixelWriter {
  private let bytes: UnsafeMutableRawBufferPointer
  private let runs: UnsafeBufferPointer<SixelRun>
  private(set) var length = 0

  init(bytes: UnsafeMutableBufferPointer<UInt8>, runs: UnsafeBufferPointer<SixelRun>) {
    self.bytes = UnsafeMutableRawBufferPointer(bytes)
    self.runs = runs
  }

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    bytes.storeBytes(of: byte, toByteOffset: length, as: UInt8.self)
    length += 1
  }

  mutating func put(register: Int) {
    put(UInt8(ascii: "#"))
    if register >= 1000 { put(48 + UInt8(truncatingIfNeeded: register / 1000 % 10)) }
    if register >= 100 { put(48 + UInt8(truncatingIfNeeded: register / 100 % 10)) }
    if register >= 10 { put(48 + UInt8(truncatingIfNeeded: register / 10 % 10)) }
    put(48 + UInt8(truncatingIfNeeded: register % 10))
  }

  mutating func replaceLast(by byte: UInt8) {
    bytes.storeBytes(of: byte, toByteOffset: length - 1, as: UInt8.self)
  }

  /// One register's columns, from the first of the picture on. Behind the range there is an entry that continues none.
  @inline(__always)
  mutating func put(entries: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) {
    var (column, index) = (0, range.lowerBound)
    while index < range.upperBound {
      let entry = entries[index]
      let start = Int(entry >> 8)
      put(sixel: 0, count: start - column)
      var (next, following) = (index + 1, entry &+ 256)
      while entries[next] == following { (next, following) = (next + 1, following &+ 256) }
      put(sixel: UInt64(entry & 63), count: next - index)
      (column, index) = (start + next - index, next)
    }
  }

  @inline(__always)
  private mutating func put(sixel: UInt64, count: Int) {
    let run = runs[count]
    let word = run.base &+ (sixel + 63) &* run.factor
    bytes.storeBytes(of: word.littleEndian, toByteOffset: length, as: UInt64.self)
    length += run.length
  }
}
