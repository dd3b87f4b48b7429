/// Finds writing in the pixels: rows of sharp, extreme, letter-sized marks near the border.

/// A place in the stored frame, in pixels, ends exclusive.
package struct TextBox: Hashable, Codable, Sendable {
  package let top: Int
  package let bottom: Int
  package let left: Int
  package let right: Int
  /// About how many letters stand there.
  package let letters: Int

  package init(top: Int, bottom: Int, left: Int, right: Int, letters: Int) {
    self.top = top
    self.bottom = bottom
    self.left = left
    self.right = right
    self.letters = letters
  }
}

/// What letters look like on films was measured; see `Docs/Quality.md` for the films that were missed and the false alarms.
package enum BurnedInText {
  /// Letters of a line: fewer are a lead letter, which names a side and belongs there.
  static let fewestLetters = 3
  /// Text stands within this share of the film from one of its borders.
  static let borderShare = 0.14
  /// Gray of letters between the darkest and the brightest of the film.
  static let white: Float = 0.90
  static let black: Float = 0.06

  /// Lines of text in the frame as it is stored, whatever its polarity.
  package static func find(in frame: StoredFrame) -> [TextBox] { lines(in: GrayPlane(frame)) }

  static func lines(in plane: GrayPlane) -> [TextBox] {
    groups(in: plane).filter { box in
      box.letters >= fewestLetters && Double(box.right - box.left) > 1.5 * Double(box.bottom - box.top)
    }
  }

  /// Everything near the border that looks written, lines of any length.
  private static func groups(in plane: GrayPlane) -> [TextBox] {
    let (rows, columns) = (plane.rows, plane.columns)
    guard rows >= 32, columns >= 32 else { return [] }
    let lowest = max(5, Int(0.006 * Double(rows)))
    let finder = StrokeFinder(plane, heights: lowest...max(lowest, Int(0.05 * Double(max(rows, columns)))))
    let zone = border(rows: rows, columns: columns)
    let marks = [
      finder.strokes(in: zone) { $0 >= white }, finder.strokes(in: zone) { $0 <= black },
    ]
    return marks.flatMap { rowsOf($0) }.filter { box in
      Double(min(box.top, rows - box.bottom)) < borderShare * Double(rows)
        || Double(min(box.left, columns - box.right)) < borderShare * Double(columns)
    }
  }

  /// Where letters are looked for: a little more than the border, so that a line is not cut.
  private static func border(rows: Int, columns: Int) -> [Bool] {
    let (high, wide) = (Int(0.22 * Double(rows)), Int(0.3 * Double(columns)))
    return (0..<rows * columns).map { i in
      let (y, x) = (i / columns, i % columns)
      return y < high || y >= rows - high || x < wide || x >= columns - wide
    }
  }

  /// Marks side by side, of about one height and no further apart than letters are.
  private static func rowsOf(_ marks: [Stroke]) -> [TextBox] {
    let marks = marks.sorted { ($0.left, $0.top) < ($1.left, $1.top) }
    var taken = [Bool](repeating: false, count: marks.count)
    var boxes: [TextBox] = []
    for first in marks.indices where !taken[first] {
      var row = [marks[first]]
      taken[first] = true
      for next in marks.indices.dropFirst(first + 1)
      where !taken[next] && follows(marks[next], row[row.count - 1]) {
        row.append(marks[next])
        taken[next] = true
      }
      boxes.append(box(around: row))
    }
    return boxes
  }

  private static func follows(_ mark: Stroke, _ last: Stroke) -> Bool {
    let low = Double(min(mark.height, last.height)), high = Double(max(mark.height, last.height))
    let overlap = Double(min(mark.bottom, last.bottom) - max(mark.top, last.top))
    let gap = Double(mark.left - last.right)
    return high <= 1.8 * low && overlap > 0.5 * low && gap > -0.5 * low && gap < 1.6 * low
  }

  /// Letters that touch make one wide mark: it counts for as many as fit into its width.
  private static func box(around row: [Stroke]) -> TextBox {
    let letters = row.reduce(0) { sum, mark in
      let fitting = (Double(mark.width) / (0.75 * Double(mark.height))).rounded()
      return sum + (mark.crossings >= 2 ? max(1, Int(fitting)) : 1)
    }
    return TextBox(
      top: row.map(\.top).min() ?? 0, bottom: row.map(\.bottom).max() ?? 0,
      left: row.map(\.left).min() ?? 0, right: row.map(\.right).max() ?? 0, letters: letters)
  }
}

extension TextBox {
  /// Replaces the box, and a third of its height round it, by the median of the pixels on that outer edge.
  func paint(over values: inout [Int32], of frame: StoredFrame) {
    let margin = max(2, (bottom - top) / 3), samples = frame.samplesPerPixel
    let rows = max(0, top - margin)..<min(frame.rows, bottom + margin)
    let columns = max(0, left - margin)..<min(frame.columns, right + margin)
    for k in 0..<samples {
      var edge: [Int32] = []
      for y in rows {
        for x in columns
        where y == rows.lowerBound || y == rows.upperBound - 1 || x == columns.lowerBound
          || x == columns.upperBound - 1
        {
          edge.append(values[(y * frame.columns + x) * samples + k])
        }
      }
      guard !edge.isEmpty else { return }
      let median = edge.sorted()[edge.count / 2]
      for y in rows { for x in columns { values[(y * frame.columns + x) * samples + k] = median } }
    }
  }
}
