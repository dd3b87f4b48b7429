/// How a frame gets onto the glass: cells that changed, line by line, and after them the pictures.

internal import CNcurses

extension NcursesScreen {
  @discardableResult
  func show(
    _ grid: Grid, _ wanted: [CellRect: GlassContent], isInterrupted: () -> Bool = { false }
  ) -> Bool {
    let wanted = wanted.filter { rect, content in
      guard case .image(let image) = content else { return true }
      let room = graphics.pixels(in: rect)
      return image.size.width <= room.width && image.size.height <= room.height
    }
    let plan = glass.plan(wanted, isStale: isStale)
    if isStale { drawn = [] }
    if !plan.removal.isEmpty { Output.write(plan.removal) }
    putCells(of: layered(grid, wanted))
    for rect in plan.repaint { curses_touch(Int32(rect.row), Int32(rect.rows)) }
    curses_flush()
    isStale = false
    return writePictures(plan, isInterrupted)
  }

  /// The frame's grid in the screen's size, with sentences and picture cells laid over it.
  private func layered(_ grid: Grid, _ wanted: [CellRect: GlassContent]) -> Grid {
    var cells = grid
    if grid.size != size {
      cells = Grid(size)
      for row in 0..<size.rows {
        for column in 0..<size.columns { cells[column, row] = grid[column, row] }
      }
    }
    if pictured.count != size.columns * size.rows {
      pictured = Array(repeating: !pictured.isEmpty, count: size.columns * size.rows)
    }
    for (rect, content) in wanted {
      cells.fill(rect, role: .film)
      if case .text(let sentence) = content { cells.putSentence(sentence, in: rect) }
    }
    for rect in glass.shown.keys {
      cells.fill(rect, role: .film)
      for row in rect.row..<(rect.row + rect.rows) {
        for column in rect.column..<(rect.column + rect.columns) {
          pictured[row * size.columns + column] = true
        }
      }
    }
    for index in cells.cells.indices where pictured[index] && cells.cells[index].text == " " {
      cells[index % size.columns, index / size.columns].text = CellGlyph.pictured
    }
    return cells
  }

  /// Curses is told of one line at a time. A line that is new in one place and gone from another would be moved by scrolling
  /// the terminal, with all pixels on its way; a line by itself has nowhere to come from.
  private func putCells(of grid: Grid) {
    let isFresh = drawn.count != grid.cells.count
    for row in 0..<size.rows {
      let cells = (row * size.columns)..<((row + 1) * size.columns)
      let changed = cells.filter { isFresh || drawn[$0] != grid.cells[$0] }
      for index in changed { put(index, of: grid) }
      if !isFresh && !changed.isEmpty { curses_flush() }
    }
    drawn = grid.cells
  }

  private func put(_ index: Int, of grid: Grid) {
    let cell = grid.cells[index]
    // The second half of a wide character is written with the first, unless something narrow stands in for it.
    if cell.text.isEmpty && index > 0 && CellGlyph.isWide(grid.cells[index - 1].text, isUTF8: isUTF8) {
      return
    }
    let scalars = CellGlyph.scalars(of: cell.text, isUTF8: isUTF8)
    scalars.withUnsafeBufferPointer {
      curses_put(
        Int32(index / size.columns), Int32(index % size.columns), $0.baseAddress, Int32($0.count),
        colors.attributes(cell.role), colors.pair(cell.role))
    }
  }

  /// Each picture in one go: cursor and colours saved (DECSC), every strip at its row (CUP), restored (DECRC).
  private func writePictures(_ plan: GlassPlan, _ isInterrupted: () -> Bool) -> Bool {
    var isComplete = true
    for placed in plan.draw {
      var bytes = Array("\u{1B}7".utf8)
      for (offset, strip) in placed.image.strips.enumerated() {
        bytes += Output.cursor(row: placed.rect.row + offset, column: placed.rect.column)
        bytes += strip
      }
      let never = { false }
      let isWhole = Output.write(bytes, isInterrupted: graphics.mode == .sixel ? isInterrupted : never)
      // An interrupted control string is ended (ST), so that what follows is text again.
      Output.write(isWhole ? "\u{1B}8" : "\u{1B}\\\u{1B}8")
      if !isWhole { glass.doubt(placed.rect) }
      isComplete = isComplete && isWhole
    }
    if !plan.cleanup.isEmpty { Output.write(plan.cleanup) }
    return isComplete
  }
}

extension Grid {
  /// A sentence wrapped in the middle of a rectangle.
  fileprivate mutating func putSentence(_ sentence: String, in rect: CellRect) {
    let lines = CellText.wrap(sentence, rect.columns - 2).prefix(max(0, rect.rows))
    for (index, line) in lines.enumerated() {
      let column = rect.column + (rect.columns - CellText.width(line)) / 2
      put(line, column: column, row: rect.row + (rect.rows - lines.count) / 2 + index, role: .film)
    }
  }
}
