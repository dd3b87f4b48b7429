/// A screen of text cells as a value: what a view draws into and what a test compares.

/// What a piece of text is for. A theme gives every role its colours; views never name a colour.
package enum Role: String, CaseIterable, Sendable {
  case text, dim, title, border, selected, footer, key, prompt
  case barFill, barTrack, threshold
  case present, absent, uncertain, critical
  case saved, unsaved, warning, error, notice
  case film
  /// A state that must not be overlooked, over a whole line: a flipped film, a hidden opinion, a session that cannot be
  /// written.
  case banner
  /// What a search found in a text; a row that was marked.
  case match, marked
  /// A plot's measured line, and what it is held against.
  case curve, reference
}

/// One cell: a grapheme and its role. `width` is 1 or 2; the cell after a wide one holds an empty string.
package struct Cell: Equatable, Sendable {
  package var text: String
  package var role: Role

  package init(_ text: String, _ role: Role) {
    self.text = text
    self.role = role
  }

  package static let blank = Cell(" ", .text)
}

/// A size in cells.
package struct GridSize: Equatable, Hashable, Sendable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// A rectangle of cells; `column` and `row` count from 0 at the top left.
package struct CellRect: Equatable, Hashable, Sendable {
  package var column: Int
  package var row: Int
  package var columns: Int
  package var rows: Int

  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = columns
    self.rows = rows
  }

  /// Whether the two share a cell.
  package func overlaps(_ other: CellRect) -> Bool {
    column < other.column + other.columns && other.column < column + columns
      && row < other.row + other.rows && other.row < row + rows
      && min(columns, rows, other.columns, other.rows) > 0
  }

  /// Whether the cell is inside.
  package func contains(column: Int, row: Int) -> Bool {
    column >= self.column && column < self.column + columns && row >= self.row && row < self.row + rows
  }
}

/// `size.rows` rows of `size.columns` cells.
package struct Grid: Equatable, Sendable {
  package let size: GridSize
  package private(set) var cells: [Cell]

  package init(_ size: GridSize) {
    self.size = size
    cells = Array(repeating: .blank, count: max(0, size.columns) * max(0, size.rows))
  }

  /// The cell at a position; reading or writing outside the grid does nothing and yields a blank.
  package subscript(column: Int, row: Int) -> Cell {
    get { contains(column, row) ? cells[row * size.columns + column] : .blank }
    set { if contains(column, row) { cells[row * size.columns + column] = newValue } }
  }

  private func contains(_ column: Int, _ row: Int) -> Bool {
    column >= 0 && column < size.columns && row >= 0 && row < size.rows
  }
}
