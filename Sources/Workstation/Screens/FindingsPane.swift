/// The findings: what the pack says in calibrated terms, and beside it what the reader says.

package import Review
package import Terminal

let findingsPaneCommands: [Command] = [
  Command(
    "finding.move", .move, "next, previous finding", hint: "move", in: [.findings],
    [Step("next", "j Down") { $0.moveFinding(1) }, Step("previous", "k Up") { $0.moveFinding(-1) }],
    disabled: noLabels),
  Command(
    "finding.choose", .move, "choose finding n", in: [.reading],
    (1...9).map { number in Step("\(number)", "\(number)") { $0.chooseExactly(number - 1) } },
    spelling: "1-9", disabled: noLabels),
  Command(
    "finding.answer", .decide, "present, absent, maybe", hint: "answer", in: [.reading],
    [
      Step("present", "y", asks: { $0.answer(.present) }), Step("absent", "n", asks: { $0.answer(.absent) }),
      Step("maybe", "m", asks: { $0.answer(.undetermined) }),
    ], disabled: { noLabels($0) ?? hiddenFindings($0) }),
  Command(
    "study.signOff", .decide, "sign off, next open film", hint: "sign off", in: [.reading], "Enter",
    disabled: hiddenFindings, asks: { $0.signOff() }),
  Command(
    "study.reveal", .decide, "reveal the findings", hint: "reveal", in: [.reading], "R",
    disabled: { $0.isBlind ? noFilm($0) : "nothing is hidden" }, asks: { $0.reveal() }),
  Command("study.blindFirst", .decide, "read blind first, or not", in: [.reading], "B") {
    $0.isBlindFirst.toggle()
    $0.look.overlay = nil
    $0.message = .notice(
      $0.isBlindFirst ? "findings stay hidden until \($0.keys["study.reveal"])" : "findings are shown at once"
    )
  },
  Command(
    "study.escalate", .decide, "urgent, or not", in: [.reading], "!", disabled: noFilm,
    asks: { $0.escalate() }),
  Command(
    "study.readAnyway", .decide, "read a rejected film", in: [.reading], "A",
    disabled: { nothingRejected($0) ?? hiddenFindings($0) },
    asks: { $0.readAnyway() }),
]

/// Returns where the list stands: its heading and, below it, a row for each of `rowsOfFindings`; nil where there is none.
@discardableResult
func drawFindings(_ state: State, in rect: CellRect, on frame: inout Frame<PictureRecipe>) -> CellRect? {
  var row = rect.row
  drawHeading(state, in: rect, on: &frame.grid)
  row += 1
  if case .ready(let pack) = state.model, let caution = pack.caution {
    row = drawParagraph(caution, role: .warning, in: rect, from: row, on: &frame.grid)
  }
  if let notice = qualityNotice(state) {
    row = drawParagraph(notice, role: .warning, in: rect, from: row, most: 3, on: &frame.grid)
  }
  if let provenance = state.reading?.provenance, provenance.isPreliminary, !state.isBlind {
    let text = "preliminary: \(provenance.passes) of \(counted(provenance.passesInAll, "pass", "passes"))"
    row = drawParagraph(text, role: .unsaved, in: rect, from: row, on: &frame.grid)
  }
  for warning in state.isBlind ? [] : state.reading?.provenance.warnings ?? [] {
    row = drawParagraph(warning, role: .warning, in: rect, from: row, on: &frame.grid)
  }
  guard state.reading != nil else {
    let (sentence, role) = findingsAbsence(state)
    _ = drawParagraph(sentence, role: role, in: rect, from: row + 1, on: &frame.grid)
    return nil
  }
  if let (sentence, role) = strangeness(state) {
    row = drawParagraph(sentence, role: role, in: rect, from: row, on: &frame.grid)
  }
  if state.isBlind {
    let sentence =
      "Blind first: the model's findings are hidden. Answer what you see, then \(state.keys["study.reveal"]) reveals them."
    row = drawParagraph(sentence, role: .notice, in: rect, from: row, on: &frame.grid)
  } else if state.findings.isEmpty {
    let sentence = "Uncalibrated ranking: raw scores, no probabilities and no decisions."
    row = drawParagraph(sentence, role: .warning, in: rect, from: row, on: &frame.grid)
  }
  let foot = drawExplanation(state, in: rect, below: row, on: &frame)
  let list = CellRect(column: rect.column + 1, row: row, columns: rect.columns - 1, rows: max(0, foot - row))
  if state.findings.isEmpty {
    drawRanking(state, in: list, on: &frame.grid)
  } else {
    drawList(state, in: list, on: &frame.grid)
  }
  return list
}

