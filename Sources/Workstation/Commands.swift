/// The rows: every key of the workstation. To add a key is to add a row here.

import Review
package import Terminal

/// Earlier rows win where two share a key and both are enabled.
package let commands: [Command] = moving + deciding + imaging + program

private let moving = [
  Command(
    "film.panWithArrows", .image, "Arrows", "pan, when zoomed", in: Context.panes,
    [
      .left: .look(.pan(-1, 0)), .right: .look(.pan(1, 0)), .up: .look(.pan(0, -1)), .down: .look(.pan(0, 1)),
    ],
    disabled: { $0.look.viewport.step == 0 ? "the whole film is in view: + zooms in" : nil }),
  Command(
    "queue.move", .move, "j k", "next, previous in queue", hint: "move", in: [.queue],
    [
      .character("j"): .moveStudy(1), .character("k"): .moveStudy(-1), .down: .moveStudy(1),
      .up: .moveStudy(-1),
    ]),
  Command(
    "queue.page", .move, "PgDn PgUp", "ten studies on, back", in: [.queue],
    [
      .pageDown: .moveStudy(10), .pageUp: .moveStudy(-10), .control("d"): .moveStudy(10),
      .control("u"): .moveStudy(-10),
    ]),
  Command(
    "queue.ends", .move, "Home End G", "first, last study", in: [.queue],
    [.home: .moveStudy(-queueEnd), .end: .moveStudy(queueEnd), .character("G"): .moveStudy(queueEnd)]),
  Command(
    "finding.move", .move, "j k", "next, previous finding", hint: "move", in: [.findings],
    [
      .character("j"): .moveFinding(1), .character("k"): .moveFinding(-1), .down: .moveFinding(1),
      .up: .moveFinding(-1),
    ], disabled: noFindings),
  Command(
    "finding.choose", .move, "1-9", "choose finding n", in: Context.panes,
    Dictionary(
      uniqueKeysWithValues: (1...9).map { (.character(Character("\($0)")), .chooseFinding($0 - 1)) }),
    disabled: noFindings),
  Command(
    "study.move", .move, "] [", "next, previous study", in: Context.panes,
    [.character("]"): .moveStudy(1), .character("["): .moveStudy(-1)]),
  Command(
    "pane.next", .move, "Tab", "next pane, S-Tab back", hint: "pane", in: Context.panes,
    [.tab: .focus(1), .backTab: .focus(-1)]),
]

private let deciding = [
  Command(
    "finding.answer", .decide, "y n m", "present, absent, maybe", hint: "answer", in: Context.panes,
    [
      .character("y"): .answer(.present), .character("n"): .answer(.absent),
      .character("m"): .answer(.undetermined),
    ], disabled: { noFindings($0) ?? hiddenFindings($0) }),
  Command(
    "study.signOff", .decide, "Enter", "sign off, next open film", hint: "sign off", in: Context.panes,
    [.enter: .signOff],
    disabled: { hiddenFindings($0) }),
  Command(
    "undo", .decide, "u", "take back the last act", in: Context.panes, [.character("u"): .undo],
    disabled: nothingToUndo),
]

