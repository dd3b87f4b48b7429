/// Lines under a title that scroll: the body of the screens that report.

package import Terminal

/// What a report screen shows: a title and lines, of which so many fit.
package struct Report {
  let title: String
  let lines: [(String, Role)]

  /// The lines that a screen of so many rows has room for.
  static func room(rows: Int) -> Int { max(0, rows - 4) }
}

/// A screen that is a report.
package protocol ReportScreen: Screen {
  /// The first line that is seen.
  var top: Int { get set }
  /// The report in lines of at most so many columns.
  func report(_ state: State, width: Int) -> Report
}

extension ReportScreen {
  /// Fills the screen: the title in the first row, the lines from `top` on (or from where the last of them is seen), the
  /// footer.
  package func draw(_ state: State, on frame: inout Frame<PictureRecipe>) {
    let size = frame.grid.size
    let report = report(state, width: size.columns - 4)
    frame.grid.fill(CellRect(column: 0, row: 0, columns: size.columns, rows: 1), role: .title)
    frame.grid.put(report.title, column: 1, row: 0, role: .title)
    let room = Report.room(rows: size.rows)
    let start = min(top, max(0, report.lines.count - room))
    for (offset, line) in report.lines.dropFirst(start).prefix(room).enumerated() {
      frame.grid.put(line.0, column: 2, row: 2 + offset, role: line.1, width: size.columns - 3)
    }
    drawFooter(state, on: &frame.grid)
  }
}

extension State {
  /// Scrolls the report on top by so many lines, to where its last line is seen and no further.
  fileprivate mutating func scroll<S: ReportScreen>(_ kind: S.Type, by lines: Int) {
    guard let screen = top as? S else { return }
    let count = screen.report(self, width: surface.size.columns - 4).lines.count
    let last = max(0, count - Report.room(rows: surface.size.rows))
    edit(kind) { $0.top = min(max(0, min($0.top, last) + lines), last) }
  }
}

extension Command {
  /// The row that scrolls a report. A page is twenty lines.
  static func scroll<S: ReportScreen>(_ kind: S.Type, _ id: String, _ help: String, in context: Context)
    -> Command
  {
    func step(_ name: String, _ keys: String, by lines: Int) -> Step {
      Step(name, keys) { $0.scroll(kind, by: lines) }
    }
    return Command(
      id, .program, help, hint: "scroll", in: [context],
      [
        step("down", "j Down", by: 1), step("up", "k Up", by: -1), step("pageDown", "PgDn Ctrl-d", by: 20),
        step("pageUp", "PgUp Ctrl-u", by: -20),
      ], spelling: "j k")
  }
}
