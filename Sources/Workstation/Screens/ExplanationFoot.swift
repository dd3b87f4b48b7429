/// The foot of the findings panel: the chosen finding in full, what an abstention means, and the overlay's scale.

package import Review
import Terminal

/// Draws upwards from the panel's last row and returns the row at which the list has to end. `top` is where the list begins;
/// the list keeps at least two thirds of the panel.
func drawExplanation(
  _ state: State, in rect: CellRect, below top: Int, on frame: inout Frame<PictureRecipe>
) -> Int {
  let bottom = rect.row + rect.rows
  var lines: [Line] = []
  if state.look.hasInfo || state.look.probe != nil { lines += aboutFilm(state, width: rect.columns - 2) }
  if let finding = state.chosenFinding {
    lines += about(finding, state.keys, width: rect.columns - 2)
  } else if state.shownMap != nil, let label = state.explainedLabel {
    lines.append(Line(text: label, role: .title))
  }
  guard !lines.isEmpty else { return bottom }
  let scaled = state.look.overlay != nil && state.shownMap != nil
  if scaled { lines += aboutMap(state, width: rect.columns - 2) }
  let room = max(0, (bottom - top) / 3 + (scaled ? 3 : 0))
  let strip = scaled && state.surface.graphics != .none ? 1 : 0
  lines = Array(lines.prefix(max(0, room - 1 - strip)))
  let start = bottom - lines.count - strip - 1
  frame.grid.horizontalLine(column: rect.column, row: start, columns: rect.columns)
  for (offset, line) in lines.enumerated() {
    frame.grid.put(line.text, column: rect.column + 1, row: start + 1 + offset, role: line.role)
  }
  if strip == 1 { drawScale(state, in: rect, row: bottom - 1, on: &frame) }
  return start
}

private struct Line {
  let text: String
  let role: Role
}

private func about(_ finding: Finding, _ keys: KeyTable, width: Int) -> [Line] {
  let side = finding.probability < finding.threshold ? "below" : "above"
  let numbers =
    "\(probabilityText(finding.probability.value)) \(side) threshold \(probabilityText(finding.threshold.value))"
  var lines = [Line(text: finding.label, role: .title), Line(text: numbers, role: .dim)]
  if let interval = finding.interval {
    let ends =
      "\(probabilityText(interval.lowerBound.value)) to \(probabilityText(interval.upperBound.value))"
    lines += CellText.wrap("members and calibration error: \(ends)", width).map { Line(text: $0, role: .dim) }
  }
  if finding.state == .uncertain {
    let answers = ["present", "absent", "maybe"].map { keys["finding.answer.\($0)"] }
    let meaning =
      "? abstains: not a negative. Read it yourself and answer \(answers[0]), \(answers[1]) or \(answers[2])."
    lines += CellText.wrap(meaning, width).map { Line(text: $0, role: .uncertain) }
  }
  return lines
}

/// The pixel under the cross and, on request, what the film's header says. No name, no number of a patient.
private func aboutFilm(_ state: State, width: Int) -> [Line] {
  guard let film = state.film else { return [] }
  var lines: [Line] = []
  if let probe = state.look.probe {
    var text = "x \(Int(probe.x))  y \(Int(probe.y))"
    if let sample = state.sample, sample.study == film.study, sample.column == Int(probe.x),
      sample.row == Int(probe.y)
    {
      text += "  value \(rounded(sample.value))"
    }
    lines.append(Line(text: text, role: .notice))
  }
  guard state.look.hasInfo else { return lines }
  let spacing =
    film.spacing.map {
      "\(rounded($0.columnMM)) x \(rounded($0.rowMM)) mm a pixel\($0.isAtPatient ? "" : ", at the detector")"
    }
    ?? "pixel size not known: lengths in pixels"
  let person = [film.age.map { "\(Int($0)) years" }, film.sex].compactMap { $0 }.joined(separator: "  ")
  let texts = [
    "\(film.columns) x \(film.rows) px  \(film.bitsStored) bit", spacing,
    [film.view.map { "view \($0)" } ?? "view not known", film.date].compactMap { $0 }.joined(separator: "  "),
    film.orientation == nil ? "sides not in the header: letters are a convention" : "sides from the header",
    person,
  ]
  let notices = state.shown?.quality?.notices ?? []
  for text in texts where !text.isEmpty {
    lines += CellText.wrap(text, width).map { Line(text: $0, role: .dim) }
  }
  for text in notices { lines += CellText.wrap(text, width).map { Line(text: $0, role: .warning) } }
  return lines
}

/// At most three digits after the point.
private func rounded(_ value: Double) -> String {
  guard value.magnitude < 1e12 else { return "?" }
  let thousandths = (value * 1000).rounded() / 1000
  return thousandths == thousandths.rounded() ? String(Int(thousandths)) : String(thousandths)
}

private func aboutMap(_ state: State, width: Int) -> [Line] {
  guard let map = state.shownMap, let film = state.film else { return [] }
  let cell = max(film.columns, film.rows) / max(1, max(map.columns, map.rows))
  let intro = state.look.overlay?.legend(of: map).intro ?? ""
  let text =
    "map \(map.columns)x\(map.rows), one cell = \(cell) px of the film: a place, not an extent. \(intro)"
  return CellText.wrap(text, width).map { Line(text: $0, role: .dim) }
}

/// A strip of the overlay's own colours between its two ends.
private func drawScale(_ state: State, in rect: CellRect, row: Int, on frame: inout Frame<PictureRecipe>) {
  let from = frame.grid.put("0 ", column: rect.column + 1, row: row, role: .dim)
  guard let method = state.look.overlay, let map = state.shownMap else { return }
  let label = method.legend(of: map).end
  let strip = CellRect(
    column: rect.column + 1 + from, row: row,
    columns: max(1, min(16, rect.columns - from - CellText.width(label) - 4)),
    rows: 1)
  frame.grid.fill(strip, role: .film)
  frame.images.append(ImagePlacement(rect: strip, recipe: .scale(strip.pixels(on: state.surface))))
  frame.grid.put(" " + label, column: strip.column + strip.columns, row: row, role: .dim)
}

extension ExplanationMethod {
  /// The map value that is drawn in full colour. A contribution is in logits: one logit on a sixty-fourth of the film is
  /// full, for every film and finding. Grad-CAM has no unit, so each map is held against its own maximum.
  package func fullScale(of map: ExplanationMap) -> Float {
    switch self {
    case .contribution: 64 / Float(max(1, map.rows * map.columns))
    case .gradCAM: max(map.values.max() ?? 0, .leastNormalMagnitude)
    }
  }

  /// What the two ends of the colour scale mean.
  fileprivate func legend(of map: ExplanationMap) -> (intro: String, end: String) {
    switch self {
    case .contribution:
      let hundredths = Int((fullScale(of: map) * 100).rounded())
      return (
        "Scale, the same for all:",
        "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10) logit a cell"
      )
    case .gradCAM: return ("No unit; scaled to itself:", "its own maximum")
    }
  }
}
