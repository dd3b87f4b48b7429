/// How two films look beside each other. Each pane names its own film; no annotation or map of one lies over the other.

import Imaging
import Review
import Terminal

func drawCompare(_ screen: CompareScreen, _ state: State, on frame: inout Frame<PictureRecipe>) {
  let layout = Layout(state.surface)
  let size = frame.grid.size
  let hasTable = size.columns >= 112
  let width = hasTable ? size.columns - 40 : size.columns
  frame.grid.fill(layout.header, role: .title)
  frame.grid.put("hilum  compare", column: 1, row: 0, role: .title)
  if let (words, role) = kinship(screen, state) {
    frame.grid.putRight(words + " ", end: size.columns, row: 0, role: role)
  }
  let body = CellRect(column: 0, row: 1, columns: width, rows: max(0, size.rows - 3))
  let panes = comparePanes(screen, state)
  for (row, pane) in panes { drawPane(row, screen, state, in: pane, on: &frame) }
  if panes.count > 1 { frame.grid.verticalLine(column: panes[1].pane.column - 1, row: 1, rows: body.rows) }
  if hasTable {
    frame.grid.verticalLine(column: width, row: 1, rows: body.rows)
    drawDeltas(
      screen, state,
      in: CellRect(column: width + 1, row: 1, columns: size.columns - width - 1, rows: body.rows),
      on: &frame.grid)
  }
  frame.grid.fill(layout.status, role: .footer)
  let link = screen.isLinked ? "linked" : "not linked"
  frame.grid.put(
    "COMPARE  \(link)  window by preset  not registered: movement shows too", column: 1,
    row: layout.status.row, role: .footer, width: size.columns - 2)
  drawKeys(state, in: layout.keys, on: &frame.grid)
}

/// Which row's film stands where, captions included.
func comparePanes(_ screen: CompareScreen, _ state: State) -> [(row: Int, pane: CellRect)] {
  let size = state.surface.size
  let width = size.columns >= 112 ? size.columns - 40 : size.columns
  let body = CellRect(column: 0, row: 1, columns: width, rows: max(0, size.rows - 3))
  if screen.flicker != nil || screen.isDifference {
    let other = screen.showsOther && !screen.isDifference
    return [(other ? screen.other : state.queue.shown, body)]
  }
  let half = (width - 1) / 2
  let rows = screen.isSwapped ? [screen.other, state.queue.shown] : [state.queue.shown, screen.other]
  return rows.enumerated().map { index, row in
    (row, CellRect(column: index * (half + 1), row: 1, columns: half, rows: body.rows))
  }
}

/// What the reader must know of whether both films are one patient's; nil where they are.
private func kinship(_ screen: CompareScreen, _ state: State) -> (String, Role)? {
  switch PatientMatch(state.film, state.queue.rows[screen.other].film) {
  case .other: ("THE HEADERS NAME DIFFERENT PATIENTS", .error)
  case .same: nil
  case .unknown:
    state.comparable.arePriors ? nil : ("MARKED FILM: not known to be the same patient", .warning)
  }
}

extension CellRect {
  /// What is left under a caption.
  var withoutFirstRow: CellRect {
    CellRect(column: column, row: row + 1, columns: columns, rows: max(0, rows - 1))
  }
}

/// One film with its own caption: which one it is, its view and date, and its letters.
private func drawPane(
  _ row: Int, _ screen: CompareScreen, _ state: State, in rect: CellRect, on frame: inout Frame<PictureRecipe>
) {
  let isShown = row == state.queue.shown
  let queued = state.queue.rows[row]
  let caption = CellRect(column: rect.column, row: rect.row, columns: rect.columns, rows: 1)
  frame.grid.fill(caption, role: isShown ? .selected : .dim)
  let role: Role = isShown ? .selected : .dim
  let pane = rect.withoutFirstRow
  frame.grid.fill(pane, role: .film)
  let name =
    screen.isDifference
    ? "DIFFERENCE" : isShown ? "CURRENT" : state.comparable.arePriors ? "EARLIER" : "MARKED"
  guard let film = queued.film else {
    frame.grid.put(
      "\(name)  \(queued.name)", column: rect.column + 1, row: rect.row, role: role, width: rect.columns - 2)
    let text: String = if case .refused(let reason) = queued.status { reason } else { "opening…" }
    frame.grid.put(
      text, column: pane.column + 2, row: pane.row + pane.rows / 2, role: .film, width: pane.columns - 4)
    return
  }
  let letters = edgeTexts(film, state.look.pose)
  var facts = [film.view, film.date, film.study.description].compactMap { $0 }.joined(separator: " ")
  if case .clear(let line) = PatientLine(of: film, isShown: state.showsPatient) { facts = line + " " + facts }
  frame.grid.put(letters.left, column: rect.column + 1, row: rect.row, role: role)
  frame.grid.putRight(letters.right, end: rect.column + rect.columns - 1, row: rect.row, role: role)
  frame.grid.put(
    "\(name) \(facts)", column: rect.column + 5, row: rect.row, role: role, width: max(0, rect.columns - 10))
  guard var recipe = recipe(of: film, state, in: pane) else { return }
  if !isShown, !screen.isLinked {
    recipe = .preview(film, size: recipe.size, aspect: recipe.aspect)
    recipe.pose = state.look.pose
  }
  if screen.isDifference { recipe.minus = state.queue.rows[screen.other].film?.study }
  frame.images.append(ImagePlacement(rect: pane, recipe: .film(recipe)))
}

/// Three columns at the right edge; returns where the first begins.
@discardableResult
private func drawNumbers(
  _ then: String, _ now: String, _ change: String, role: Role, in rect: CellRect, row: Int,
  on grid: inout Grid
) -> Int {
  let end = rect.column + rect.columns - 1
  grid.putRight(change, end: end, row: row, role: role)
  grid.putRight(now, end: end - 8, row: row, role: role)
  return grid.putRight(then, end: end - 13, row: row, role: role)
}

/// What the pack says of both films, where the same pack read both.
private func drawDeltas(_ screen: CompareScreen, _ state: State, in rect: CellRect, on grid: inout Grid) {
  grid.put("finding", column: rect.column + 1, row: rect.row, role: .dim)
  drawNumbers("then", "now", "change", role: .dim, in: rect, row: rect.row, on: &grid)
  guard !state.isBlind, let now = state.queue.rows[state.queue.shown].verdict,
    let then = state.queue.rows[screen.other].verdict, now.labels == then.labels
  else {
    grid.put(
      state.isBlind ? "hidden until \(state.keys["study.reveal"]) reveals it" : "not both films are read",
      column: rect.column + 1,
      row: rect.row + 2, role: .dim)
    return
  }
  let order = now.labels.indices.sorted {
    abs(now.probabilities[$0] - then.probabilities[$0]) > abs(now.probabilities[$1] - then.probabilities[$1])
  }
  for (offset, label) in order.prefix(max(0, rect.rows - 2)).enumerated() {
    let row = rect.row + 1 + offset
    let change = Int(((now.probabilities[label] - then.probabilities[label]) * 100).rounded())
    let end = drawNumbers(
      probabilityText(Double(then.probabilities[label])), probabilityText(Double(now.probabilities[label])),
      "\(change > 0 ? "+" : "")\(change) %", role: .text, in: rect, row: row, on: &grid)
    grid.put(
      now.labels[label], column: rect.column + 1, row: row, role: .text, width: max(0, end - rect.column - 2))
  }
}
