/// How the queue browser looks: buckets, table, preview and the reason for the priority.

import Review
import Terminal

func drawBrowser(_ screen: QueueScreen, _ state: State, on frame: inout Frame<PictureRecipe>) {
  let size = frame.grid.size
  let layout = Layout(state.surface)
  let table = browserTable(state)
  let hasPreview = table.columns < size.columns
  drawHeading(state, on: &frame.grid)
  for tab in state.bucketTabs {
    frame.grid.put(
      tab.text, column: tab.columns.lowerBound, row: 1,
      role: tab.bucket == state.queue.bucket ? .selected : .dim)
  }
  drawTable(screen, state, in: table, on: &frame.grid)
  if hasPreview {
    frame.grid.verticalLine(column: table.columns, row: 1, rows: table.rows)
    let side = CellRect(
      column: table.columns + 1, row: 1, columns: size.columns - table.columns - 1, rows: table.rows)
    drawPreview(state, in: side, on: &frame)
  }
  let prompt = CellRect(column: 0, row: size.rows - 3, columns: size.columns, rows: 1)
  if let line = screen.line {
    frame.grid.put(line, prompt: "/", in: prompt)
  } else if let row = state.rowUnderCursor, !hasPreview {
    frame.grid.put(reason(row, state), column: 1, row: prompt.row, role: .dim, width: size.columns - 2)
  }
  drawSummary(state, row: size.rows - 2, on: &frame.grid)
  drawKeys(state, in: layout.keys, on: &frame.grid)
}

private func drawHeading(_ state: State, on grid: inout Grid) {
  grid.fill(CellRect(column: 0, row: 0, columns: grid.size.columns, rows: 1), role: .title)
  let films = state.queue.rows.count
  let read = state.queue.rows.count < 5000 ? "  \(state.queue.rows.count { $0.verdict != nil }) read" : ""
  grid.put("hilum queue  \(counted(films, "film"))\(read)\(state.scan.text)", column: 1, row: 0, role: .title)
  let listed = state.queue.list.count
  if listed < films {
    grid.putRight("\(listed) of \(films) listed ", end: grid.size.columns, row: 0, role: .warning)
  }
}

/// Where the browser's table stands, the buckets over it included; beside it, on a wide screen, the preview.
func browserTable(_ state: State) -> CellRect {
  let size = state.surface.size
  let preview = size.columns >= 112 ? Layout(state.surface).side.columns + 1 : 0
  return CellRect(
    column: 0, row: 1, columns: preview > 0 ? max(78, size.columns - preview) : size.columns,
    rows: size.rows - 4)
}

extension State {
  /// The buckets as they stand in the browser's second row, each with its columns.
  var bucketTabs: [(bucket: Bucket, text: String, columns: Range<Int>)] {
    var column = 1
    return Bucket.allCases.enumerated().map { index, bucket in
      // A bucket that nobody has measured is not an empty one.
      let isMeasured = bucket != .ood || queue.rows.contains { $0.verdict?.isForeign != nil }
      let count = queue.rows.count > 20_000 ? "" : isMeasured ? " \(count(bucket))" : " --"
      let text = "\(index) \(bucket.rawValue)\(count)"
      defer { column += CellText.width(text) + 2 }
      return (bucket, text, column..<(column + CellText.width(text)))
    }
  }
}

extension State {
  /// How many rows are in a bucket, whatever the filter.
  package func count(_ bucket: Bucket) -> Int {
    guard let flag = bucket.flag else { return queue.rows.count }
    let facts = filterFacts
    return queue.rows.indices.count { queue.rows[$0].has(flag, row: $0, facts) != bucket.isWithout }
  }
}

/// The table's columns and how wide each is at least; the film's name takes what is left.
private struct Column {
  let title: String
  let width: Int
  let right: Bool
}

private let columns: [Column] = [
  Column(title: "P", width: 1, right: false), Column(title: "film", width: 0, right: false),
  Column(title: "age", width: 4, right: true), Column(title: "view", width: 4, right: false),
  Column(title: "top finding", width: 20, right: false), Column(title: "p", width: 3, right: true),
  Column(title: "ai", width: 2, right: false), Column(title: "flags", width: 6, right: false),
  Column(title: "prior", width: 5, right: true),
]

private func drawTable(_ screen: QueueScreen, _ state: State, in rect: CellRect, on grid: inout Grid) {
  let widths = tableWidths(rect.columns)
  let facts = state.filterFacts
  drawCells(columns.map(\.title), widths, at: rect.row + 1, role: { _ in .dim }, on: &grid)
  grid.horizontalLine(column: 0, row: rect.row + 2, columns: rect.columns)
  let cursor = min(max(screen.cursor, 0), max(0, state.queue.list.count - 1))
  for (offset, place) in listed(state.queue.list.count, cursor: cursor, capacity: rect.rows - 3).enumerated()
  {
    let row = state.queue.list[place]
    let isHere = place == cursor
    let line = CellRect(column: 0, row: rect.row + 3 + offset, columns: rect.columns, rows: 1)
    grid.fill(line, role: isHere ? .selected : .text)
    grid.put(
      isHere ? ">" : state.queue.marked.contains(row) ? "v" : " ", column: 0, row: line.row,
      role: isHere ? .selected : .notice)
    let film = state.visible(row)
    let cells = cells(film, row, widths[1], facts)
    let state = film.verdict.flatMap { verdict in verdict.lead.map { verdict.states[$0] } }
    drawCells(
      cells, widths, at: line.row,
      role: { index in
        if isHere { return .selected }
        if index == 0, cells[0] == "1" { return .critical }
        return index >= 4 && index <= 6 ? state?.role ?? .dim : index == 7 ? .warning : .text
      }, on: &grid)
  }
  if state.queue.list.isEmpty {
    grid.put(
      "no film is left: \(state.keys["browser.filter"]) \(state.keys["filter.clear"]) clears the filter, \(state.keys["browser.bucket.all"]) lists all",
      column: 2, row: rect.row + 4,
      role: .dim)
  }
}

