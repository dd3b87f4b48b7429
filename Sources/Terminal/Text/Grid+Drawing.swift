/// Drawing on a grid: text, fills, lines and boxes, all clipped to the grid.

extension Grid {
  /// Puts `text` at a position, in at most `width` columns and never past the right edge. Text that is cut ends with `~`;
  /// control characters become visible pictures. Returns the columns used.
  @discardableResult
  package mutating func put(
    _ text: String, column: Int, row: Int, role: Role = .text, width: Int = .max
  ) -> Int {
    guard row >= 0, row < size.rows, column < size.columns else { return 0 }
    let room = min(width, size.columns - max(0, column))
    var next = column
    for piece in CellText.clip(CellText.pieces(text), room) {
      set(piece, column: next, row: row, role: role)
      next += piece.width
    }
    return next - column
  }

  /// Puts `text` so that it ends before `end` (exclusive), clipped to `width` columns. Returns its first column.
  @discardableResult
  package mutating func putRight(
    _ text: String, end: Int, row: Int, role: Role = .text, width: Int = .max
  ) -> Int {
    let clipped = CellText.clip(text, min(width, max(0, end)))
    let column = end - CellText.width(clipped)
    put(clipped, column: column, row: row, role: role)
    return column
  }

  /// Puts `text` in exactly the rectangle's columns of one row: clipped with `~`, or padded in the same role.
  package mutating func putLine(
    _ text: String, column: Int, row: Int, columns: Int, role: Role, right: Bool = false
  ) {
    put(CellText.pad(text, columns, right: right), column: column, row: row, role: role, width: columns)
  }

  /// Fills a rectangle with one narrow character.
  package mutating func fill(_ rect: CellRect, role: Role = .text, with character: Character = " ") {
    let piece = CellText.pieces(String(character)).first ?? CellText.Piece(text: " ", width: 1)
    guard piece.width == 1 else { return }
    for row in max(0, rect.row)..<max(0, rect.row, min(size.rows, rect.row + rect.rows)) {
      for column in max(0, rect.column)..<max(0, rect.column, min(size.columns, rect.column + rect.columns)) {
        set(piece, column: column, row: row, role: role)
      }
    }
  }

  /// Gives the cells of a rectangle another role and keeps their text: how a selected row is marked.
  package mutating func paint(_ rect: CellRect, role: Role) {
    for row in rect.row..<max(rect.row, rect.row + rect.rows) {
      for column in rect.column..<max(rect.column, rect.column + rect.columns) {
        var cell = self[column, row]
        cell.role = role
        self[column, row] = cell
      }
    }
  }

  /// A horizontal line of `columns` cells.
  package mutating func horizontalLine(column: Int, row: Int, columns: Int, role: Role = .border) {
    fill(CellRect(column: column, row: row, columns: columns, rows: 1), role: role, with: "─")
  }

  /// A vertical line of `rows` cells.
  package mutating func verticalLine(column: Int, row: Int, rows: Int, role: Role = .border) {
    fill(CellRect(column: column, row: row, columns: 1, rows: rows), role: role, with: "│")
  }

  /// A frame of lines along the inside of `rect`, with `title` set into its upper edge. Needs at least 2 by 2 cells.
  package mutating func box(_ rect: CellRect, title: String = "", role: Role = .border) {
    guard rect.columns >= 2, rect.rows >= 2 else { return }
    let right = rect.column + rect.columns - 1
    let bottom = rect.row + rect.rows - 1
    for row in [rect.row, bottom] {
      horizontalLine(column: rect.column, row: row, columns: rect.columns, role: role)
    }
    for column in [rect.column, right] {
      verticalLine(column: column, row: rect.row, rows: rect.rows, role: role)
    }
    put("┌", column: rect.column, row: rect.row, role: role)
    put("┐", column: right, row: rect.row, role: role)
    put("└", column: rect.column, row: bottom, role: role)
    put("┘", column: right, row: bottom, role: role)
    if !title.isEmpty && rect.columns > 6 {
      put(" \(title) ", column: rect.column + 2, row: rect.row, role: .title, width: rect.columns - 4)
    }
  }

  /// Writes one piece and leaves no half of a wide character behind.
  private mutating func set(_ piece: CellText.Piece, column: Int, row: Int, role: Role) {
    clearWide(column, row)
    if piece.width == 2 {
      clearWide(column + 1, row)
      guard column >= 0, column + 1 < size.columns else {
        self[column, row] = Cell(" ", role)
        self[column + 1, row] = Cell(" ", role)
        return
      }
      self[column + 1, row] = Cell("", role)
    }
    self[column, row] = Cell(piece.text, role)
  }

  /// Blanks the other half of a wide character whose one half is about to be overwritten.
  private mutating func clearWide(_ column: Int, _ row: Int) {
    if self[column, row].text.isEmpty {
      self[column - 1, row].text = " "
      self[column, row].text = " "
    } else if self[column + 1, row].text.isEmpty {
      self[column + 1, row].text = " "
    }
  }
}
