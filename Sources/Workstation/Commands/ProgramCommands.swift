/// The rows that hold everywhere: undo, redraw, suspend, back and quit.

import Review

extension Context {
  /// `q` was pressed while an act was on its way to the disk: leaves when it is there, and any other key stays.
  package static let leaving = Context("leaving", openedBy: nil)
}

let programCommands: [Command] = [
  Command(
    "undo", .decide, "take back the last act", in: [.everywhere], "u", disabled: nothingToUndo,
    asks: { $0.undo() }),
  Command(
    "redo", .decide, "do it again", in: [.everywhere], "Ctrl-r", disabled: nothingToRedo,
    asks: { $0.redo() }),
  Command("redraw", .program, "draw everything again", in: [.everywhere], "Ctrl-l", asks: { _ in [.redraw] }),
  Command("suspend", .program, "to the shell", in: [.everywhere], "Ctrl-z", asks: { _ in [.suspend] }),
  Command("back", .program, "back", hint: "back", in: [.everywhere], "Esc q", disabled: nothingBehind) {
    $0.goBack()
  },
  Command("quit", .program, "quit", in: [.everywhere], "Q q Ctrl-c", asks: { $0.quit() }),
  Command(
    "quit.now", .program, "leave without saving", in: [.leaving], "q Q Ctrl-c", asks: { _ in [.quit] }),
]

@Sendable private func nothingToUndo(_ state: State) -> String? {
  if !state.ledger.pending.isEmpty { return "the last act is still being saved" }
  return state.ledger.session.lastStanding == nil ? "there is nothing to take back" : nil
}

@Sendable private func nothingToRedo(_ state: State) -> String? {
  if !state.ledger.pending.isEmpty { return "the last act is still being saved" }
  return state.ledger.session.lastUndo == nil ? "there is nothing to do again" : nil
}

@Sendable private func nothingBehind(_ state: State) -> String? {
  state.layer == nil && state.stack.count == 1 ? "this is the first screen: \(state.keys["quit"]) quits" : nil
}

extension State {
  /// Ends the mode, or else the screen on top.
  mutating func goBack() {
    if layer != nil { layer = nil } else { close() }
  }

  /// Quits, once every act is on the disk; a second time does not wait for it.
  mutating func quit() -> [Effect] {
    if ledger.pending.isEmpty { return [.quit] }
    layer = .leaving
    return []
  }
}
