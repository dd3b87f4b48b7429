/// Why a command cannot be used now: the sentences that several rows share.

import Review

@Sendable func noFilm(_ state: State) -> String? {
  state.film == nil ? "there is no film on the screen" : nil
}

/// Why there is nothing to overrule.
@Sendable func nothingRejected(_ state: State) -> String? {
  guard state.film != nil else { return noFilm(state) }
  guard case .ready = state.model else { return noLabels(state) }
  if state.record.isReadAnyway { return "the model reads this film already" }
  return state.shown?.quality?.isRejected == true ? nil : "the checks do not reject this film"
}

@Sendable func wholeFilm(_ state: State) -> String? {
  state.look.viewport.step == 0 ? "the whole film is in view: \(state.keys["film.zoom.in"]) zooms in" : nil
}

/// Why there is nothing of the model's to look at.
@Sendable func noFindings(_ state: State) -> String? {
  if state.isBlind { return "the model's findings are hidden: \(state.keys["study.reveal"]) reveals them" }
  return noLabels(state)
}

/// Why there is nothing to answer.
@Sendable func noLabels(_ state: State) -> String? {
  guard state.reading == nil else { return nil }
  guard let film = state.film else { return "there is no film on the screen" }
  switch state.model {
  case .none: return "there is no model: start with --pack DIR"
  case .loading: return "the model is still being loaded"
  case .refused: return "the model was refused"
  case .ready:
    if case .failed = state.readings[film.study] { return "the model could not read this film" }
    return "the model is still reading this film"
  }
}

/// An answer needs its question in sight: a narrow screen shows the queue in the findings' place.
@Sendable func hiddenFindings(_ state: State) -> String? {
  Layout(state.surface, focus: state.focus).findings == nil
    ? "the findings are behind the queue: \(state.keys["pane.next"]) shows them" : nil
}
