/// The queue: one line a film, with what is known and what is still to be done.

import Review
import Terminal

let queuePaneCommands: [Command] = [
  Command(
    "queue.move", .move, "next, previous in queue", hint: "move", in: [.queuePane],
    [
      Step("next", "j Down", asks: { $0.moveStudy(1) }), Step("previous", "k Up", asks: { $0.moveStudy(-1) }),
    ]),
  Command(
    "queue.page", .move, "ten studies on, back", in: [.queuePane],
    [
      Step("down", "PgDn Ctrl-d", asks: { $0.moveStudy(10) }),
      Step("up", "PgUp Ctrl-u", asks: { $0.moveStudy(-10) }),
    ]),
  Command(
    "queue.ends", .move, "first, last study", in: [.queuePane],
    [
      Step("first", "Home", asks: { $0.moveStudy(-queueEnd) }),
      Step("last", "End G", asks: { $0.moveStudy(queueEnd) }),
    ]),
]

/// Further than any queue is long.
let queueEnd = 1 << 40

func drawQueue(_ state: State, in rect: CellRect, on grid: inout Grid) {
  let done = state.ledger.signedOff
  let finished = state.queue.count(in: done)
  let progress = "\(finished)/\(state.queue.rows.count) done"
  let heading = rect.columns < 24 ? " \(progress)" : " queue  \(progress)"
  grid.putLine(
    heading, column: rect.column, row: rect.row, columns: rect.columns,
    role: state.focus == .queue ? .selected : .title)
  let (list, count) = (state.queue.list, state.queue.list.count)
  for (offset, place) in listed(count, cursor: state.queue.place, capacity: rect.rows - 1).enumerated() {
    let line = CellRect(column: rect.column, row: rect.row + 1 + offset, columns: rect.columns, rows: 1)
    drawRow(list[place], state, done: done, in: line, on: &grid)
  }
  if count == 0 {
    for (offset, line) in CellText.wrap(
      emptiness(of: state), rect.columns - 2
    )
    .enumerated() {
      grid.put(line, column: rect.column + 1, row: rect.row + 2 + offset, role: .dim)
    }
  }
}

private func emptiness(of state: State) -> String {
  guard state.queue.rows.isEmpty else { return "the filter leaves no film" }
  return state.scan.isRunning ? "looking for films…" : "no films: give a file, a folder or a work list"
}

private func drawRow(_ index: Int, _ state: State, done: Set<StudyID>, in line: CellRect, on grid: inout Grid)
{
  let row = state.visible(index)
  let shown = index == state.queue.shown
  let role: Role = shown ? .selected : .text
  grid.fill(line, role: role)
  grid.put(shown ? ">" : " ", column: line.column, row: line.row, role: role)
  let mark = QueueMark(row, state, done: done)
  grid.put(mark.glyph, column: line.column + 1, row: line.row, role: shown ? .selected : mark.role)
  let lead = line.columns >= 30 ? row.verdict.flatMap { v in v.lead.map { (v, $0) } } : nil
  // Fourteen columns hold a name as `phantom-000001`; the finding gets what is left.
  let leadWidth = lead == nil ? 0 : min(28, max(line.columns / 2 - 2, line.columns - 18))
  let room = line.columns - 4 - leadWidth
  grid.put(shortened(row.name, to: room), column: line.column + 3, row: line.row, role: role, width: room)
  guard let (verdict, index) = lead, verdict.states[index] != .absent else { return }
  let column = line.column + line.columns - leadWidth
  grid.putLine(
    verdict.labels[index], column: column, row: line.row, columns: leadWidth - 5,
    role: shown ? .selected : .dim)
  grid.put(
    probabilityText(Double(verdict.probabilities[index])), column: line.column + line.columns - 4,
    row: line.row,
    role: shown ? .selected : .dim)
}

/// A long name loses its extension, then its beginning: neighbours in a folder differ at the end.
func shortened(_ name: String, to columns: Int) -> String {
  if CellText.width(name) <= columns { return name }
  let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 }
  let stem = name[..<(dot ?? name.endIndex)]
  if CellText.width(String(stem)) <= columns { return String(stem) }
  var end = stem
  while CellText.width(String(end)) > max(0, columns - 1) { end.removeFirst() }
  return "~" + end
}

/// One character for how far a film has got, the most pressing first.
struct QueueMark: Equatable {
  let glyph: String
  let role: Role

  init(_ row: QueuedFilm, _ state: State, done: Set<StudyID>) {
    if let study = row.study, done.contains(study) {
      let saved = state.ledger.record(of: study).signOff == .saved
      (glyph, role) = saved ? ("✓", .saved) : ("·", .unsaved)
      return
    }
    switch row.status {
    case .unopened: (glyph, role) = (" ", .dim)
    case .opening: (glyph, role) = ("…", .dim)
    case .refused: (glyph, role) = ("x", .error)
    case .open(let film): (glyph, role) = Self.of(film.study, state)
    }
  }

  private static func of(_ study: StudyID, _ state: State) -> (String, Role) {
    switch state.readings[study] {
    case nil: return (" ", .dim)
    case .waiting, .partial: return ("…", .dim)
    case .failed: return ("x", .error)
    case .done(let reading):
      let answers = state.ledger.record(of: study).answers
      // Hidden, or only ranked: neither a yes nor a no.
      if state.isHidden(study) || reading.findings.isEmpty { return ("·", .dim) }
      let present = reading.findings.filter { $0.state == .present }
      if present.contains(where: { criticalLabels.contains($0.label) }) { return ("!", .critical) }
      if reading.findings.contains(where: { $0.state == .uncertain && answers[$0.label] == nil }) {
        return ("?", .uncertain)
      }
      return present.isEmpty ? ("-", .absent) : ("+", .present)
    }
  }
}
