/// Six rows of a sixel picture: which columns each colour register paints, and the bytes that say so.

/// Reused from band to band. For each register a list of (column, six bits), columns ascending; only the lists that are in
/// use are ever touched, which is what makes a palette of 256 as cheap as the few colours that a band has.
struct SixelBand {
  private let width: Int
  private let registers: Int
  /// How many entries each register's list has in this band.
  private var counts: [Int]
  /// `registers * width` columns and bit patterns.
  private var columns: [UInt16]
  private var bits: [UInt8]

  init(width: Int, registers: Int) {
    self.width = width
    self.registers = registers
    counts = Array(repeating: 0, count: registers)
    columns = Array(repeating: 0, count: registers * width)
    bits = Array(repeating: 0, count: registers * width)
  }

  /// Takes `rows` (1...6) rows of register numbers from row `top` of a picture of this width.
  mutating func collect(_ pixels: [UInt16], top: Int, rows: Int) {
    for register in 0..<registers { counts[register] = 0 }
    pixels.withUnsafeBufferPointer { pixels in
      counts.withUnsafeMutableBufferPointer { counts in
        columns.withUnsafeMutableBufferPointer { columns in
          bits.withUnsafeMutableBufferPointer { bits in
            for column in 0..<width {
              for row in 0..<rows {
                let register = Int(pixels[(top + row) * width + column])
                let end = register * width + counts[register]
                if counts[register] > 0 && columns[end - 1] == UInt16(truncatingIfNeeded: column) {
                  bits[end - 1] |= 1 << UInt8(row)
                } else {
                  columns[end] = UInt16(truncatingIfNeeded: column)
                  bits[end] = 1 << UInt8(row)
                  counts[register] += 1
                }
              }
            }
          }
        }
      }
    }
  }

  /// Appends the band: per register its number, its columns, and a return to the first column; then the next band.
  func write(to output: inout [UInt8]) {
    for register in 0..<registers where counts[register] > 0 {
      output.append(UInt8(ascii: "#"))
      Self.append(register, to: &output)
      writeColumns(of: register, to: &output)
      output.append(UInt8(ascii: "$"))
    }
    output[output.count - 1] = UInt8(ascii: "-")
  }

  private func writeColumns(of register: Int, to output: inout [UInt8]) {
    let base = register * width
    let count = counts[register]
    var column = 0
    var entry = 0
    while entry < count {
      let start = Int(columns[base + entry])
      if start > column { Self.repeatSixel(0, start - column, to: &output) }
      let pattern = bits[base + entry]
      var length = 1
      while entry + length < count, Int(columns[base + entry + length]) == start + length,
        bits[base + entry + length] == pattern
      {
        length += 1
      }
      Self.repeatSixel(pattern, length, to: &output)
      entry += length
      column = start + length
    }
  }

  /// A run of one sixel: repeated as it is up to three times, counted (`!n`) beyond.
  private static func repeatSixel(_ pattern: UInt8, _ count: Int, to output: inout [UInt8]) {
    if count > 3 {
      output.append(UInt8(ascii: "!"))
      append(count, to: &output)
      output.append(pattern + 63)
    } else {
      for _ in 0..<count { output.append(pattern + 63) }
    }
  }

  /// A number in decimal digits, 0...9999.
  private static func append(_ number: Int, to output: inout [UInt8]) {
    if number >= 1000 { output.append(48 + UInt8(number / 1000 % 10)) }
    if number >= 100 { output.append(48 + UInt8(number / 100 % 10)) }
    if number >= 10 { output.append(48 + UInt8(number / 10 % 10)) }
    output.append(48 + UInt8(number % 10))
  }
}
