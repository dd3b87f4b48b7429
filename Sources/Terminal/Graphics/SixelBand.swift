/// Six rows of a sixel picture: which columns each colour register paints.

/// Reused from band to band. For each register a list of columns, ascending, each with its six bits; only the lists that are
/// in use are ever touched, which is what makes a palette of 256 as cheap as the few colours that a band has.
struct SixelBand {
  private let width: Int
  /// Columns of a row in memory: a multiple of eight, so that rows are read eight at a time to their end.
  private let padded: Int
  private let registers: Int
  /// Register numbers, six rows of `padded`.
  private var pixels: [UInt16]
  private var columns: SixelColumns
  /// Where each register's list ends: the list of register r starts at `r * (width + 1)`.
  private var ends: [Int]
  /// The column in the upper 24 bits, its pattern in the lower 8. A list has room for one entry more than it can have.
  private var entries: [UInt32]

  init(width: Int, registers: Int) {
    (self.width, self.registers) = (width, registers)
    padded = (width + 7) / 8 * 8
    pixels = Array(repeating: 0, count: 6 * padded)
    columns = SixelColumns(padded: padded)
    // A column's four lowest lanes are written without asking whether there are such registers.
    let lists = registers + SixelColumns.lanes - 1
    ends = Array(repeating: 0, count: lists)
    entries = Array(unsafeUninitializedCapacity: lists * (width + 1)) { $1 = lists * (width + 1) }
  }

  /// The most bytes that one band can take: an entry is at most a counted gap and a counted run, a register its number and a
  /// return; eight more, because runs are written as words.
  var capacity: Int { 6 * width * 12 + registers * 8 + 8 }

  /// Takes `rows` (1...6) rows of register numbers; `fill` writes row 0..<rows of them, `width` numbers each.
  mutating func collect(rows: Int, fill: (Int, UnsafeMutableBufferPointer<UInt16>) -> Void) {
    for register in ends.indices { ends[register] = register * (width + 1) }
    pixels.withUnsafeMutableBufferPointer { pixels in
      for row in 0..<6 {
        // Rows below the picture repeat its last one and set no bits.
        let line = UnsafeMutableBufferPointer(rebasing: pixels[(row * padded)..<((row + 1) * padded)])
        if row < rows { fill(row, line) } else { _ = line.update(from: pixels[..<padded]) }
      }
      columns.read(UnsafeRawBufferPointer(pixels), rows: rows)
      ends.withUnsafeMutableBufferPointer { ends in
        entries.withUnsafeMutableBufferPointer { entries in
          let lists = SixelLists(ends: ends, entries: entries, stride: width + 1)
          lists.take(columns, UnsafeBufferPointer(pixels), rows: rows, width: width, padded: padded)
        }
      }
    }
  }

  /// Writes the band: per register its number, its columns, and a return to the first column; then the next band.
  mutating func write(to writer: inout SixelWriter) {
    ends.withUnsafeBufferPointer { ends in
      entries.withUnsafeMutableBufferPointer { entries in
        for register in 0..<registers where ends[register] > register * (width + 1) {
          entries[ends[register]] = .max
          writer.put(register: register)
          writer.put(entries: UnsafeBufferPointer(entries), (register * (width + 1))..<ends[register])
          writer.put(UInt8(ascii: "$"))
        }
      }
    }
    writer.replaceLast(by: UInt8(ascii: "-"))
  }
}

/// The registers of each column of a band that lie close to its lowest one, as those of a film do.
struct SixelColumns {
  /// Registers side by side, from the lowest of a column on, whose patterns are found eight columns at a time.
  static let lanes = 4

  /// The lowest register of each column, and by how much its highest is above that.
  private(set) var low: [UInt16]
  private(set) var spread: [UInt16]
  /// Patterns: of the lowest register and the next one in the upper byte, then of the two after them.
  private(set) var first: [UInt16]
  private(set) var second: [UInt16]

  init(padded: Int) {
    low = Array(repeating: 0, count: padded)
    (spread, first, second) = (low, low, low)
  }

  /// Reads six rows of as many columns as there are, at `pixels`; only the first `rows` set bits.
  mutating func read(_ pixels: UnsafeRawBufferPointer, rows: Int) {
    typealias Eight = SIMD8<UInt16>
    let padded = low.count
    let bits = (0..<6).map { Eight(repeating: $0 < rows ? 1 << UInt16($0) : 0) }
    for start in stride(from: 0, to: padded, by: 8) {
      func row(_ row: Int) -> Eight {
        pixels.loadUnaligned(fromByteOffset: 2 * (row * padded + start), as: Eight.self)
      }
      let rows = (row(0), row(1), row(2), row(3), row(4), row(5))
      let low = lesser(lesser(lesser(rows.0, rows.1), lesser(rows.2, rows.3)), lesser(rows.4, rows.5))
      let high = greater(greater(greater(rows.0, rows.1), greater(rows.2, rows.3)), greater(rows.4, rows.5))
      func pattern(_ lane: UInt16) -> Eight {
        let register = low &+ lane
        return Eight().replacing(with: bits[0], where: rows.0 .== register)
          | Eight().replacing(with: bits[1], where: rows.1 .== register)
          | Eight().replacing(with: bits[2], where: rows.2 .== register)
          | Eight().replacing(with: bits[3], where: rows.3 .== register)
          | Eight().replacing(with: bits[4], where: rows.4 .== register)
          | Eight().replacing(with: bits[5], where: rows.5 .== register)
      }
      store(low, at: start, in: &self.low)
      store(high &- low, at: start, in: &spread)
      store(pattern(0) | pattern(1) &<< 8, at: start, in: &first)
      store(pattern(2) | pattern(3) &<< 8, at: start, in: &second)
    }
  }

  @inline(__always)
  private func lesser(_ a: SIMD8<UInt16>, _ b: SIMD8<UInt16>) -> SIMD8<UInt16> {
    a.replacing(with: b, where: b .< a)
  }

  @inline(__always)
  private func greater(_ a: SIMD8<UInt16>, _ b: SIMD8<UInt16>) -> SIMD8<UInt16> {
    a.replacing(with: b, where: b .> a)
  }

  @inline(__always)
  private func store(_ eight: SIMD8<UInt16>, at start: Int, in numbers: inout [UInt16]) {
    numbers.withUnsafeMutableBytes {
      $0.storeBytes(of: eight, toByteOffset: 2 * start, as: SIMD8<UInt16>.self)
    }
  }
}