extension State {
  /// The labels that a list of so many rows shows, by their place among all; nil is the heading of those that the networks were
  /// never trained on.
  func rowsOfFindings(capacity: Int) -> [Int?] {
    let findings = findings
    if findings.isEmpty {
      return Array(listed(listedLabels.count, cursor: chosenIndex ?? 0, capacity: capacity))
    }
    let zeroShot = zeroShot
    let hasGroup = findings.contains { zeroShot.contains($0.label) }
    let visible = VisibleFindings(
      findings, cursor: chosenIndex ?? 0, capacity: capacity - (hasGroup ? 1 : 0))
    let shown = Array(visible.listed) + visible.pinned
    let apart = shown.filter { zeroShot.contains(findings[$0].label) }
    return shown.filter { !apart.contains($0) } + (apart.isEmpty ? [] : [nil]) + apart
  }
}

/// What the checks noticed on the film; nil where it is said already, because nothing was read for that reason.
private func qualityNotice(_ state: State) -> String? {
  guard let quality = state.shown?.quality, let line = quality.line else { return nil }
  guard quality.isRejected else { return line }
  if state.record.isReadAnyway { return "read all the same; \(line)" }
  return state.model == .none ? line : nil
}

/// Whether the film is one that the model knows (`OODScore`); nil where it is, or where nobody can tell.
private func strangeness(_ state: State) -> (String, Role)? {
  guard !state.isBlind, let ood = state.reading?.ood else { return nil }
  let numbers = "\(rawText(ood.value)), limit \(rawText(ood.limit))"
  switch ood.level {
  case .inside: return nil
  case .warn: return ("A little unlike the films that the model knows (\(numbers)).", .notice)
  case .outside: return ("Unlike the films that the model knows (\(numbers)): nothing is judged.", .warning)
  }
}

/// Labels without probabilities: hidden ones, or the raw scores of a pack that nobody calibrated.
private func drawRanking(_ state: State, in rect: CellRect, on grid: inout Grid) {
  guard rect.rows > 1 else { return }
  let scores = Dictionary(
    state.uncalibrated.map { ($0.label, $0.ensemble.value) }, uniquingKeysWith: { first, _ in first })
  grid.put("# finding", column: rect.column, row: rect.row, role: .dim)
  grid.putRight(
    scores.isEmpty ? "me " : "raw score me ", end: rect.column + rect.columns, row: rect.row, role: .dim)
  let labels = state.listedLabels
  let cursor = state.chosenIndex ?? 0
  for (offset, index) in state.rowsOfFindings(capacity: rect.rows - 1).compactMap(\.self).enumerated() {
    let row = rect.row + 1 + offset
    let role: Role = index == cursor ? .selected : .text
    grid.put(index < 9 ? String(index + 1) : " ", column: rect.column, row: row, role: .dim)
    grid.put(index == cursor ? ">" : " ", column: rect.column + 1, row: row, role: role)
    grid.putLine(labels[index], column: rect.column + 2, row: row, columns: rect.columns - 16, role: role)
    if let score = scores[labels[index]] {
      grid.putRight(rawText(score), end: rect.column + rect.columns - 4, row: row, role: .dim)
    }
    draw(state.record.answers[labels[index]], column: rect.column + rect.columns - 3, row: row, on: &grid)
  }
}

/// A raw score with its sign: it looks like no probability.
func rawText(_ value: Double) -> String {
  let hundredths = Int((min(max(value, -99), 99) * 100).rounded())
  let digits = hundredths.magnitude % 100
  return "\(hundredths < 0 ? "-" : "+")\(hundredths.magnitude / 100).\(digits < 10 ? "0" : "")\(digits)"
}

private func drawHeading(_ state: State, in rect: CellRect, on grid: inout Grid) {
  let findings = state.findings
  let counts =
    findings.isEmpty
    ? ""
    : "  +\(findings.count { $0.state == .present }) ?\(findings.count { $0.state == .uncertain })"
      + " of \(findings.count)  mine \(state.record.answers.count)"
      + (state.record.note == nil ? "" : "  note")
  grid.putLine(
    " findings" + counts, column: rect.column, row: rect.row, columns: rect.columns,
    role: state.focus == .findings ? .selected : .title)
}

