/// Display shutters: what lies outside is covered (PS3.3 C.7.6.11). Rows and columns count from 1, as in the standard.

package enum Shutter: Equatable, Codable, Sendable {
  /// The edges belong to the visible part.
  case rectangle(rows: ClosedRange<Int>, columns: ClosedRange<Int>)
  case circle(row: Int, column: Int, radius: Int)
  /// Corners in order; the polygon is closed from the last to the first.
  case polygon([Corner])

  package struct Corner: Equatable, Codable, Sendable {
    package let row: Int
    package let column: Int

    package init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// The columns of `row` that stay visible, as stretches within 1...`width`.
  package func visible(row: Int, width: Int) -> [ClosedRange<Int>] {
    switch self {
    case .rectangle(let rows, let columns):
      return rows.contains(row) ? Self.stretch(columns.lowerBound, columns.upperBound, width) : []
    case .circle(let centerRow, let centerColumn, let radius):
      let height = row - centerRow
      guard abs(height) <= radius else { return [] }
      let half = Int(Double(radius * radius - height * height).squareRoot())
      return Self.stretch(centerColumn - half, centerColumn + half, width)
    case .polygon(let corners): return Self.inside(corners, row: row, width: width)
    }
  }

  private static func stretch(_ low: Int, _ high: Int, _ width: Int) -> [ClosedRange<Int>] {
    let (low, high) = (max(low, 1), min(high, width))
    return low <= high ? [low...high] : []
  }

  /// Where a line through the row's pixel centres crosses the edges, taken in pairs (even-odd rule).
  private static func inside(_ corners: [Corner], row: Int, width: Int) -> [ClosedRange<Int>] {
    var crossings: [Double] = []
    for (a, b) in zip(corners, corners.dropFirst() + corners.prefix(1)) where (a.row <= row) != (b.row <= row)
    {
      let share = Double(row - a.row) / Double(b.row - a.row)
      crossings.append(Double(a.column) + share * Double(b.column - a.column))
    }
    crossings.sort()
    return stride(from: 0, to: crossings.count - 1, by: 2).flatMap { i in
      let low = min(max(crossings[i].rounded(.up), 1), Double(width) + 1)
      let high = min(max(crossings[i + 1].rounded(.down), 0), Double(width))
      return stretch(Int(low), Int(high), width)
    }
  }
}

extension [Shutter] {
  /// Covers with `value` what any of the shutters hides.
  func cover(_ gray: inout [UInt16], rows: Int, columns: Int, with value: UInt16) {
    guard !isEmpty else { return }
    for row in 0..<rows {
      for shutter in self {
        var next = 1
        for stretch in shutter.visible(row: row + 1, width: columns) + [columns + 1...columns + 1] {
          if next < stretch.lowerBound {
            for column in next..<stretch.lowerBound { gray[row * columns + column - 1] = value }
          }
          next = Swift.max(next, stretch.upperBound + 1)
        }
      }
    }
  }
}
