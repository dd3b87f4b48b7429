/// All keys on one screen, printed from the command rows and found by a few letters.

import Review
package import Terminal

package struct HelpScreen: Screen {
  package var query = TextLine()
  package var top = 0
  /// Whether every context is listed, or only what holds on the screen below.
  package var isWhole = false

  package init() {}

  package static let title = "HELP"
  private static let context = Context("help")
  package func context(in state: State) -> Context { Self.context }

  package static let commands: [Command] = [
    Command("help", .program, "keys; ? again: all", hint: "help", in: [.everywhere], "?") { $0.openHelp() },
    Command(
      "help.scroll", .program, "scroll the help", in: [context],
      [
        Step("down", "Down") { $0.edit(HelpScreen.self) { $0.top += 1 } },
        Step("up", "Up") { $0.edit(HelpScreen.self) { $0.top = max(0, $0.top - 1) } },
        Step("pageDown", "PgDn Ctrl-d") { $0.edit(HelpScreen.self) { $0.top += 10 } },
        Step("pageUp", "PgUp") { $0.edit(HelpScreen.self) { $0.top = max(0, $0.top - 10) } },
      ], spelling: "Down Up"),
    Command("help.close", .program, "close the help", in: [context], "Enter") { $0.close() },
  ]

  package func typed(_ key: Key, _ state: inout State) -> [Effect]? {
    if key == .character("?") {
      state.edit(HelpScreen.self) { ($0.isWhole, $0.top) = (!isWhole, 0) }
      return []
    }
    if key == .character("q"), query.text.isEmpty {
      state.close()
      return []
    }
    var line = query
    guard line.take(key) else { return nil }
    state.edit(HelpScreen.self) { ($0.query, $0.top) = (line, 0) }
    return []
  }

  package func draw(_ state: State, on frame: inout Frame<PictureRecipe>) {
    let size = frame.grid.size
    frame.grid.fill(CellRect(column: 0, row: 0, columns: size.columns, rows: 1), role: .title)
    let scope = isWhole ? "all screens" : "this screen; ? lists all"
    frame.grid.put("hilum  keys of \(scope)", column: 1, row: 0, role: .title)
    let rows = max(0, size.rows - 4)
    let columns = helpColumns(groups(state), width: size.columns, rows: rows, top: top)
    let width = size.columns / max(1, columns.count)
    for (index, lines) in columns.enumerated() {
      for (offset, line) in lines.prefix(rows).enumerated() {
        draw(line, column: index * width + 1, row: 2 + offset, width: width - 2, on: &frame.grid)
      }
    }
    frame.grid.put(
      query, prompt: "/", in: CellRect(column: 1, row: 1, columns: max(0, size.columns - 2), rows: 1))
    drawFooter("HELP  type to filter  Down scrolls  Esc closes", on: &frame.grid)
  }

  private func groups(_ state: State) -> [[HelpLine]] {
    var under = state
    under.close()
    let context = under.context
    return Command.Group.allCases.compactMap { group in
      let rows = Workstation.commands.filter { command in
        command.group == group && (isWhole || command.isReachable(from: context))
          && (query.text.isEmpty
            || [command.help, command.id, command.keys].contains { fuzzyScore(query.text, in: $0) != nil })
      }
      return rows.isEmpty ? nil : [.group(group.rawValue)] + rows.map { .command($0) } + [.blank]
    }
  }

  private func draw(_ line: HelpLine, column: Int, row: Int, width: Int, on grid: inout Grid) {
    switch line {
    case .blank: break
    case .group(let name): grid.put(name.uppercased(), column: column, row: row, role: .title, width: width)
    case .command(let command):
      grid.put(command.keys, column: column + 1, row: row, role: .key, width: 12)
      grid.put(command.help, column: column + 14, row: row, role: .text, width: max(0, width - 14))
    }
  }
}

extension Command {
  /// Whether the row holds in a context, or behind a prefix key that holds there.
  func isReachable(from context: Context) -> Bool {
    holds(in: context) || contexts.contains { !$0.prefix.isEmpty }
  }
}

extension State {
  mutating func openHelp() { open(HelpScreen()) }
}

/// The two last lines of a screen that has no status of its own.
func drawFooter(_ text: String, on grid: inout Grid) {
  let size = grid.size
  grid.fill(CellRect(column: 0, row: size.rows - 2, columns: size.columns, rows: 2), role: .footer)
  grid.put(text, column: 1, row: size.rows - 2, role: .footer, width: size.columns - 2)
  grid.putRight(researchNotice + " ", end: size.columns, row: size.rows - 1, role: .footer)
}

/// A line of the help: a group's name, a command, or nothing.
private enum HelpLine {
  case group(String)
  case command(Command)
  case blank
}

/// Whole groups in columns where they fit; else one list that scrolls.
private func helpColumns(_ groups: [[HelpLine]], width: Int, rows: Int, top: Int) -> [[HelpLine]] {
  let count = max(1, width / 40)
  for height in 1...max(1, rows) {
    if let columns = pack(groups, height: height, columns: count) { return columns }
  }
  let lines = groups.flatMap { $0 }
  let start = min(top, max(0, lines.count - rows * count))
  return (0..<count).map { column in
    Array(lines.dropFirst(start + column * rows).prefix(max(0, rows)))
  }
}

/// The groups in order, a new column whenever the next does not fit; nil when they need more columns or a higher one.
private func pack(_ groups: [[HelpLine]], height: Int, columns: Int) -> [[HelpLine]]? {
  var packed: [[HelpLine]] = [[]]
  for group in groups {
    if packed[packed.count - 1].count + group.count - 1 > height { packed.append([]) }
    if group.count - 1 > height || packed.count > columns { return nil }
    packed[packed.count - 1] += group
  }
  return packed
}
