/// The queue: one line a film, with what is known and what is still to be done.

import Review
import Terminal

func drawQueue(_ state: State, in rect: CellRect, on grid: inout Grid) {
  let done = state.ledger.signedOff
  let finished = state.queue.rows.count { $0.study.map(done.contains) ?? false }
  let progress = "\(finished)/\(state.queue.rows.count) done"
  let heading = rect.columns < 24 ? " \(progress)" : " queue  \(progress)"
  grid.putLine(
    heading, column: rect.column, row: rect.row, columns: rect.columns,
    role: state.focus == .queue ? .selected : .title)
  let capacity = max(0, rect.rows - 1)
  let count = state.queue.rows.count
  let top = max(0, min(state.queue.shown - capacity / 2, count - capacity))
  for index in top..<min(count, top + capacity) {
    let line = CellRect(column: rect.column, row: rect.row + 1 + index - top, columns: rect.columns, rows: 1)
    drawRow(index, state, done: done, in: line, on: &grid)
  }
  if count == 0 {
    for (offset, line) in CellText.wrap("no films: give a file, a folder or a work list", rect.columns - 2)
      .enumerated()
    {
      grid.put(line, column: rect.column + 1, row: rect.row + 2 + offset, role: .dim)
    }
  }
}

private func drawRow(_ index: Int, _ state: State, done: Set<StudyID>, in line: CellRect, on grid: inout Grid)
{
  let row = state.queue.rows[index]
  let shown = index == state.queue.shown
  let role: Role = shown ? .selected : .text
  grid.fill(line, role: role)
  grid.put(shown ? ">" : " ", column: line.column, row: line.row, role: role)
  let mark = QueueMark(row, state, done: done)
  grid.put(mark.glyph, column: line.column + 1, row: line.row, role: shown ? .selected : mark.role)
  let lead = line.columns >= 30 ? topFinding(of: row, in: state) : nil
  let leadWidth = lead == nil ? 0 : min(18, line.columns / 2 - 2)
  let room = line.columns - 4 - leadWidth
  grid.put(shortened(row.name, to: room), column: line.column + 3, row: line.row, role: role, width: room)
  guard let lead else { return }
  let column = line.column + line.columns - leadWidth
  grid.putLine(
    lead.label, column: column, row: line.row, columns: leadWidth - 5, role: shown ? .selected : .dim)
  grid.put(
    probabilityText(lead.probability.value), column: line.column + line.columns - 4, row: line.row,
    role: shown ? .selected : .dim)
}

/// A long name loses its extension, then its beginning: neighbours in a folder differ at the end.
private func shortened(_ name: String, to columns: Int) -> String {
  if CellText.width(name) <= columns { return name }
  let dot = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 }
  let stem = name[..<(dot ?? name.endIndex)]
  if CellText.width(String(stem)) <= columns { return String(stem) }
  var end = stem
  while CellText.width(String(end)) > max(0, columns - 1) { end.removeFirst() }
  return "~" + end
}

/// The most probable finding that is not absent.
private func topFinding(of row: QueuedFilm, in state: State) -> Finding? {
  guard let study = row.film?.study, case .done(let reading) = state.readings[study] else { return nil }
  return inReadingOrder(reading.findings).first { $0.state != .absent }
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
    case .waiting: return ("…", .dim)
    case .failed: return ("x", .error)
    case .done(let reading):
      let answers = state.ledger.record(of: study).answers
      let present = reading.findings.filter { $0.state == .present }
      if present.contains(where: { criticalLabels.contains($0.label) }) { return ("!", .critical) }
      if reading.findings.contains(where: { $0.state == .uncertain && answers[$0.label] == nil }) {
        return ("?", .uncertain)
      }
      return present.isEmpty ? ("-", .absent) : ("+", .present)
    }
  }
}
