/// What is wrong with a keymap, for a person to mend; the workstation starts without the line.

package import Terminal

package enum KeymapProblem: Equatable, Sendable {
  case unknownContext(KeyBinding)
  case unknownAction(KeyBinding)
  /// Two lines give one key two meanings in one context.
  case twice(KeyBinding, KeyBinding)
  /// The first key of a sequence opens nothing.
  case noSequence(KeyBinding, Key, meaning: String?)
  /// Letters are typed there.
  case isText(KeyBinding)
  /// The key has meanings of their own in contexts further inside.
  case hidden(KeyBinding, contexts: [String], actions: [String])
  /// The last key of an action was taken.
  case keyless(action: String)

  package var sentence: String {
    switch self {
    case .unknownContext(let line):
      "[\(line.context)] is no context; `hilum keys --toml` lists them"
    case .unknownAction(let line):
      "[\(line.context)] \(line.name): no action is called '\(line.action ?? "none")'; `hilum keys --toml` lists them"
    case .twice(let first, let second):
      "[\(first.context)] \(first.name) means both \(first.action ?? "none") and \(second.action ?? "none"): the first holds"
    case .noSequence(let line, let key, let meaning):
      "[\(line.context)] \(line.name) cannot be reached: \(key.name) "
        + (meaning.map { "already means \($0)" } ?? "opens nothing there")
    case .isText(let line):
      "[\(line.context)] \(line.name) cannot be reached: text is typed there"
    case .hidden(let line, let contexts, let actions):
      "[\(line.context)] \(line.name) does not mean \(line.action ?? "none") in "
        + zip(contexts, actions).map { "\($0) (\($1))" }.joined(separator: ", ")
    case .keyless(let action): "\(action) has no key left: bind one, or use the palette"
    }
  }
}
