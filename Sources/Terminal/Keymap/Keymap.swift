/// What keys mean where: bindings laid over bindings, in a tree of contexts, with every conflict found.

/// Contexts by name with the one that each lies in. A key that a context does not bind is looked for in the one around it.
package struct ContextTree: Equatable, Sendable {
  private let parents: [String: String]
  package let names: Set<String>

  /// `parents`: context to the context around it; those that stand alone are in `roots`.
  package init(roots: [String], parents: [String: String]) {
    self.parents = parents
    names = Set(roots).union(parents.keys)
  }

  /// The context and those around it, inside first.
  package func path(from context: String) -> [String] {
    var path = [context]
    while let next = parents[path[path.count - 1]], !path.contains(next) { path.append(next) }
    return path
  }
}

/// What is wrong with a keymap, for a person to mend; the map works without the line.
package enum KeymapProblem: Equatable, Sendable {
  case unknownContext(KeyBinding)
  case unknownAction(KeyBinding)
  /// The keys mean two things in one context.
  case twice(KeyBinding, KeyBinding)
  /// `longer` can never be typed: its beginning already means something.
  case shadowed(longer: KeyBinding, by: KeyBinding)

  package var sentence: String {
    switch self {
    case .unknownContext(let line): "[\(line.context)] is no context of the keymap"
    case .unknownAction(let line):
      "[\(line.context)] \(line.name): no action is called '\(line.action ?? "none")'"
    case .twice(let first, let second):
      "[\(first.context)] \(first.name) means both \(first.action ?? "none") and \(second.action ?? "none")"
    case .shadowed(let longer, let shorter):
      "[\(longer.context)] \(longer.name) cannot be reached: \(shorter.name) already means "
        + (shorter.action ?? "none")
    }
  }
}

package struct Keymap: Equatable, Sendable {
  /// What a sequence of keys has come to.
  package enum Meaning: Equatable, Sendable {
    case action(String)
    /// The beginning of something longer.
    case prefix
  }

  /// By context and keys; nil takes a key away.
  private var actions: [String: [[Key]: String?]] = [:]
  private let tree: ContextTree
  package private(set) var problems: [KeymapProblem] = []

  /// `layers` from the bottom to the top: each replaces what the ones before say of the same keys in the same context.
  package init(_ layers: [[KeyBinding]], tree: ContextTree, actions known: Set<String>) {
    self.tree = tree
    for layer in layers { lay(layer, known) }
    findShadows()
  }

  /// What `keys` mean in `context`: nil if nothing, and no longer sequence begins with them.
  package func meaning(of keys: [Key], in context: String) -> Meaning? {
    for name in tree.path(from: context) {
      guard let lines = actions[name] else { continue }
      if let action = lines[keys] { return action.map { .action($0) } }
      let isPrefix = lines.contains {
        $0.value != nil && $0.key.count > keys.count && $0.key.starts(with: keys)
      }
      if isPrefix { return .prefix }
    }
    return nil
  }

  /// The keys of an action where it holds in `context`, as they are written, shortest first: for footers and help.
  package func keys(of action: String, in context: String) -> [String] {
    let found = tree.path(from: context).flatMap { name in
      (actions[name] ?? [:]).filter {
        $0.value == action && meaning(of: $0.key, in: context) == .action(action)
      }
      .map { $0.key.map(\.name).joined(separator: " ") }
    }
    return Set(found).sorted { ($0.count, $0) < ($1.count, $1) }
  }

  /// What may follow `keys`, as written, with its action: for a popup that shows the way on.
  package func continuations(of keys: [Key], in context: String) -> [(keys: String, action: String)] {
    var seen: Set<[Key]> = []
    var result: [(keys: String, action: String)] = []
    for name in tree.path(from: context) {
      for (longer, action) in actions[name] ?? [:]
      where longer.count > keys.count && longer.starts(with: keys) && seen.insert(longer).inserted {
        guard let action else { continue }
        result.append((longer.dropFirst(keys.count).map(\.name).joined(separator: " "), action))
      }
    }
    return result.sorted { $0.keys < $1.keys }
  }

  private mutating func lay(_ layer: [KeyBinding], _ known: Set<String>) {
    var own: [String: [[Key]: KeyBinding]] = [:]
    for line in layer {
      guard tree.names.contains(line.context) else {
        problems.append(.unknownContext(line))
        continue
      }
      if let action = line.action, !known.contains(action) {
        problems.append(.unknownAction(line))
        continue
      }
      if let other = own[line.context]?[line.keys], other.action != line.action {
        problems.append(.twice(other, line))
        continue
      }
      own[line.context, default: [:]][line.keys] = line
      actions[line.context, default: [:]][line.keys] = .some(line.action)
    }
  }

  /// A sequence is out of reach where its beginning is bound in the same context or one further inside.
  private mutating func findShadows() {
    for context in actions.keys.sorted() {
      for (keys, action) in actions[context] ?? [:] where action != nil && keys.count > 1 {
        let longer = KeyBinding(context: context, keys: keys, action: action)
        for count in 1..<keys.count {
          let start = Array(keys.prefix(count))
          guard let shorter = actions[context]?[start] ?? nil else { continue }
          let by = KeyBinding(context: context, keys: start, action: shorter)
          problems.append(.shadowed(longer: longer, by: by))
        }
      }
    }
  }
}
