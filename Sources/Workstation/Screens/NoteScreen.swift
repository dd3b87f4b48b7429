/// The note on a film: one line of the reader's own words, kept with the session.

import Review
package import Terminal

package struct NoteScreen: Screen {
  package var line: TextLine

  init(_ text: String) { line = TextLine(text) }

  package static let title = "NOTE"
  private static let context = Context("note", takesText: true)
  package func context(in state: State) -> Context { Self.context }

  package func typed(_ key: Key, _ state: inout State) -> [Effect]? {
    var line = line
    guard line.take(key) else { return nil }
    line.text = String(line.text.prefix(Self.most))
    state.edit(NoteScreen.self) { $0.line = line }
    return []
  }

  /// A line, not a report.
  static let most = 400

  package static let commands: [Command] = [
    Command("note", .decide, "a line of your own words", in: [.reading], ";", disabled: cannotNote) {
      $0.open(NoteScreen($0.record.note ?? ""))
    },
    Command(
      "note.keep", .decide, "keep the note", hint: "keep", in: [context], "Enter", asks: { $0.keepNote() }),
  ]

  package func draw(_ state: State, on frame: inout Frame<PictureRecipe>) {
    state.drawUnder(NoteScreen.self, on: &frame)
    let rect = Layout(state.surface).side
    frame.cover(rect)
    frame.grid.putLine(" note", column: rect.column, row: rect.row, columns: rect.columns, role: .selected)
    let place = CellRect(column: rect.column, row: rect.row + 1, columns: rect.columns, rows: 1)
    frame.grid.put(line, prompt: "> ", in: place)
    let words = "Kept with the session and in its report: no name or number of a patient belongs here."
    for (offset, text) in CellText.wrap(words, max(1, rect.columns - 2)).enumerated() {
      frame.grid.put(text, column: rect.column + 1, row: rect.row + 3 + offset, role: .dim)
    }
  }
}

@Sendable private func cannotNote(_ state: State) -> String? {
  noFilm(state) ?? (state.isReadOnly ? "this session is read-only" : nil)
}

extension State {
  mutating func keepNote() -> [Effect] {
    guard let screen = top as? NoteScreen, let study = film?.study else { return [] }
    close()
    let text = screen.line.text
    return text == record.note ?? "" ? [] : record(.note(text), on: study)
  }
}
