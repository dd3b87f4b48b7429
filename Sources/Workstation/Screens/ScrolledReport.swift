/// Lines under a title that scroll: the body of the screens that report.

import Terminal

/// A screen that is a report.
package protocol ReportScreen: Screen {
  /// The first line that is seen.
  var top: Int { get set }
}

extension Command {
  /// The row that scrolls a report. A page is twenty lines.
  static func scroll<S: ReportScreen>(_ kind: S.Type, _ id: String, _ help: String, in context: Context)
    -> Command
  {
    func step(_ name: String, _ keys: String, by lines: Int) -> Step {
      Step(name, keys) { $0.edit(S.self) { $0.top = max(0, $0.top + lines) } }
    }
    return Command(
      id, .program, help, hint: "scroll", in: [context],
      [
        step("down", "j Down", by: 1), step("up", "k Up", by: -1), step("pageDown", "PgDn Ctrl-d", by: 20),
        step("pageUp", "PgUp Ctrl-u", by: -20),
      ], spelling: "j k")
  }
}

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
