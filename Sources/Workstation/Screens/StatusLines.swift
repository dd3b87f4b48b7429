/// The two last lines: what the picture is, and what the keys do.

import Review
import Terminal

/// Window, polarity, zoom, overlay and its grid; then how finely the picture is shown, and which pack spoke.
func drawStatus(_ state: State, in rect: CellRect, on grid: inout Grid) {
  grid.fill(rect, role: .footer)
  let isNarrow = rect.columns < 100
  let right = graphics(state, short: isNarrow) + "  " + pack(state, short: isNarrow)
  let end = grid.putRight(right + " ", end: rect.columns, row: rect.row, role: .footer)
  let left = [
    modeName(state), frameText(state), state.look.presentation?.label, windowText(state, short: isNarrow),
    zoomText(state), state.look.pose.words,
    overlayText(state),
  ]
  .compactMap { $0 }
  grid.put(left.joined(separator: "  "), column: 1, row: rect.row, role: .footer, width: max(0, end - 2))
}

/// The last word goes to an unsaved act, then to a message, then to the keys; the notice is always there.
func drawKeys(
  _ state: State, in rect: CellRect, only isWanted: (Command) -> Bool = { _ in true }, on grid: inout Grid
) {
  grid.fill(rect, role: .footer)
  let end = grid.putRight(researchNotice + " ", end: rect.columns, row: rect.row, role: .footer)
  let room = max(0, end - 3)
  let (sentence, role) = lastWord(state)
  if let sentence {
    grid.put(sentence, column: 1, row: rect.row, role: role, width: room)
    return
  }
  drawHints(state, in: CellRect(column: 1, row: rect.row, columns: room, rows: 1), only: isWanted, on: &grid)
}

/// The keys that have a hint and can be used now, as many as fit.
func drawHints(_ state: State, in rect: CellRect, only isWanted: (Command) -> Bool, on grid: inout Grid) {
  var column = rect.column
  for command in state.keys.rows.sorted(by: { $0.id == "help" && $1.id != "help" })
  where command.holds(in: state.context) && isWanted(command) {
    let keys = state.keys.keys(of: command)
    guard let hint = command.hint, !keys.isEmpty, command.disabled(state) == nil else { continue }
    // Where text is typed, a letter is none of its keys.
    if state.context.takesText, !command.steps.contains(where: { $0.keys.contains { !$0.isText } }) {
      continue
    }
    let width = CellText.width(keys) + 1 + CellText.width(hint)
    guard column - rect.column + width <= rect.columns else { continue }
    column += grid.put(keys, column: column, row: rect.row, role: .key)
    column += grid.put(" \(hint)  ", column: column, row: rect.row, role: .footer)
  }
}

/// Shown on every screen.
let researchNotice = "research use, not for diagnosis"

private func lastWord(_ state: State) -> (String?, Role) {
  if state.layer == .leaving {
    return (
      "saving \(state.ledger.pending.count)… \(state.keys["quit.now"]) leaves now, any other key stays",
      .warning
    )
  }
  switch state.message {
  case .refusal(let sentence): return (sentence, .warning)
  case .notice(let sentence): return (sentence, .notice)
  case nil: break
  }
  if let failure = state.ledger.failure { return ("not saved: \(failure)", .error) }
  return (nil, .text)
}

private func modeName(_ state: State) -> String {
  if let layer = state.layer { return layer.name.uppercased() }
  return state.top is ReadingScreen ? state.focus.rawValue.uppercased() : type(of: state.top).title
}

/// Which frame is shown; the model reads the first.
private func frameText(_ state: State) -> String? {
  guard let film = state.film, film.frames > 1 else { return nil }
  let which = "frame \(state.look.frame + 1)/\(film.frames)"
  return state.look.frame > 0 && state.reading != nil ? which + " (findings: 1)" : which
}

private func windowText(_ state: State, short: Bool) -> String? {
  guard let film = state.film else { return nil }
  let tone = state.look.tone
  let window = tone.window(on: film)
  let isTable = film.hasTable && tone.recipe(on: film) == nil
  let values = isTable ? "LUT" : "\(number(window.center))/\(number(window.width))"
  return "\(tone.preset(on: film).rawValue)\(tone.isMoved ? "*" : "") \(values)"
    + (tone.inverted ? short ? " inv" : " inverted" : "") + (state.look.isEqualised ? " CLAHE" : "")
}

private func number(_ value: Double) -> String {
  value.magnitude < 1e9 ? String(Int(value.rounded())) : "?"
}

private func zoomText(_ state: State) -> String? {
  guard state.film != nil else { return nil }
  let viewport = state.look.viewport
  if viewport.step == 0 { return "zoom fit" }
  let tenths = Int((viewport.zoom * 10).rounded())
  return tenths % 10 == 0 ? "zoom \(tenths / 10)x" : "zoom \(tenths / 10).\(tenths % 10)x"
}

private func overlayText(_ state: State) -> String? {
  guard let method = state.look.overlay else {
    return state.isBlind ? "blind" : state.reading == nil ? nil : "overlay off"
  }
  guard let map = state.shownMap else { return "\(method.title): no map" }
  let style =
    state.look.style == .contour
    ? " contour \(state.look.contourPercent) %"
    : " \(state.look.opacityPercent) %" + (state.look.style == .side ? " beside" : "")
  return "\(method.title) \(map.columns)x\(map.rows)\(style)"
}

/// The protocol and its gray levels; first of all whether the film is not all that it could be.
private func graphics(_ state: State, short: Bool) -> String {
  let surface = state.surface
  if surface.graphics == .none { return "no pictures" }
  let name = "\(surface.graphics.rawValue)" + (short ? "\(surface.grays)" : " \(surface.grays) grays")
  guard state.film != nil else { return name }
  let isClipped = Layout(surface, focus: state.focus).isClipped
  switch state.quality {
  case nil: return "DRAWING  \(name)"
  case .coarse: return "PREVIEW  \(name)"
  case .full: return isClipped ? "CLIPPED  \(name)" : name
  }
}

private func pack(_ state: State, short: Bool) -> String {
  switch state.model {
  case .ready(let pack): "\(short ? "m:" : "pack ")\(pack.hash.prefix(4))\(pack.isReduced ? " 8-BIT" : "")"
  case .loading: "pack …"
  case .none: "no pack"
  case .refused: "pack refused"
  }
}
