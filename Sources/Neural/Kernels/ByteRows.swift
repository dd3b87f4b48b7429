/// Matrices of few bits a number, in a workspace's memory: what eight-bit layers hand to one another.

internal import CKernels

/// Rows of bytes 0...127, each with two numbers of its own: x = least + step·byte.
package struct ByteRows {
  /// How many rows there are.
  package let count: Int
  package let columns: Int
  package let bytes: UnsafeMutablePointer<UInt8>
  package let step, least: UnsafeMutablePointer<Float>

  /// From one row to the next; what stands beyond `columns` has no meaning.
  package var stride: Int { hk8_stride(columns) }

  package init(_ count: Int, _ columns: Int, _ ws: Workspace) {
    (self.count, self.columns) = (count, columns)
    let stride = hk8_stride(columns)
    bytes = UnsafeMutableRawPointer(ws.tensor([count, stride / 4]).base)
      .bindMemory(to: UInt8.self, capacity: count * stride)
    (step, least) = (ws.tensor([count]).base, ws.tensor([count]).base)
  }

  private init(_ rows: ByteRows, _ range: Range<Int>) {
    (count, columns) = (range.count, rows.columns)
    bytes = rows.bytes + range.lowerBound * rows.stride
    (step, least) = (rows.step + range.lowerBound, rows.least + range.lowerBound)
  }

  /// Some of the rows, in the same memory.
  func rows(_ range: Range<Int>) -> ByteRows { ByteRows(self, range) }
}

/// Rows of IEEE 754 halves.
package struct HalfRows {
  /// How many rows there are.
  package let count: Int
  package let columns: Int
  package let base: UnsafeMutablePointer<UInt16>

  /// From one row to the next; what stands beyond `columns` has no meaning.
  package var stride: Int { hk8_stride(columns) }

  package init(_ count: Int, _ columns: Int, _ ws: Workspace) {
    (self.count, self.columns) = (count, columns)
    let stride = hk8_stride(columns)
    base = UnsafeMutableRawPointer(ws.tensor([count, stride / 2]).base)
      .bindMemory(to: UInt16.self, capacity: count * stride)
  }

  private init(_ rows: HalfRows, _ range: Range<Int>) {
    (count, columns) = (range.count, rows.columns)
    base = rows.base + range.lowerBound * rows.stride
  }

  /// Some of the rows, in the same memory.
  func rows(_ range: Range<Int>) -> HalfRows { HalfRows(self, range) }
}