private let imaging = [
  Command(
    "film.pan", .image, "h j k l", "pan, when zoomed", hint: "pan", in: [.film],
    [
      .character("h"): .look(.pan(-1, 0)), .character("l"): .look(.pan(1, 0)),
      .character("k"): .look(.pan(0, -1)),
      .character("j"): .look(.pan(0, 1)),
    ], disabled: { $0.look.viewport.step == 0 ? "the whole film is in view: + zooms in" : nil }),
  Command(
    "film.zoom", .image, "+ -", "zoom in, out", hint: "zoom", in: Context.panes,
    [.character("+"): .look(.zoom(1)), .character("-"): .look(.zoom(-1))], disabled: noFilm),
  Command(
    "film.fit", .image, "0 =", "fit the whole film", in: Context.panes,
    [.character("0"): .look(.fit), .character("="): .look(.fit)], disabled: noFilm),
  Command(
    "film.preset", .image, "w", "next window preset", in: Context.panes,
    [.character("w"): .look(.nextPreset)], disabled: noFilm),
  Command(
    "film.windowing", .image, "W", "window mode, until Esc", in: Context.panes,
    [.character("W"): .windowing], disabled: noFilm),
  Command(
    "window.level", .image, "h l H L", "level by 1 % (5 %)", hint: "level", in: [.windowing],
    [
      .character("h"): .look(.level(1)), .character("l"): .look(.level(-1)),
      .character("H"): .look(.level(5)),
      .character("L"): .look(.level(-5)), .left: .look(.level(1)), .right: .look(.level(-1)),
    ]),
  Command(
    "window.width", .image, "j k J K", "width by 2 % (10 %)", hint: "width", in: [.windowing],
    [
      .character("j"): .look(.width(2)), .character("k"): .look(.width(-2)),
      .character("J"): .look(.width(10)),
      .character("K"): .look(.width(-10)), .down: .look(.width(2)), .up: .look(.width(-2)),
    ]),
  Command(
    "film.invert", .image, "i", "invert black and white", in: Context.panes,
    [.character("i"): .look(.invert)],
    disabled: noFilm),
  Command(
    "overlay.cycle", .overlay, "o", "next overlay, then off", hint: "overlay", in: Context.panes,
    [.character("o"): .look(.cycleOverlay)], disabled: noFindings),
]

private let program = [
  Command("help", .program, "?", "all keys", hint: "help", in: Context.panes, [.character("?"): .help]),
  Command(
    "back", .program, "Esc", "back to reading", hint: "back", in: [.windowing, .help, .leaving],
    [.escape: .back, .enter: .back, .character("W"): .back]),
  Command(
    "help.scroll", .program, "j k", "scroll the help", in: [.help],
    [
      .character("j"): .scrollHelp(1), .character("k"): .scrollHelp(-1), .down: .scrollHelp(1),
      .up: .scrollHelp(-1),
    ]),
  Command(
    "help.close", .program, "q ?", "close the help", in: [.help],
    [.character("q"): .back, .character("?"): .back]),
  Command(
    "redraw", .program, "Ctrl-l", "draw everything again", in: Set(Context.allCases), [.control("l"): .redraw]
  ),
  Command(
    "suspend", .program, "Ctrl-z", "to the shell", in: Set(Context.allCases), [.control("z"): .suspend]),
  Command(
    "quit", .program, "q", "quit", in: Context.panes.union([.leaving, .windowing]),
    [.character("q"): .quit, .control("c"): .quit]),
]

/// Further than any queue is long.
private let queueEnd = 1 << 40

@Sendable private func noFilm(_ state: State) -> String? {
  state.film == nil ? "there is no film on the screen" : nil
}

@Sendable private func noFindings(_ state: State) -> String? {
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

@Sendable private func nothingToUndo(_ state: State) -> String? {
  if !state.ledger.pending.isEmpty { return "the last act is still being saved" }
  return state.ledger.session.lastStanding == nil ? "there is nothing to take back" : nil
}

/// An answer needs its question in sight: a narrow screen shows the queue in the findings' place.
@Sendable private func hiddenFindings(_ state: State) -> String? {
  Layout(state.surface, focus: state.focus).findings == nil
    ? "the findings are behind the queue: Tab shows them" : nil
}

/// The keys' meaning now.
extension State {
  package var context: Context {
    switch mode {
    case .windowing: .windowing
    case .help: .help
    case .leaving: .leaving
    case .reading:
      switch focus {
      case .queue: .queue
      case .film: .film
      case .findings: .findings
      }
    }
  }

  /// The first enabled row for a key, or else the reason why the first is not.
  package func lookUp(_ key: Key) -> Result<Action, Refusal>? {
    var reason: String?
    for command in commands where command.contexts.contains(context) {
      guard let action = command.bindings[key] else { continue }
      guard let why = command.disabled(self) else { return .success(action) }
      reason = reason ?? why
    }
    return reason.map { .failure(Refusal(sentence: $0)) }
  }
}

/// Why a key does nothing now.
package struct Refusal: Error, Equatable, Sendable {
  package let sentence: String
}
