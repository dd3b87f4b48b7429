/// A tensor seen as a matrix: its last axis across, all the others down.

extension Tensor {
  /// The length of the last axis.
  package var columns: Int { shape.last ?? 1 }
  /// The product of all axes but the last.
  package var rows: Int { shape.dropLast().reduce(1, *) }

  /// The address of row `r`.
  package func row(_ r: Int) -> UnsafeMutablePointer<Float> { base + r * columns }

  /// The rows of `range` as a matrix of their own, in the same memory.
  package func rows(_ range: Range<Int>) -> Tensor {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of a matrix with \(rows)")
    return Tensor(row(range.lowerBound), [range.count, columns])
  }

  /// The same numbers under another shape.
  package func reshaped(_ shape: [Int]) -> Tensor {
    precondition(shape.reduce(1, *) == count, "a reshape keeps the number of elements")
    return Tensor(base, shape)
  }

  package func fill(_ value: Float) { base.update(repeating: value, count: count) }

  package func copy(from other: Tensor) {
    precondition(other.count == count, "a copy keeps the number of elements")
    base.update(from: other.base, count: count)
  }

  package func copy(from values: [Float]) {
    precondition(values.count == count, "a copy keeps the number of elements")
    values.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { base.update(from: start, count: count) }
    }
  }

  /// y = x with each row times its factor, one for each of these numbers [R]; x has R rows, and y may be x.
  func scaleRows(of x: Tensor, into y: Tensor) {
    let length = x.count / count
    precondition(x.count == length * count && y.count == x.count, "a factor for each row")
    for r in 0..<count {
      let (source, target) = (x.base + r * length, y.base + r * length)
      for i in 0..<length { target[i] = base[r] * source[i] }
    }
  }

  /// To each of these numbers [R] is added the product of one row of a with that of b; both have R rows.
  func addRowDots(_ a: Tensor, _ b: Tensor) {
    let length = a.count / count
    precondition(a.count == length * count && b.count == a.count, "a number for each row")
    for r in 0..<count {
      var sum = 0.0
      for i in r * length..<(r + 1) * length { sum += Double(a.base[i]) * Double(b.base[i]) }
      base[r] += Float(sum)
    }
  }

  /// The numbers as an array, in row-major order.
  package var values: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
