/// Commands as rows: the footer, the help screen and the key table are printed from them.

package import Review
package import Terminal

/// What a key asks for.
package enum Action: Equatable, Sendable {
  case moveStudy(Int), moveFinding(Int), chooseFinding(Int), focus(Int)
  case look(LookChange), windowing
  case answer(Answer), signOff, undo
  case help, scrollHelp(Int), back, redraw, suspend, quit
}

/// What a key asks of the film's look. Amounts: zoom in steps, pan in eighths of the view, level and width in percent.
package enum LookChange: Equatable, Sendable {
  case zoom(Int), fit, pan(Int, Int), nextPreset, level(Int), width(Int), invert, cycleOverlay
}

/// Where a row holds: a pane that has the keys, or a mode.
package enum Context: String, CaseIterable, Sendable {
  case queue, film, findings, windowing, help, leaving

  /// The panes of the reading screen.
  package static let panes: Set<Context> = [.queue, .film, .findings]
}

/// One row: what it is called, which keys it has, what it does, and why it may not.
package struct Command: Sendable {
  package enum Group: String, CaseIterable, Sendable {
    case move = "Move", decide = "Decide", overlay = "Overlay", image = "Image", program = "Program"
  }

  package let id: String
  package let group: Group
  /// The keys as they are printed.
  package let keys: String
  package let help: String
  /// One or two words for the last line of the screen; nil where the help is enough.
  package let hint: String?
  package let contexts: Set<Context>
  package let bindings: [Key: Action]
  /// A sentence when the command cannot be used now.
  package let disabled: @Sendable (State) -> String?

  init(
    _ id: String, _ group: Group, _ keys: String, _ help: String, hint: String? = nil,
    in contexts: Set<Context>, _ bindings: [Key: Action],
    disabled: @escaping @Sendable (State) -> String? = { _ in nil }
  ) {
    self.id = id
    self.group = group
    self.keys = keys
    self.help = help
    self.hint = hint
    self.contexts = contexts
    self.bindings = bindings
    self.disabled = disabled
  }
}

/// The key table of the README, in Markdown.
package func keyTable() -> String {
  var lines = ["| keys | what they do | where |", "|---|---|---|"]
  for group in Command.Group.allCases {
    for command in commands where command.group == group {
      let place =
        command.contexts.isSuperset(of: Context.panes)
        ? "everywhere"
        : Context.allCases.filter(command.contexts.contains).map(\.rawValue).joined(separator: ", ")
      let keys = command.keys.split(separator: " ").map { "`\($0)`" }.joined(separator: " ")
      lines.append("| \(keys) | \(command.help) | \(place) |")
    }
  }
  return lines.joined(separator: "\n") + "\n"
}
