/// The reading screen: queue, film and findings side by side, with a header and two last lines.

import Review
package import Terminal

extension Context {
  /// The reading screen, whichever pane has the keys.
  package static let reading = Context("reading")
  package static let queuePane = Context("queue", in: .reading)
  package static let film = Context("film", in: .reading)
  package static let findings = Context("findings", in: .reading)
}

package struct ReadingScreen: Screen {
  package init() {}

  package static let title = "READ"

  package func context(in state: State) -> Context {
    switch state.focus {
    case .queue: .queuePane
    case .film: .film
    case .findings: .findings
    }
  }

  package static let commands: [Command] =
    filmPaneCommands + queuePaneCommands + findingsPaneCommands + [
      Command(
        "study.move", .move, "next, previous study", in: [.reading],
        [
          Step("next", "]", asks: { $0.moveStudy(1) }), Step("previous", "[", asks: { $0.moveStudy(-1) }),
        ]),
      Command(
        "pane", .move, "next pane, back", hint: "pane", in: [.reading],
        [Step("next", "Tab") { $0.moveFocus(1) }, Step("previous", "Shift-Tab") { $0.moveFocus(-1) }],
        spelling: "Tab"),
    ]

  package func draw(_ state: State, on frame: inout Frame<PictureRecipe>) { drawReading(state, on: &frame) }
}

private func drawReading(_ state: State, on frame: inout Frame<PictureRecipe>) {
  let layout = Layout(state.surface, focus: state.focus)
  drawHeader(state, in: layout.header, on: &frame.grid)
  if let rect = layout.queue { drawQueue(state, in: rect, on: &frame.grid) }
  drawCaption(state, in: layout.caption, on: &frame.grid)
  drawFilm(state, in: layout.film, on: &frame)
  if let rect = layout.findings { drawFindings(state, in: rect, on: &frame) }
  for column in layout.dividers {
    frame.grid.verticalLine(column: column, row: 1, rows: state.surface.size.rows - 3)
  }
  drawStatus(state, in: layout.status, on: &frame.grid)
  drawKeys(state, in: layout.keys, on: &frame.grid)
}

/// Which film this is, how far the reader is, and whether every act is on disk.
private func drawHeader(_ state: State, in rect: CellRect, on grid: inout Grid) {
  grid.fill(rect, role: .title)
  var parts = ["hilum"]
  let patient = PatientLine(of: state.film, isShown: state.showsPatient)
  if case .clear(let line) = patient { parts.append(line) }
  if let film = state.film {
    parts += [film.study.description, film.view, film.date].compactMap { $0 }
  } else if let shown = state.shown {
    parts.append(shown.name)
  }
  if !state.queue.rows.isEmpty { parts.append("\(state.queue.shown + 1)/\(state.queue.rows.count)") }
  if case .masked(let line) = patient, rect.columns >= 100 { parts.append(line) }
  if rect.columns >= 100, let film = state.film, let shown = state.shown {
    parts.append("\(shown.name)  \(film.columns)x\(film.rows) px  \(film.bitsStored) bit")
  }
  let (safety, role) = safety(of: state)
  let end = grid.putRight(safety + " ", end: rect.columns, row: rect.row, role: role)
  grid.put(parts.joined(separator: "  "), column: 1, row: rect.row, role: .title, width: max(0, end - 2))
}

/// Whether the session file holds everything that was said.
private func safety(of state: State) -> (String, Role) {
  if state.ledger.failure != nil { return ("NOT SAVED", .error) }
  let pending = state.ledger.pending.count
  if pending > 0 { return ("saving \(pending)", .unsaved) }
  if state.record.signOff != .open { return ("signed off, saved", .saved) }
  return state.ledger.session.decisions.isEmpty ? ("", .title) : ("saved", .saved)
}

extension Layout {
  /// The columns of the lines between panes.
  var dividers: [Int] {
    var columns = [size.columns - side.columns - 1]
    if queue != nil, queue != side { columns.append(caption.column - 1) }
    return columns
  }
}
