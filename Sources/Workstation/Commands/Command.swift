/// Commands as rows: footer, help, palette and the README's key table are printed from them.

package import Terminal

/// What one key of a row does.
package struct Step: Sendable {
  /// Tells the steps of a row apart, such as `in` and `out`; empty where the row has one step.
  package let name: String
  /// The first is printed; none where a keymap has taken them all.
  package var keys: [Key]
  package let act: @Sendable (inout State) -> [Effect]

  @_disfavoredOverload
  package init(_ name: String, _ keys: String, asks act: @escaping @Sendable (inout State) -> [Effect]) {
    self.name = name
    self.keys = keys.split(separator: " ").compactMap { Key(name: String($0)) }
    self.act = act
  }

  /// A step that only changes the state.
  package init(_ name: String, _ keys: String, _ act: @escaping @Sendable (inout State) -> Void) {
    self.init(
      name, keys,
      asks: { state in
        act(&state)
        return []
      })
  }
}

/// One row: what it is called, where it holds, which keys it has, what they do, and why they may not.
package struct Command: Sendable {
  package enum Group: String, CaseIterable, Sendable {
    case move = "Move", decide = "Decide", overlay = "Overlay", image = "Image", annotate = "Annotate"
    case compare = "Compare", queue = "Queue", program = "Program"
  }

  package let id: String
  package let group: Group
  package let help: String
  /// One or two words for the last line of the screen; nil where the help is enough.
  package let hint: String?
  package var contexts: [Context]
  package var steps: [Step]
  /// How the keys are printed; nil prints them one after another.
  package var spelling: String?
  /// A sentence when the command cannot be used now.
  package let disabled: @Sendable (State) -> String?

  package init(
    _ id: String, _ group: Group, _ help: String, hint: String? = nil, in contexts: [Context],
    _ steps: [Step],
    spelling: String? = nil, disabled: @escaping @Sendable (State) -> String? = { _ in nil }
  ) {
    self.id = id
    self.group = group
    self.help = help
    self.hint = hint
    self.contexts = contexts
    self.steps = steps
    self.spelling = spelling
    self.disabled = disabled
  }

  /// A row with a single step.
  package init(
    _ id: String, _ group: Group, _ help: String, hint: String? = nil, in contexts: [Context], _ keys: String,
    disabled: @escaping @Sendable (State) -> String? = { _ in nil },
    _ act: @escaping @Sendable (inout State) -> Void
  ) {
    self.init(id, group, help, hint: hint, in: contexts, [Step("", keys, act)], disabled: disabled)
  }

  /// A row with a single step that asks for something outside.
  @_disfavoredOverload
  package init(
    _ id: String, _ group: Group, _ help: String, hint: String? = nil, in contexts: [Context], _ keys: String,
    disabled: @escaping @Sendable (State) -> String? = { _ in nil },
    asks act: @escaping @Sendable (inout State) -> [Effect]
  ) {
    self.init(id, group, help, hint: hint, in: contexts, [Step("", keys, asks: act)], disabled: disabled)
  }

  /// The action's own id, which palette and keymap use: the row's, with the step's name where the row has several.
  package func id(of step: Step) -> String { step.name.isEmpty ? id : "\(id).\(step.name)" }

  package func holds(in context: Context) -> Bool { contexts.contains { context.isWithin($0) } }
}

/// Every row of the workstation with the keys that it brings, screen after screen. What holds now is in `State.keys`.
package let commands: [Command] = screens.flatMap { $0.commands } + patientCommands + programCommands
