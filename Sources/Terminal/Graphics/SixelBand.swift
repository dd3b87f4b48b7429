/// Six rows of a sixel picture: which columns each colour register paints, and the bytes that say so.

/// Reused from band to band. For each register a list of columns, ascending, each with its six bits; only the lists that are
/// in use are ever touched, which is what makes a palette of 256 as cheap as the few colours that a band has.
struct SixelBand {
  private let width: Int
  private let registers: Int
  /// How many entries each register's list has in this band.
  private var counts: [Int]
  /// `registers * width` entries: the column in the upper 24 bits, the pattern in the lower 8.
  private var entries: [UInt32]
  /// The most bytes that one band can take.
  private let capacity: Int

  init(width: Int, registers: Int) {
    self.width = width
    self.registers = registers
    counts = Array(repeating: 0, count: registers)
    entries = Array(repeating: 0, count: registers * width)
    // An entry is at most a counted gap and a counted run; a register its number and a return.
    capacity = 6 * width * 12 + registers * 8
  }

  /// Takes `rows` (1...6) rows of register numbers from row `top` of a picture of this width.
  mutating func collect(_ pixels: [UInt16], top: Int, rows: Int) {
    for register in 0..<registers { counts[register] = 0 }
    pixels.withUnsafeBufferPointer { pixels in
      counts.withUnsafeMutableBufferPointer { counts in
        entries.withUnsafeMutableBufferPointer { entries in
          let lists = SixelLists(pixels: pixels, width: width, rows: rows, counts: counts, entries: entries)
          for column in 0..<width { lists.take(column, from: top * width + column) }
        }
      }
    }
  }

  /// Appends the band: per register its number, its columns, and a return to the first column; then the next band.
  func write(to output: inout [UInt8]) {
    output += [UInt8](unsafeUninitializedCapacity: capacity) { bytes, length in
      var writer = SixelWriter(bytes: bytes)
      entries.withUnsafeBufferPointer { entries in
        for register in 0..<registers where counts[register] > 0 {
          writer.put(UInt8(ascii: "#"))
          writer.put(number: register)
          let start = register * width
          writer.put(entries: entries, start..<(start + counts[register]))
          writer.put(UInt8(ascii: "$"))
        }
      }
      length = writer.length
      if length > 0 { bytes[length - 1] = UInt8(ascii: "-") }
    }
  }
}

/// The lists of a band while its columns are read.
private struct SixelLists {
  let pixels: UnsafeBufferPointer<UInt16>
  let width: Int
  let rows: Int
  let counts: UnsafeMutableBufferPointer<Int>
  let entries: UnsafeMutableBufferPointer<UInt32>

  /// Takes the column whose topmost pixel is at `first`.
  @inline(__always)
  func take(_ column: Int, from first: Int) {
    var (low, high) = (pixels[first], pixels[first])
    for row in 1..<max(1, rows) {
      low = min(low, pixels[first + row * width])
      high = max(high, pixels[first + row * width])
    }
    if high - low < 8 { takeNear(column, first, low) } else { takeFar(column, first) }
  }

  /// Registers that lie close together, as those of a film do: their patterns side by side in one word.
  @inline(__always)
  private func takeNear(_ column: Int, _ first: Int, _ low: UInt16) {
    var patterns: UInt64 = 0
    for row in 0..<rows {
      patterns |= 1 << UInt64(truncatingIfNeeded: Int(pixels[first + row * width] &- low) * 8 + row)
    }
    let head = UInt32(truncatingIfNeeded: column) << 8
    while patterns != 0 {
      let lane = patterns.trailingZeroBitCount & ~7
      let register = Int(low) + lane / 8
      let count = counts[register]
      entries[register * width + count] =
        head | UInt32(truncatingIfNeeded: patterns &>> UInt64(truncatingIfNeeded: lane) & 63)
      counts[register] = count + 1
      patterns &= ~(0xFF &<< UInt64(truncatingIfNeeded: lane))
    }
  }

  @inline(__always)
  private func takeFar(_ column: Int, _ first: Int) {
    let head = UInt32(truncatingIfNeeded: column) << 8
    for row in 0..<rows {
      let register = Int(pixels[first + row * width])
      let count = counts[register]
      let last = register * width + max(0, count - 1)
      if count > 0 && entries[last] >> 8 == UInt32(truncatingIfNeeded: column) {
        entries[last] |= 1 << UInt32(row)
      } else {
        entries[register * width + count] = head | 1 << UInt32(row)
        counts[register] = count + 1
      }
    }
  }
}

/// Bytes into memory that is known to be large enough.
private struct SixelWriter {
  let bytes: UnsafeMutableBufferPointer<UInt8>
  var length = 0

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    bytes[length] = byte
    length += 1
  }

  /// 0...9999 in decimal digits.
  @inline(__always)
  mutating func put(number: Int) {
    if number >= 1000 { put(48 + UInt8(truncatingIfNeeded: number / 1000 % 10)) }
    if number >= 100 { put(48 + UInt8(truncatingIfNeeded: number / 100 % 10)) }
    if number >= 10 { put(48 + UInt8(truncatingIfNeeded: number / 10 % 10)) }
    put(48 + UInt8(truncatingIfNeeded: number % 10))
  }

  /// A run of one sixel: repeated as it is up to three times, counted (`!n`) beyond.
  @inline(__always)
  mutating func put(sixel: UInt8, count: Int) {
    if count > 3 {
      put(UInt8(ascii: "!"))
      put(number: count)
      put(sixel)
    } else {
      for _ in 0..<count { put(sixel) }
    }
  }

  /// One register's columns, from the first of the picture on.
  mutating func put(entries: UnsafeBufferPointer<UInt32>, _ range: Range<Int>) {
    var column = 0
    var index = range.lowerBound
    while index < range.upperBound {
      let entry = entries[index]
      let start = Int(entry >> 8)
      put(sixel: 63, count: start - column)
      var count = 1
      while index + count < range.upperBound,
        entries[index + count] == entry &+ UInt32(truncatingIfNeeded: count) << 8
      {
        count += 1
      }
      put(sixel: UInt8(truncatingIfNeeded: entry & 63) + 63, count: count)
      index += count
      column = start + count
    }
  }
}
