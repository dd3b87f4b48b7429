/// The film: its caption of letters, and the picture by recipe. Text and picture never share a cell.

import Review
import Terminal

/// The line over the film: which side is which, as far as the header says, and what is drawn over it.
func drawCaption(_ state: State, in rect: CellRect, on grid: inout Grid) {
  let role: Role = state.focus == .film ? .selected : .dim
  grid.fill(rect, role: role)
  guard let film = state.film else { return }
  let edges = film.orientation?.edges
  grid.put(edges?.left ?? "R?", column: rect.column + 1, row: rect.row, role: role)
  let end = grid.putRight(
    edges?.right ?? "L?", end: rect.column + rect.columns - 1, row: rect.row, role: role)
  let middle = captionText(state)
  let room = end - rect.column - 6
  let width = min(CellText.width(middle), room)
  grid.put(
    middle, column: rect.column + max(4, (rect.columns - width) / 2), row: rect.row, role: role, width: room)
}

private func captionText(_ state: State) -> String {
  guard let method = state.look.overlay, let finding = state.chosenFinding else { return "" }
  return state.shownMap == nil ? "no map of \(finding.label)" : "\(method.title): \(finding.label)"
}

/// The picture, or in its place the sentence that says why there is none.
func drawFilm(_ state: State, in rect: CellRect, on frame: inout Frame<PictureRecipe>) {
  frame.grid.fill(rect, role: .film)
  if let recipe = filmRecipe(state, in: rect) {
    frame.images.append(ImagePlacement(rect: rect, recipe: .film(recipe)))
    return
  }
  let (sentence, role) = absence(of: state)
  let lines = CellText.wrap(sentence, max(1, min(rect.columns - 4, 60)))
  for (offset, line) in lines.prefix(max(0, rect.rows)).enumerated() {
    let column = rect.column + max(0, (rect.columns - CellText.width(line)) / 2)
    let row = rect.row + max(0, (rect.rows - lines.count) / 2) + offset
    frame.grid.put(line, column: column, row: row, role: role, width: rect.columns)
  }
}

/// The recipe of the film on the screen. The study in it is the shown row's own.
func filmRecipe(_ state: State, in rect: CellRect) -> PictureRecipe.Film? {
  guard let film = state.film, state.surface.graphics != .none, rect.columns > 0, rect.rows > 0 else {
    return nil
  }
  return PictureRecipe.Film(
    study: film.study, window: state.look.tone.recipe(on: film), inverted: state.look.tone.inverted,
    viewport: state.look.viewport, overlay: overlayRecipe(state), size: rect.pixels(on: state.surface),
    aspect: state.surface.pixelAspect)
}

private func overlayRecipe(_ state: State) -> PictureRecipe.Overlay? {
  guard let method = state.look.overlay, state.shownMap != nil, let label = state.chosenFinding?.label,
    let reading = state.reading
  else { return nil }
  return PictureRecipe.Overlay(method: method, label: label, pack: reading.pack)
}

private func absence(of state: State) -> (String, Role) {
  guard let shown = state.shown else { return ("no film", .dim) }
  switch shown.status {
  case .unopened, .opening: return (waiting("opening", state.waited), .dim)
  case .refused(let reason): return (reason, .error)
  case .open: return ("pictures are off: --graphics none", .dim)
  }
}

/// A verb and, once it is worth saying, for how long.
func waiting(_ verb: String, _ seconds: Double) -> String {
  guard seconds >= 0.5 else { return "\(verb)…" }
  let tenths = Int((min(seconds, 99_999) * 10).rounded())
  return "\(verb)… \(tenths / 10).\(tenths % 10) s"
}

extension ExplanationMethod {
  /// The method's name on the screen.
  var title: String {
    switch self {
    case .contribution: "contribution"
    case .gradCAM: "Grad-CAM"
    }
  }
}
