/// Bilinear resizing that equals `cv2.resize(…, interpolation=INTER_LINEAR)` sample for sample.

/// Sizes are rows and columns; planes are row-major. Exactly half the size in both axes is a 2x2 mean, as in OpenCV.
package enum Resize {
  /// 8-bit samples, bit-exact: 11-bit weights and OpenCV's two rounding steps.
  package static func linear(_ source: [UInt8], rows: Int, columns: Int, toRows: Int, toColumns: Int)
    -> [UInt8]
  {
    linear(source, table: Array(0...255), rows: rows, columns: columns, toRows: toRows, toColumns: toColumns)
  }

  /// 8-bit samples that are looked up in `table` as they are read, so that only the pixels that count are converted.
  static func linear<Code: FixedWidthInteger>(
    _ codes: [Code], table: [UInt8], rows: Int, columns: Int, toRows: Int, toColumns: Int
  ) -> [UInt8] {
    precondition(codes.count == rows * columns && rows > 0 && columns > 0 && toRows > 0 && toColumns > 0)
    if rows == toRows && columns == toColumns { return codes.map { table[Int($0)] } }
    return [UInt8](unsafeUninitializedCapacity: toRows * toColumns) { out, count in
      codes.withUnsafeBufferPointer { codes in
        table.withUnsafeBufferPointer { table in
          if rows == 2 * toRows && columns == 2 * toColumns {
            halve(codes, table, columns, out, toRows, toColumns)
          } else {
            blend(codes, table, (rows, columns), out, (toRows, toColumns))
          }
        }
      }
      count = toRows * toColumns
    }
  }

  private static func halve<Code: FixedWidthInteger>(
    _ codes: UnsafeBufferPointer<Code>, _ table: UnsafeBufferPointer<UInt8>, _ columns: Int,
    _ out: UnsafeMutableBufferPointer<UInt8>, _ toRows: Int, _ toColumns: Int
  ) {
    for y in 0..<toRows {
      let upper = 2 * y * columns, lower = upper + columns
      for x in 0..<toColumns {
        let a = table[Int(codes[upper + 2 * x])], b = table[Int(codes[upper + 2 * x + 1])]
        let c = table[Int(codes[lower + 2 * x])], d = table[Int(codes[lower + 2 * x + 1])]
        let mean = (Int32(a) + Int32(b) + Int32(c) + Int32(d) + 2) >> 2
        out.initializeElement(at: y * toColumns + x, to: UInt8(truncatingIfNeeded: mean))
      }
    }
  }

  private static func blend<Code: FixedWidthInteger>(
    _ codes: UnsafeBufferPointer<Code>, _ table: UnsafeBufferPointer<UInt8>,
    _ size: (rows: Int, columns: Int),
    _ out: UnsafeMutableBufferPointer<UInt8>, _ target: (rows: Int, columns: Int)
  ) {
    let across = Taps(from: size.columns, to: target.columns, settled: true)
    let down = Taps(from: size.rows, to: target.rows, settled: false)
    let (a0, a1) = across.fixedPoint, (b0, b1) = down.fixedPoint
    var lines = LinePair<Int32>(width: target.columns)
    for y in 0..<target.rows {
      lines.load(down.lower[y], down.upper[y]) { row, line in
        let start = row * size.columns
        for x in 0..<line.count {
          let left = Int32(table[Int(codes[start + across.lower[x]])])
          let right = Int32(table[Int(codes[start + across.upper[x]])])
          line[x] = (left &* a0[x] &+ right &* a1[x]) >> 4
        }
      }
      let (w0, w1) = (b0[y], b1[y])
      lines.read { first, second in
        for x in 0..<first.count {
          let sum = ((w0 &* first[x]) >> 16) &+ ((w1 &* second[x]) >> 16) &+ 2
          out.initializeElement(
            at: y * target.columns + x, to: UInt8(truncatingIfNeeded: min(max(sum >> 2, 0), 255)))
        }
      }
    }
  }
}
