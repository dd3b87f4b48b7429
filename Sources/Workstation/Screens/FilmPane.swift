/// The film: its caption of letters, and the picture by recipe. Text and picture never share a cell.

import Imaging
import Review
import Terminal

/// The line over the film: which side is which, as far as the header says, and what is drawn over it.
func drawCaption(_ state: State, in rect: CellRect, on grid: inout Grid) {
  let role: Role = state.focus == .film ? .selected : .dim
  grid.fill(rect, role: role)
  guard let film = state.film else { return }
  let pose = state.look.pose
  let letters = edgeTexts(film, pose)
  grid.put(letters.left, column: rect.column + 1, row: rect.row, role: role)
  let end = grid.putRight(letters.right, end: rect.column + rect.columns - 1, row: rect.row, role: role)
  let banner = pose.words.map { "\($0)  top \(letters.top)" }
  let middle = banner ?? captionText(state)
  let room = end - rect.column - 6
  let width = min(CellText.width(middle), room)
  grid.put(
    middle, column: rect.column + max(4, (rect.columns - width) / 2), row: rect.row,
    role: banner == nil ? role : .warning, width: room)
}

/// The letters of the edges; with a question mark where the header does not say and only the convention does.
func edgeTexts(_ film: FilmFacts, _ pose: FilmPose) -> (left: String, top: String, right: String) {
  if let known = EdgeLetters(film.orientation, pose) { return (known.left, known.top, known.right) }
  let usual = EdgeLetters(PatientOrientation(alongRow: "L", downColumn: "F"), pose)
  return ((usual?.left ?? "") + "?", (usual?.top ?? "") + "?", (usual?.right ?? "") + "?")
}

private func captionText(_ state: State) -> String {
  guard let method = state.look.overlay, let label = state.explainedLabel else { return "" }
  return state.shownMap == nil ? "no map of \(label)" : "\(method.title): \(label)"
}

/// The picture, or in its place the sentence that says why there is none.
func drawFilm(_ state: State, in rect: CellRect, on frame: inout Frame<PictureRecipe>) {
  frame.grid.fill(rect, role: .film)
  let panes = state.filmPanes(in: rect)
  if let recipe = filmRecipe(state, in: panes[panes.count - 1]) {
    if panes.count > 1 {
      var plain = recipe
      plain.overlay = nil
      frame.images.append(ImagePlacement(rect: panes[0], recipe: .film(plain)))
      frame.grid.verticalLine(column: panes[1].column - 1, row: rect.row, rows: rect.rows)
    }
    frame.images.append(ImagePlacement(rect: panes[panes.count - 1], recipe: .film(recipe)))
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

extension State {
  /// One pane for the film, or two halves of equal size where film and map stand side by side.
  func filmPanes(in rect: CellRect) -> [CellRect] {
    guard look.overlay != nil, look.style == .side, rect.columns >= 21 else { return [rect] }
    let half = (rect.columns - 1) / 2
    return [
      CellRect(column: rect.column, row: rect.row, columns: half, rows: rect.rows),
      CellRect(column: rect.column + half + 1, row: rect.row, columns: half, rows: rect.rows),
    ]
  }
}

/// The recipe of the film on the screen. The study in it is the shown row's own.
func filmRecipe(_ state: State, in rect: CellRect) -> PictureRecipe.Film? {
  guard let film = state.film, var recipe = recipe(of: film, state, in: rect) else { return nil }
  recipe.overlay = overlayRecipe(state)
  recipe.marks = state.record.annotations.values.sorted { $0.id < $1.id }
  if let screen = state.opened(AnnotateScreen.self), let draft = screen.draft {
    recipe.marks.removeAll { $0.id == draft.id }
    recipe.marks.append(draft)
    (recipe.chosenMark, recipe.handle) = (draft.id, screen.handle)
  }
  recipe.cross = state.look.probe
  if state.look.hasMagnifier { recipe.magnified = state.look.probe ?? state.middle(of: film) }
  return recipe
}

/// A film under the look in force, with nothing of another film on it; nil where there are no pictures.
func recipe(of film: FilmFacts, _ state: State, in rect: CellRect) -> PictureRecipe.Film? {
  guard state.surface.graphics != .none, rect.columns > 0, rect.rows > 0 else { return nil }
  var recipe = PictureRecipe.Film(
    study: film.study, window: state.look.tone.recipe(on: film), inverted: state.look.tone.inverted,
    viewport: state.look.viewport, overlay: nil, size: rect.pixels(on: state.surface),
    aspect: state.surface.pixelAspect)
  recipe.pose = state.look.pose
  recipe.isEqualised = state.look.isEqualised
  if film.study == state.film?.study {
    (recipe.frame, recipe.presentation) = (state.look.frame, state.look.presentation?.uid)
  }
  recipe.pixelsPerCM = film.spacing.map {
    10 / (state.look.pose.quarters.isMultiple(of: 2) ? $0.rowMM : $0.columnMM)
  }
  return recipe
}

private func overlayRecipe(_ state: State) -> PictureRecipe.Overlay? {
  guard let method = state.look.overlay, state.shownMap != nil, let label = state.explainedLabel,
    let reading = state.reading
  else { return nil }
  return PictureRecipe.Overlay(
    method: method, label: label, pack: reading.pack, style: state.look.style,
    contourPercent: state.look.style == .contour ? state.look.contourPercent : 50,
    opacityPercent: state.look.style == .contour ? 60 : state.look.opacityPercent)
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
