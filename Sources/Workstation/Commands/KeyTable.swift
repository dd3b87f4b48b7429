/// The rows in force: every command with the keys that it has now, and what is wrong with the keymap that gave them.

package import Terminal

/// The rows' own keys under the layers of a keymap. A layer's line takes its key from whatever had it in that context and gives
/// it to its action, which keeps the other keys that it has.
package struct KeyTable: Equatable, Sendable {
  /// In the order of help and README. A row whose keys differ between its contexts stands once for each.
  package private(set) var rows: [Command]
  package private(set) var problems: [KeymapProblem] = []
  private let layers: [[KeyBinding]]

  /// The keys that the rows themselves bring.
  package static let standard = KeyTable([])

  /// - Parameter layers: from the bottom to the top, such as a preset and the reader's own file.
  package init(_ layers: [[KeyBinding]]) {
    self.layers = layers
    rows = commands
    for layer in layers.dropLast() { lay(layer) }
    let before = keyed
    if let last = layers.last { lay(last) }
    problems += before.subtracting(keyed).sorted().map { .keyless(action: $0) }
    findHidden()
  }

  package static func == (a: Self, b: Self) -> Bool { a.layers == b.layers }

  /// The actions that have a key.
  private var keyed: Set<String> {
    Set(rows.flatMap { row in row.steps.filter { !$0.keys.isEmpty }.map(row.id(of:)) })
  }

  private mutating func lay(_ layer: [KeyBinding]) {
    var own: [Context: [Key: KeyBinding]] = [:]
    for line in layer {
      guard let (context, key) = place(of: line) else { continue }
      if let action = line.action, !rows.contains(where: { $0.step(action) != nil }) {
        problems.append(.unknownAction(line))
      } else if let other = own[context]?[key] {
        if other.action != line.action { problems.append(.twice(other, line)) }
      } else {
        own[context, default: [:]][key] = line
        if let action = line.action, has(key, action, in: context) { continue }
        take(key, in: context)
        if let action = line.action { give(key, to: action, in: context) }
      }
    }
  }

  /// The context and the key that a line is about, behind the keys that open it; nil where there is none.
  private mutating func place(of line: KeyBinding) -> (Context, Key)? {
    guard var context = Self.contexts.first(where: { $0.name == line.context }), let key = line.keys.last
    else {
      problems.append(.unknownContext(line))
      return nil
    }
    for opener in line.keys.dropLast() {
      let meaning = meaning(of: opener, in: context)
      guard let inner = Self.contexts.first(where: { $0.opener != nil && $0.opener == meaning }) else {
        problems.append(.noSequence(line, opener, meaning: meaning))
        return nil
      }
      context = inner
    }
    if context.takesText, key.isText {
      problems.append(.isText(line))
      return nil
    }
    return (context, key)
  }

  /// Every context, the outer ones of which no row speaks included.
  package static let contexts: [Context] = {
    var seen: Set<Context> = []
    return ([.everywhere] + commands.flatMap(\.contexts)).filter { seen.insert($0).inserted }
  }()

  /// The action of a key, looked for from the inside outwards.
  private func meaning(of key: Key, in context: Context) -> String? {
    for name in context.path {
      for row in rows where row.contexts.contains(where: { $0.name == name }) {
        if let step = row.steps.first(where: { $0.keys.contains(key) }) { return row.id(of: step) }
      }
    }
    return nil
  }

  /// Whether the action has this key already, perhaps beside another that holds when it does not.
  private func has(_ key: Key, _ action: String, in context: Context) -> Bool {
    rows.contains { row in
      row.contexts.contains(context) && row.step(action).map { row.steps[$0].keys.contains(key) } ?? false
    }
  }

  /// The key means nothing any more in this very context.
  private mutating func take(_ key: Key, in context: Context) {
    rows = rows.flatMap { row -> [Command] in
      guard row.contexts.contains(context), row.steps.contains(where: { $0.keys.contains(key) }) else {
        return [row]
      }
      var (others, here) = row.divided(at: context)
      for index in here.steps.indices { here.steps[index].keys.removeAll { $0 == key } }
      here.spelling = nil
      return (others.map { [$0] } ?? []) + [here]
    }
  }

  /// The action's first key in this context is this one.
  private mutating func give(_ key: Key, to action: String, in context: Context) {
    guard let source = rows.firstIndex(where: { $0.step(action) != nil }),
      let step = rows[source].step(action)
    else { return }
    let id = rows[source].id
    guard let index = rows.firstIndex(where: { $0.id == id && $0.contexts.contains(context) }) else {
      var row = rows[source]
      (row.contexts, row.spelling, row.steps) = ([context], nil, [row.steps[step].with([key])])
      rows.insert(row, at: source + 1)
      return
    }
    var (others, here) = rows[index].divided(at: context)
    here.spelling = nil
    if let known = here.step(action) {
      here.steps[known].keys.insert(key, at: 0)
    } else {
      here.steps.append(rows[source].steps[step].with([key]))
    }
    rows.replaceSubrange(index...index, with: (others.map { [$0] } ?? []) + [here])
  }

  /// A line is out of reach in a context further inside whose own row has the key, unless a line says so on purpose.
  private mutating func findHidden() {
    let lines = layers.joined()
    for line in lines where line.keys.count == 1 {
      guard let action = line.action, rows.contains(where: { $0.step(action) != nil }) else { continue }
      let inner = Self.contexts.filter { context in
        context.path.dropFirst().contains(line.context)
          && !lines.contains { $0.context == context.name && $0.keys == line.keys }
      }
      let others = inner.compactMap { context -> (String, String)? in
        let meanings = rows.filter { $0.contexts.contains(context) }.flatMap { row in
          row.steps.filter { $0.keys.contains(line.keys[0]) }.map(row.id(of:))
        }
        guard let first = meanings.first, !meanings.contains(action) else { return nil }
        return (context.name, first)
      }
      if !others.isEmpty {
        problems.append(.hidden(line, contexts: others.map(\.0), actions: others.map(\.1)))
      }
    }
  }
}

extension Command {
  /// Where the step of an action stands.
  func step(_ action: String) -> Int? { steps.firstIndex { id(of: $0) == action } }

  /// The row for one of its contexts, and for the others where there are any.
  fileprivate func divided(at context: Context) -> (others: Command?, here: Command) {
    var (others, here) = (self, self)
    others.contexts.removeAll { $0 == context }
    here.contexts = [context]
    return (others.contexts.isEmpty ? nil : others, here)
  }
}

extension Step {
  fileprivate func with(_ keys: [Key]) -> Step {
    var step = self
    step.keys = keys
    return step
  }
}

extension Key {
  /// Whether a line of text takes it.
  var isText: Bool {
    if case .character = self { true } else { [.space, .backspace].contains(self) }
  }
}
