/// The two source lines, already resized along the row, that an output line is blended from.

/// Keeps the last two lines: neighbouring output lines mostly need the same ones.
struct LinePair<Sample: Numeric> {
  private var lines: [[Sample]]
  private var rows = [-1, -1]
  private var first = 0
  private var second = 0

  init(width: Int) {
    lines = Array(repeating: Array(repeating: 0, count: width), count: 2)
  }

  /// Makes source rows `upper` and `lower` available, filling a line only where it is not held yet.
  mutating func load(_ upper: Int, _ lower: Int, fill: (Int, UnsafeMutableBufferPointer<Sample>) -> Void) {
    first = slot(of: upper, keeping: lower, fill)
    second = slot(of: lower, keeping: upper, fill)
  }

  private mutating func slot(
    of row: Int, keeping other: Int, _ fill: (Int, UnsafeMutableBufferPointer<Sample>) -> Void
  ) -> Int {
    if let held = rows.firstIndex(of: row) { return held }
    let free = rows[0] == other ? 1 : 0
    lines[free].withUnsafeMutableBufferPointer { fill(row, $0) }
    rows[free] = row
    return free
  }

  func read(_ body: (UnsafeBufferPointer<Sample>, UnsafeBufferPointer<Sample>) -> Void) {
    lines[first].withUnsafeBufferPointer { a in
      lines[second].withUnsafeBufferPointer { b in body(a, b) }
    }
  }
}
