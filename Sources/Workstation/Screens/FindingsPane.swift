/// The findings: what the pack says in calibrated terms, and beside it what the reader says.

package import Review
package import Terminal

func drawFindings(_ state: State, in rect: CellRect, on frame: inout Frame<PictureRecipe>) {
  var row = rect.row
  drawHeading(state, in: rect, on: &frame.grid)
  row += 1
  if case .ready(let pack) = state.model, let caution = pack.caution {
    row = drawParagraph(caution, role: .warning, in: rect, from: row, on: &frame.grid)
  }
  guard state.reading != nil else {
    let (sentence, role) = findingsAbsence(state)
    _ = drawParagraph(sentence, role: role, in: rect, from: row + 1, on: &frame.grid)
    return
  }
  if state.findings.isEmpty {
    let sentence = "This pack is not calibrated: it has no probabilities to show."
    _ = drawParagraph(sentence, role: .warning, in: rect, from: row + 1, on: &frame.grid)
    return
  }
  let foot = drawExplanation(state, in: rect, below: row, on: &frame)
  let list = CellRect(column: rect.column + 1, row: row, columns: rect.columns - 1, rows: max(0, foot - row))
  drawList(state, in: list, on: &frame.grid)
}

private func drawHeading(_ state: State, in rect: CellRect, on grid: inout Grid) {
  let findings = state.findings
  let counts =
    findings.isEmpty
    ? ""
    : "  +\(findings.count { $0.state == .present }) ?\(findings.count { $0.state == .uncertain })"
      + " of \(findings.count)  mine \(state.record.answers.count)"
  grid.putLine(
    " findings" + counts, column: rect.column, row: rect.row, columns: rect.columns,
    role: state.focus == .findings ? .selected : .title)
}

/// Draws wrapped text with a margin and returns the row below it.
private func drawParagraph(
  _ text: String, role: Role, in rect: CellRect, from row: Int, on grid: inout Grid
) -> Int {
  let lines = CellText.wrap(text, max(1, rect.columns - 2))
  let room = max(0, rect.row + rect.rows - row)
  for (offset, line) in lines.prefix(room).enumerated() {
    grid.put(line, column: rect.column + 1, row: row + offset, role: role)
  }
  return row + min(lines.count, room)
}

private func findingsAbsence(_ state: State) -> (String, Role) {
  switch state.model {
  case .none:
    return ("no model. Films can be read and signed off; hilum review --pack DIR adds findings.", .dim)
  case .refused(let reason): return (reason, .error)
  case .loading: return ("loading the model…", .dim)
  case .ready: break
  }
  guard let film = state.film else { return ("", .dim) }
  if case .failed(let reason) = state.readings[film.study] { return (reason, .error) }
  return (waiting("reading", state.waited), .dim)
}

private func drawList(_ state: State, in rect: CellRect, on grid: inout Grid) {
  guard rect.rows > 1 else { return }
  let columns = FindingColumns(width: rect.columns)
  grid.put("# finding", column: rect.column, row: rect.row, role: .dim)
  grid.put("0", column: rect.column + columns.bar, row: rect.row, role: .dim)
  grid.put("1", column: rect.column + columns.bar + columns.barWidth - 1, row: rect.row, role: .dim)
  grid.put("  p ai me", column: rect.column + columns.probability - 1, row: rect.row, role: .dim)
  let findings = state.findings
  let visible = VisibleFindings(findings, cursor: state.chosenIndex ?? 0, capacity: rect.rows - 1)
  for (offset, index) in (Array(visible.listed) + visible.pinned).enumerated() {
    drawFinding(
      findings[index], number: index + 1, said: state.record.answers[findings[index].label],
      chosen: index == state.chosenIndex, columns: columns, at: (rect.column, rect.row + 1 + offset),
      on: &grid)
  }
}

/// The columns of one finding's row, from the panel's left edge: number, name, bar, probability, state, answer.
private struct FindingColumns {
  let nameWidth: Int
  let barWidth: Int
  var bar: Int { 2 + nameWidth + 1 }
  var probability: Int { bar + barWidth + 1 }
  var state: Int { probability + 4 }
  var answer: Int { state + 3 }

  init(width: Int) {
    barWidth = min(max((width - 14) / 3, 6), 16)
    nameWidth = max(0, width - 14 - barWidth)
  }
}

private func drawFinding(
  _ finding: Finding, number: Int, said: Record.Said?, chosen: Bool, columns: FindingColumns,
  at: (column: Int, row: Int), on grid: inout Grid
) {
  let critical = criticalLabels.contains(finding.label)
  let name: Role = chosen ? .selected : critical && finding.state != .absent ? .critical : .text
  let digit = number <= 9 ? String(number) : " "
  grid.put(digit, column: at.column, row: at.row, role: chosen ? .selected : .dim)
  let mark: Role = chosen ? .selected : critical && finding.state != .absent ? .critical : .dim
  grid.put(chosen ? ">" : critical ? "!" : " ", column: at.column + 1, row: at.row, role: mark)
  grid.putLine(finding.label, column: at.column + 2, row: at.row, columns: columns.nameWidth, role: name)
  drawBar(finding, column: at.column + columns.bar, row: at.row, width: columns.barWidth, on: &grid)
  grid.put(
    probabilityText(finding.probability.value), column: at.column + columns.probability, row: at.row,
    role: finding.state.role)
  grid.put(finding.state.glyph, column: at.column + columns.state, row: at.row, role: finding.state.role)
  guard let said else { return }
  grid.put(said.answer.letter, column: at.column + columns.answer, row: at.row, role: .title)
  grid.put(
    said.isSaved ? "✓" : "·", column: at.column + columns.answer + 1, row: at.row,
    role: said.isSaved ? .saved : .unsaved)
}

/// A line as long as the probability, with a tick at the threshold.
private func drawBar(_ finding: Finding, column: Int, row: Int, width: Int, on grid: inout Grid) {
  let filled = Int((finding.probability.value * Double(width)).rounded())
  let tick = min(width - 1, Int(finding.threshold.value * Double(width)))
  for cell in 0..<width {
    let full = cell < filled
    let glyph = cell == tick ? "|" : full ? "━" : "─"
    grid.put(
      glyph, column: column + cell, row: row, role: cell == tick ? .threshold : full ? .barFill : .barTrack)
  }
}

/// `.87`, `1.0`: two digits of a calibrated probability.
package func probabilityText(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  if hundredths >= 100 { return "1.0" }
  return hundredths < 10 ? ".0\(hundredths)" : ".\(hundredths)"
}

extension FindingState {
  /// An abstention looks like neither yes nor no.
  package var glyph: String {
    switch self {
    case .present: "+"
    case .absent: "-"
    case .uncertain: "?"
    }
  }

  package var role: Role {
    switch self {
    case .present: .present
    case .absent: .absent
    case .uncertain: .uncertain
    }
  }
}

extension Answer {
  /// The key that gives this answer.
  var letter: String {
    switch self {
    case .present: "y"
    case .absent: "n"
    case .undetermined: "m"
    }
  }
}
