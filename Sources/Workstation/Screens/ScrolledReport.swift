/// Lines under a title that scroll: the body of the screens that report.

import Terminal

/// Fills the screen: the title in the first row, the lines from `top` on (or from where the last of them is seen), the footer.
func drawReport(
  _ title: String, _ lines: [(String, Role)], from top: Int, _ state: State,
  on frame: inout Frame<PictureRecipe>
) {
  let size = frame.grid.size
  frame.grid.fill(CellRect(column: 0, row: 0, columns: size.columns, rows: 1), role: .title)
  frame.grid.put(title, column: 1, row: 0, role: .title)
  let room = max(0, size.rows - 4)
  let start = min(top, max(0, lines.count - room))
  for (offset, line) in lines.dropFirst(start).prefix(room).enumerated() {
    frame.grid.put(line.0, column: 2, row: 2 + offset, role: line.1, width: size.columns - 3)
  }
  drawFooter(state, on: &frame.grid)
}
