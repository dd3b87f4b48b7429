/// The columns that each register of a sixel band paints, while they are taken one by one.

struct SixelLists {
  /// The end of each register's list in `entries`.
  let ends: UnsafeMutableBufferPointer<Int>
  let entries: UnsafeMutableBufferPointer<UInt32>
  /// From one register's list to the next.
  let stride: Int

  /// Takes `rows` rows of register numbers, `padded` apart, of which `columns` are read already.
  func take(
    _ columns: SixelColumns, _ pixels: UnsafeBufferPointer<UInt16>, rows: Int, width: Int, padded: Int
  ) {
    columns.low.withUnsafeBufferPointer { low in
      columns.spread.withUnsafeBufferPointer { spread in
        columns.first.withUnsafeBufferPointer { first in
          columns.second.withUnsafeBufferPointer { second in
            for column in 0..<width {
              let head = UInt32(truncatingIfNeeded: column) << 8
              let register = Int(low[column])
              if spread[column] < SixelColumns.lanes {
                put(register, head, UInt32(first[column] & 255))
                put(register + 1, head, UInt32(first[column] >> 8))
                put(register + 2, head, UInt32(second[column] & 255))
                put(register + 3, head, UInt32(second[column] >> 8))
              } else if spread[column] < 8 {
                takeNear(column, pixels, rows, padded, register, head)
              } else {
                takeFar(column, pixels, rows, padded, head)
              }
            }
          }
        }
      }
    }
  }

  /// An entry where there is a pattern. Without one it is written all the same, behind the end, where the next one will be.
  @inline(__always)
  private func put(_ register: Int, _ head: UInt32, _ pattern: UInt32) {
    let end = ends[register]
    entries[end] = head | pattern
    ends[register] = end &+ (pattern == 0 ? 0 : 1)
  }

  /// Eight registers from the lowest on: their patterns side by side in one word.
  @inline(__always)
  private func takeNear(
    _ column: Int, _ pixels: UnsafeBufferPointer<UInt16>, _ rows: Int, _ padded: Int, _ low: Int,
    _ head: UInt32
  ) {
    var patterns: UInt64 = 0
    for row in 0..<rows {
      patterns |= 1 &<< UInt64(truncatingIfNeeded: (Int(pixels[row * padded + column]) &- low) * 8 + row)
    }
    for lane in 0..<4 { put(low + lane, head, UInt32(truncatingIfNeeded: patterns >> UInt64(8 * lane)) & 63) }
    var (rest, register) = (patterns >> 32, low + 4)
    while rest != 0 {
      if rest & 63 != 0 { put(register, head, UInt32(truncatingIfNeeded: rest & 63)) }
      (rest, register) = (rest >> 8, register + 1)
    }
  }

  /// Registers anywhere: each row on its own, together with a row above that has the same.
  @inline(__always)
  private func takeFar(
    _ column: Int, _ pixels: UnsafeBufferPointer<UInt16>, _ rows: Int, _ padded: Int, _ head: UInt32
  ) {
    for row in 0..<rows {
      let register = Int(pixels[row * padded + column])
      let end = ends[register]
      if end > register * stride && entries[end - 1] >> 8 == head >> 8 {
        entries[end - 1] |= 1 << UInt32(row)
      } else {
        entries[end] = head | 1 << UInt32(row)
        ends[register] = end + 1
      }
    }
  }
}
