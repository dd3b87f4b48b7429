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
  private static let context = Context("help", takesText: true)
  package func context(in state: State) -> Context { Self.context }

  package static let commands: [Command] = [
    Command("help", .program, "keys; ? again: all", hint: "help", in: [.everywhere], "?") { $0.openHelp() },
    Command(
      "help.scroll", .program, "scroll the help", hint: "scroll", in: [context],
      [
        Step("down", "Down") { $0.scrollHelp(by: 1) }, Step("up", "Up") { $0.scrollHelp(by: -1) },
        Step("pageDown", "PgDn Ctrl-d") { $0.scrollHelp(by: 10) },
        Step("pageUp", "PgUp") { $0.scrollHelp(by: -10) },
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
    let scope = isWhole ? "all screens" : "this screen; \(state.keys["help"]) lists all"
    frame.grid.put("hilum  keys of \(scope)", column: 1, row: 0, role: .title)
    let rows = helpRoom(size)
    let columns = helpColumns(groups(state), width: size.columns, rows: rows, top: top)
    let width = size.columns / max(1, columns.count)
    for (index, lines) in columns.enumerated() {
      for (offset, line) in lines.prefix(rows).enumerated() {
        draw(line, state.keys, column: index * width + 1, row: 2 + offset, width: width - 2, on: &frame.grid)
      }
    }
    frame.grid.put(
      query, prompt: "/", in: CellRect(column: 1, row: 1, columns: max(0, size.columns - 2), rows: 1))
    drawFooter(state, "type to filter", on: &frame.grid)
  }

  /// The last line that the list may begin with.
  fileprivate func last(_ state: State) -> Int {
    let (groups, size) = (groups(state), state.surface.size)
    let (rows, columns) = (helpRoom(size), max(1, size.columns / 40))
    if pack(groups, height: rows, columns: columns) != nil { return 0 }
    return max(0, groups.joined().count - rows * columns)
  }

  private func groups(_ state: State) -> [[HelpLine]] {
    var under = state
    under.close()
    let context = under.context
    return Command.Group.allCases.compactMap { group in
      let rows = state.keys.rows.filter { command in
        command.group == group && (isWhole || state.keys.reaches(command, from: context))
          && (query.text.isEmpty
            || [command.help, command.id, state.keys.keys(of: command)].contains {
              fuzzyScore(query.text, in: $0) != nil
            })
      }
      return rows.isEmpty ? nil : [.group(group.rawValue)] + rows.map { .command($0) } + [.blank]
    }
  }

  private func draw(
    _ line: HelpLine, _ keys: KeyTable, column: Int, row: Int, width: Int, on grid: inout Grid
  ) {
    switch line {
    case .blank: break
    case .group(let name): grid.put(name.uppercased(), column: column, row: row, role: .title, width: width)
    case .command(let command):
      grid.put(keys.keys(of: command), column: column + 1, row: row, role: .key, width: 12)
      grid.put(command.help, column: column + 14, row: row, role: .text, width: max(0, width - 14))
    }
  }
}

extension KeyTable {
  /// Whether a row holds in a context, or behind a key that holds there.
  func reaches(_ command: Command, from context: Context) -> Bool {
    command.contexts.contains { own in
      context.isWithin(own)
        || own.opener.map { opener in rows.contains { $0.step(opener) != nil && $0.holds(in: context) } }
          ?? false
    }
  }
}

extension State {
  mutating func openHelp() { open(HelpScreen()) }

  fileprivate mutating func scrollHelp(by lines: Int) {
    guard let screen = top as? HelpScreen else { return }
    let last = screen.last(self)
    edit(HelpScreen.self) { $0.top = min(max(0, min($0.top, last) + lines), last) }
  }
}

/// Rows for the list of keys.
private func helpRoom(_ size: GridSize) -> Int { max(0, size.rows - 4) }

/// The two last lines of a screen that has no status of its own: its keys, then those that hold everywhere.
func drawFooter(_ state: State, _ words: String = "", on grid: inout Grid) {
  let layout = Layout(state.surface)
  grid.fill(layout.status, role: .footer)
  let title = [type(of: state.top).title, words].filter { !$0.isEmpty }.joined(separator: "  ")
  let used = grid.put(
    title, column: 1, row: layout.status.row, role: .footer, width: max(0, grid.size.columns - 2))
  let rest = CellRect(
    column: used + 3, row: layout.status.row, columns: max(0, grid.size.columns - used - 4), rows: 1)
  let isOwn = { (command: Command) in command.contexts.contains(state.context) }
  drawHints(state, in: rest, only: isOwn, on: &grid)
  drawKeys(state, in: layout.keys, only: { !isOwn($0) }, on: &grid)
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
