/// A model card's Markdown as lines for a screen: headings, paragraphs set anew, and tables as columns.

import Terminal

enum CardText {
  /// Longer lines are hard to read.
  private static let measure = 100

  /// - Parameter width: the columns that a line may take.
  static func lines(_ card: String, width: Int) -> [(String, Role)] {
    var lines: [(String, Role)] = []
    var paragraph: [Substring] = []
    var table: [[String]] = []
    func end() {
      lines += CardTable(table).lines(width: width)
      lines += CellText.wrap(paragraph.joined(separator: " "), min(measure, width)).map { ($0, .text) }
      (paragraph, table) = ([], [])
    }
    for line in card.split(separator: "\n", omittingEmptySubsequences: false) {
      if let cells = CardTable.cells(line) {
        table.append(cells)
      } else if line.isEmpty || line.hasPrefix("#") {
        end()
        let title = line.drop { $0 == "#" || $0 == " " }
        lines += line.isEmpty ? [("", .text)] : CellText.wrap(String(title), width).map { ($0, .title) }
      } else {
        if line.hasPrefix("- ") { end() }
        paragraph.append(line)
      }
    }
    end()
    return lines
  }
}

/// A table of Markdown: the first row names the columns.
struct CardTable {
  private let rows: [[String]]
  private let columns: Int
  private static let gap = 2

  init(_ rows: [[String]]) {
    self.rows = rows.filter { !$0.allSatisfy(Self.isRule) }
    columns = self.rows.map(\.count).max() ?? 0
  }

  /// The cells of a line of a table; nil for any other line.
  static func cells(_ line: Substring) -> [String]? {
    guard line.hasPrefix("|") else { return nil }
    let body = line.dropFirst().drop(while: { $0 == " " })
    let cells = body.split(separator: "|", omittingEmptySubsequences: false)
    let inner = line.hasSuffix("|") ? cells.dropLast() : cells[...]
    return inner.map { $0.split(separator: " ").joined(separator: " ") }
  }

  /// `---`, which parts the names from the rows.
  private static func isRule(_ cell: String) -> Bool {
    !cell.isEmpty && cell.allSatisfy { $0 == "-" || $0 == ":" } && cell.contains("--")
  }

  /// As many columns as fit beside each other; the others follow below, and the first stands before each part.
  func lines(width: Int) -> [(String, Role)] {
    guard columns > 0 else { return [] }
    let widths = (0..<columns).map {
      self.width(of: $0, atMost: $0 == 0 ? width / 2 : width - width / 2 - Self.gap)
    }
    var parts = [[0]]
    for column in 1..<max(1, columns) {
      let used = parts[parts.count - 1].reduce(0) { $0 + widths[$1] + Self.gap }
      if used + widths[column] > width && parts[parts.count - 1].count > 1 { parts.append([0]) }
      parts[parts.count - 1].append(column)
    }
    return Array(parts.map { lines(of: $0, widths) }.joined(separator: [("", .text)]))
  }

  private func lines(of part: [Int], _ widths: [Int]) -> [(String, Role)] {
    rows.enumerated().flatMap { number, row in
      let cells = part.map { CellText.wrap(cell(row, $0), max(1, widths[$0])) }
      return (0..<(cells.map(\.count).max() ?? 0)).map { line -> (String, Role) in
        let texts = zip(part, cells).map { column, lines in
          CellText.pad(line < lines.count ? lines[line] : "", widths[column], right: isNumeric(column))
        }
        return (texts.joined(separator: String(repeating: " ", count: Self.gap)), number == 0 ? .dim : .text)
      }
    }
  }

  /// What a column needs so that only its name is wrapped.
  private func width(of column: Int, atMost most: Int) -> Int {
    let words = cell(rows[0], column).split(separator: " ").map { CellText.width(String($0)) }
    let texts = rows.dropFirst().map { CellText.width(cell($0, column)) }
    return max(1, min(most, (words + texts).max() ?? 1))
  }

  private func cell(_ row: [String], _ column: Int) -> String { column < row.count ? row[column] : "" }

  /// Numbers, and dashes for none.
  private func isNumeric(_ column: Int) -> Bool {
    rows.count > 1
      && rows.dropFirst().allSatisfy { row in cell(row, column).first.map { $0.isNumber || $0 == "–" } ?? true
      }
  }
}
