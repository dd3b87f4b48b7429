/// The command palette: every action by name, found by a few of its letters, with the key that it teaches.

package import Terminal

package struct PaletteScreen: Screen {
  package var query = TextLine()
  package var cursor = 0

  package init() {}

  package static let title = "PALETTE"
  private static let context = Context("palette", takesText: true)
  package func context(in state: State) -> Context { Self.context }

  package static let commands: [Command] = [
    Command("palette", .program, "every command by name", hint: "palette", in: [.everywhere], ": Ctrl-p") {
      $0.open(PaletteScreen())
    },
    Command(
      "palette.move", .program, "next, previous", in: [context],
      [
        Step("next", "Down Ctrl-n") { $0.edit(PaletteScreen.self) { $0.cursor += 1 } },
        Step("previous", "Up Ctrl-p") { $0.edit(PaletteScreen.self) { $0.cursor -= 1 } },
      ]),
    Command("palette.run", .program, "do it", in: [context], "Enter", asks: { $0.runPalette() }),
  ]

  package func typed(_ key: Key, _ state: inout State) -> [Effect]? {
    var line = query
    guard line.take(key) else { return nil }
    state.edit(PaletteScreen.self) { ($0.query, $0.cursor) = (line, 0) }
    return []
  }

  /// An action that the screen below offers.
  struct Entry {
    let command: Command
    let step: Step
    let refusal: String?
    var id: String { command.id(of: step) }
  }

  /// The actions that hold in the screen below, or behind one of its prefixes, the best match first.
  func entries(_ state: State) -> [Entry] {
    var under = state
    under.close()
    let context = under.context
    var entries: [(score: Int, entry: Entry)] = []
    var seen: Set<String> = ["palette"]
    for command in state.keys.rows where state.keys.reaches(command, from: context) {
      for step in command.steps where seen.insert(command.id(of: step)).inserted {
        let entry = Entry(command: command, step: step, refusal: command.disabled(under))
        let names = [entry.id, command.help]
        guard let score = names.compactMap({ fuzzyScore(query.text, in: $0) }).max() else { continue }
        entries.append((score, entry))
      }
    }
    if query.text.isEmpty { return entries.map(\.entry) }
    return entries.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
      .map(\.element.entry)
  }

  package func draw(_ state: State, on frame: inout Frame<PictureRecipe>) {
    state.drawUnder(PaletteScreen.self, on: &frame)
    let rect = Layout(state.surface).side
    frame.cover(rect)
    frame.grid.putLine(
      " commands", column: rect.column, row: rect.row, columns: rect.columns, role: .selected)
    frame.grid.put(
      query, prompt: ":", in: CellRect(column: rect.column, row: rect.row + 1, columns: rect.columns, rows: 1)
    )
    let entries = entries(state)
    let cursor = min(max(cursor, 0), max(0, entries.count - 1))
    for (offset, index) in listed(entries.count, cursor: cursor, capacity: rect.rows - 4).enumerated() {
      draw(
        entries[index], state.keys, chosen: index == cursor, in: rect, row: rect.row + 2 + offset,
        on: &frame.grid)
    }
    guard let chosen = entries.indices.contains(cursor) ? entries[cursor] : nil else {
      frame.grid.put("no command has these letters", column: rect.column + 1, row: rect.row + 2, role: .dim)
      return
    }
    frame.grid.put(
      chosen.refusal ?? chosen.command.help, column: rect.column + 1, row: rect.row + rect.rows - 1,
      role: chosen.refusal == nil ? .dim : .warning, width: rect.columns - 2)
  }

  private func draw(
    _ entry: Entry, _ table: KeyTable, chosen: Bool, in rect: CellRect, row: Int, on grid: inout Grid
  ) {
    let role: Role = chosen ? .selected : entry.refusal == nil ? .text : .dim
    grid.fill(CellRect(column: rect.column, row: row, columns: rect.columns, rows: 1), role: role)
    grid.put(chosen ? ">" : " ", column: rect.column, row: row, role: role)
    let keys = table.keys(of: entry.command, entry.step)
    let end = grid.putRight(keys, end: rect.column + rect.columns - 1, row: row, role: chosen ? role : .key)
    grid.put(entry.id, column: rect.column + 2, row: row, role: role, width: max(0, end - rect.column - 3))
  }
}

extension State {
  /// Closes the palette and does what its cursor is on.
  mutating func runPalette() -> [Effect] {
    guard let palette = top as? PaletteScreen else { return [] }
    let entries = palette.entries(self)
    let cursor = min(max(palette.cursor, 0), max(0, entries.count - 1))
    close()
    guard entries.indices.contains(cursor) else { return [] }
    if let refusal = entries[cursor].refusal {
      message = .refusal(refusal)
      return []
    }
    return entries[cursor].step.act(&self)
  }
}
