/// Keys as they are printed: in footers, help, palette, documentation, and as a keymap to begin one's own with.

import Terminal

extension KeyTable {
  /// The keys of a row, with the key that has to be pressed first; empty where a keymap has taken them.
  package func keys(of command: Command) -> String {
    let keys =
      command.spelling ?? command.steps.compactMap { $0.keys.first?.name }.joined(separator: " ")
    return keys.isEmpty ? "" : prefix(of: command) + keys
  }

  /// The first key of one step of a row.
  package func keys(of command: Command, _ step: Step) -> String {
    step.keys.first.map { prefix(of: command) + $0.name } ?? ""
  }

  /// How to reach an action, for sentences: its first key, or its name in the palette.
  package subscript(action: String) -> String {
    for row in rows {
      guard let step = row.step(action), !row.steps[step].keys.isEmpty else { continue }
      return keys(of: row, row.steps[step])
    }
    return "the palette's \(action)"
  }

  private func prefix(of command: Command) -> String {
    command.contexts.first?.opener.map { self[$0] + " " } ?? ""
  }

  /// The key table of the README, in Markdown.
  package var markdown: String {
    var lines = ["| keys | what they do | where |", "|---|---|---|"]
    for group in Command.Group.allCases {
      for command in rows where command.group == group {
        let places = command.contexts.map { $0.opener == nil ? $0.name : $0.path.last ?? $0.name }
        let keys = keys(of: command).split(separator: " ").map { $0 == "|" ? "`\\|`" : "`\($0)`" }
        lines.append(
          "| \(keys.joined(separator: " ")) | \(command.help) | \(places.joined(separator: ", ")) |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every key with its action, context after context, as a `keymap.toml` that says exactly this.
  package var toml: String {
    var lines = ["version = \(KeymapFile.version)"]
    for context in Self.contexts {
      lines += ["", "[\(context.name.contains(" ") ? "\"\(context.name)\"" : context.name)]"]
      var seen: Set<Key> = []
      for row in rows where row.contexts.contains(context) {
        for step in row.steps {
          for key in step.keys where seen.insert(key).inserted {
            let name = key.name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            lines.append("\"\(name)\" = \"\(row.id(of: step))\"  # \(row.help)")
          }
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