/// Draws wrapped text with a margin, at most so many lines of it, and returns the row below it.
private func drawParagraph(
  _ text: String, role: Role, in rect: CellRect, from row: Int, most: Int = .max, on grid: inout Grid
) -> Int {
  var lines = CellText.wrap(text, max(1, rect.columns - 2))
  if lines.count > most {
    lines = lines.prefix(most - 1) + ["\(lines[most - 1].prefix(max(0, rect.columns - 4))) …"]
  }
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
  if case .failed(let reason) = state.readings[film.study] {
    let isRejected = state.shown?.quality?.isRejected == true
    return (reason + (isRejected ? " \(state.keys["study.readAnyway"]) reads it all the same." : ""), .error)
  }
  return (waiting("reading", state.waited), .dim)
}

private func drawList(_ state: State, in rect: CellRect, on grid: inout Grid) {
  guard rect.rows > 1 else { return }
  let columns = FindingColumns(width: rect.columns)
  grid.put("# finding", column: rect.column, row: rect.row, role: .dim)
  grid.put("0", column: rect.column + columns.bar, row: rect.row, role: .dim)
  grid.put("1", column: rect.column + columns.bar + columns.barWidth - 1, row: rect.row, role: .dim)
  grid.put("  p ai me", column: rect.column + columns.probability - 1, row: rect.row, role: .dim)
  let (findings, zeroShot) = (state.findings, state.zeroShot)
  for (offset, index) in state.rowsOfFindings(capacity: rect.rows - 1).enumerated() {
    guard let index else {
      grid.putLine(
        "zero-shot: known by name, never trained on", column: rect.column, row: rect.row + 1 + offset,
        columns: rect.columns, role: .dim)
      continue
    }
    drawFinding(
      findings[index], number: index + 1, said: state.record.answers[findings[index].label],
      chosen: index == state.chosenIndex, isDim: zeroShot.contains(findings[index].label), columns: columns,
      at: (rect.column, rect.row + 1 + offset),
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
    // Names first: the longest of the published lists has thirty letters.
    barWidth = min(max(width - 14 - 30, 6), 16)
    nameWidth = max(0, width - 14 - barWidth)
  }
}

private func drawFinding(
  _ finding: Finding, number: Int, said: Record.Said?, chosen: Bool, isDim: Bool, columns: FindingColumns,
  at: (column: Int, row: Int), on grid: inout Grid
) {
  let critical = criticalLabels.contains(finding.label)
  let isAlarm = critical && finding.state != .absent
  let name: Role = chosen ? .selected : isAlarm ? .critical : isDim ? .dim : .text
  let digit = number <= 9 ? String(number) : " "
  grid.put(digit, column: at.column, row: at.row, role: chosen ? .selected : .dim)
  let mark: Role = chosen ? .selected : isAlarm ? .critical : .dim
  grid.put(chosen ? ">" : critical ? "!" : " ", column: at.column + 1, row: at.row, role: mark)
  grid.putLine(finding.label, column: at.column + 2, row: at.row, columns: columns.nameWidth, role: name)
  drawBar(finding, column: at.column + columns.bar, row: at.row, width: columns.barWidth, on: &grid)
  grid.put(
    probabilityText(finding.probability.value), column: at.column + columns.probability, row: at.row,
    role: finding.state.role)
  grid.put(finding.state.glyph, column: at.column + columns.state, row: at.row, role: finding.state.role)
  draw(said, column: at.column + columns.answer, row: at.row, on: &grid)
}

/// The reader's answer, and whether it is on the disk.
private func draw(_ said: Record.Said?, column: Int, row: Int, on grid: inout Grid) {
  guard let said else { return }
  grid.put(said.answer.letter, column: column, row: row, role: .title)
  grid.put(said.isSaved ? "✓" : "·", column: column + 1, row: row, role: said.isSaved ? .saved : .unsaved)
}

/// One row of glyphs: the interval as a line, the probability as `o`, the threshold as `|`.
private func drawBar(_ finding: Finding, column: Int, row: Int, width: Int, on grid: inout Grid) {
  func cell(_ value: Double) -> Int { min(width - 1, Int(value * Double(width))) }
  let point = cell(finding.probability.value)
  let tick = cell(finding.threshold.value)
  let low = cell(finding.interval?.lowerBound.value ?? finding.probability.value)
  let high = cell(finding.interval?.upperBound.value ?? finding.probability.value)
  for index in 0..<width {
    let isInside = (low...max(low, high)).contains(index)
    let glyph = index == point ? "o" : index == tick ? "|" : isInside ? "━" : "─"
    let role: Role =
      index == point ? finding.state.role : index == tick ? .threshold : isInside ? .barFill : .barTrack
    grid.put(glyph, column: column + index, row: row, role: role)
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
  /// Its letter in the list: yes, no, maybe.
  var letter: String {
    switch self {
    case .present: "y"
    case .absent: "n"
    case .undetermined: "m"
    }
  }
}
