/// The screen as a pure function of the state.

package import Terminal

/// Draws the whole screen. No size, however small, is an error.
package func view(_ state: State) -> Frame<PictureRecipe> {
  var frame = Frame<PictureRecipe>(grid: Grid(state.surface.size))
  guard Layout(state.surface).fits else {
    drawTooSmall(on: &frame.grid)
    return frame
  }
  state.top.draw(state, on: &frame)
  return frame
}

/// What to do about a terminal that cannot hold a film and its findings.
private func drawTooSmall(on grid: inout Grid) {
  let least = Layout.smallest
  let sentence =
    "hilum needs \(least.columns)x\(least.rows) cells, this is \(grid.size.columns)x\(grid.size.rows). Enlarge the "
    + "window or shrink the letters; q quits."
  for (row, line) in CellText.wrap(sentence, max(1, grid.size.columns)).enumerated() {
    grid.put(line, column: 0, row: row, role: .warning)
  }
}