/// The widths of the columns in a table of so many. Once a name as `phantom-000001.png` has room, the finding gets the next four:
/// most are then written out.
private func tableWidths(_ width: Int) -> [Int] {
  var widths = columns.map(\.width)
  let room = max(6, width - widths.reduce(0) { $0 + $1 + 1 } - 4)
  let given = min(4, max(0, room - 18))
  widths[1] = room - given
  widths[4] += given
  return widths
}

private func drawCells(
  _ cells: [String], _ widths: [Int], at row: Int, role: (Int) -> Role, on grid: inout Grid
) {
  var column = 2
  for (index, cell) in columns.enumerated() {
    grid.putLine(
      cells[index], column: column, row: row, columns: widths[index], role: role(index), right: cell.right)
    column += widths[index] + 1
  }
}

private func cells(_ film: QueuedFilm, _ row: Int, _ nameWidth: Int, _ facts: FilterFacts) -> [String] {
  let priority = Priority(film, isEscalated: film.has(.escalated, row: row, facts))
  let isDone = film.has(.done, row: row, facts)
  let age = (film.header.age.map { String(Int($0)) } ?? "") + (film.header.sex ?? "")
  var (name, number, glyph) = (
    film.verdict == nil && film.quality?.isRejected != true ? "" : "-- not scored --", "", ""
  )
  if let verdict = film.verdict, let lead = verdict.lead, verdict.isForeign != true {
    name = verdict.labels[lead]
    number = probabilityText(Double(verdict.probabilities[lead]))
    glyph = verdict.states[lead].glyph
  }
  var flags: [String] = []
  if isDone { flags.append("done") }
  if let mark = film.quality?.mark { flags.append(mark) }
  if film.has(.abstain, row: row, facts) { flags.append("ab") }
  if film.has(.ood, row: row, facts) { flags.append("ood") }
  if film.has(.refused, row: row, facts) { flags.append("x") }
  return [
    isDone ? "-" : priority.level == 4 ? "." : "\(priority.level)", shortened(film.name, to: nameWidth), age,
    film.header.view ?? "", name, number, glyph, flags.joined(separator: " "),
    film.header.priors > 0 ? "\(film.header.priors)" : "",
  ]
}

/// Why a row has its priority.
private func reason(_ row: Int, _ state: State) -> String {
  let film = state.visible(row)
  let priority = Priority(film, isEscalated: film.has(.escalated, row: row, state.filterFacts))
  return priority.level == 4 ? priority.reason : "P\(priority.level): \(priority.reason)"
}

/// The film under the cursor where it is open, and why it stands where it stands.
private func drawPreview(_ state: State, in rect: CellRect, on frame: inout Frame<PictureRecipe>) {
  guard let row = state.rowUnderCursor else { return }
  let film = state.queue.rows[row]
  let height = min(rect.rows - 8, rect.columns * state.surface.cell.width / max(1, state.surface.cell.height))
  let pane = CellRect(column: rect.column, row: rect.row, columns: rect.columns, rows: max(1, height))
  frame.grid.fill(pane, role: .film)
  if let facts = film.film, state.surface.graphics != .none {
    frame.images.append(
      ImagePlacement(
        rect: pane,
        recipe: .film(
          .preview(facts, size: pane.pixels(on: state.surface), aspect: state.surface.pixelAspect))))
  } else {
    let text = row == state.queue.shown ? "" : "\(state.keys["browser.open"]) opens it"
    frame.grid.put(text, column: pane.column + 2, row: pane.row + pane.rows / 2, role: .film)
  }
  let lines =
    [film.name, reason(row, state), "triage reorders, it never hides a film"]
    + (film.quality?.notices ?? []) + (film.header.date.map { ["date \($0)"] } ?? [])
    + (film.study.map { ["film \($0)"] } ?? [])
  var line = pane.row + pane.rows + 1
  for text in lines.flatMap({ CellText.wrap($0, rect.columns - 2) }) where line < rect.row + rect.rows {
    frame.grid.put(text, column: rect.column + 1, row: line, role: .dim)
    line += 1
  }
}

private func drawSummary(_ state: State, row: Int, on grid: inout Grid) {
  grid.fill(CellRect(column: 0, row: row, columns: grid.size.columns, rows: 1), role: .footer)
  let sorting = "sort \(state.queue.sorting.key.rawValue)\(state.queue.sorting.isReversed ? " reversed" : "")"
  let filter = "filter: \(state.queue.filter.isEmpty ? "none" : state.queue.filter.text)"
  grid.put(
    "QUEUE  \(sorting)  \(filter)  marked \(state.queue.marked.count)  done \(state.queue.count(in: state.ledger.signedOff))",
    column: 1, row: row, role: .footer, width: grid.size.columns - 2)
}
