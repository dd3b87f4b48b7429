/// Overlay planes (60xx): one bit a pixel, drawn over the film for eyes and never seen by a network (PS3.3 C.9.2).

package struct Overlay: Equatable, Codable, Sendable {
  package let rows: Int
  package let columns: Int
  /// Film row and column of the first bit, counted from 0; either may be negative.
  package let top: Int
  package let left: Int
  /// `rows * columns` bits, the lowest of each byte first.
  package let bits: [UInt8]

  package init(rows: Int, columns: Int, top: Int, left: Int, bits: [UInt8]) {
    precondition(rows > 0 && columns > 0 && bits.count * 8 >= rows * columns)
    self.rows = rows
    self.columns = columns
    self.top = top
    self.left = left
    self.bits = bits
  }

  package func isSet(row: Int, column: Int) -> Bool {
    let i = row * columns + column
    return bits[i >> 3] >> UInt8(i & 7) & 1 == 1
  }

  /// Draws the plane in white over `gray`, `filmRows * filmColumns` levels; what lies outside the film is left out.
  func draw(over gray: inout [UInt16], filmRows: Int, filmColumns: Int) {
    for row in max(0, -top)..<max(max(0, -top), min(rows, filmRows - top)) {
      for column in max(0, -left)..<max(max(0, -left), min(columns, filmColumns - left))
      where isSet(row: row, column: column) {
        gray[(row + top) * filmColumns + column + left] = 65535
      }
    }
  }
}
