/// From a key to what it does now, or to the reason why it does nothing.

package import Terminal

/// Why a key does nothing now.
package struct Refusal: Error, Equatable, Sendable {
  package let sentence: String
}

extension State {
  /// What the keys mean now: the layer over the screen, or else the screen's own context.
  package var context: Context { layer ?? top.context(in: self) }

  /// The step for a key: the nearest context first, in it the first enabled row; or else the first row's reason.
  package func lookUp(_ key: Key) -> Result<Step, Refusal>? {
    var reason: String?
    for node in context.path {
      for command in keys.rows where command.contexts.contains(where: { $0.name == node }) {
        guard let step = command.steps.first(where: { $0.keys.contains(key) }) else { continue }
        guard let why = command.disabled(self) else { return .success(step) }
        reason = reason ?? why
      }
    }
    return reason.map { .failure(Refusal(sentence: $0)) }
  }

  mutating func press(_ key: Key) -> [Effect] {
    message = nil
    if layer == nil, let effects = top.typed(key, &self) { return effects }
    let found = lookUp(key)
    if layer?.endsWithKey == true { layer = nil }
    switch found {
    case .success(let step): return step.act(&self)
    case .failure(let refusal): message = .refusal(refusal.sentence)
    case nil: break
    }
    return []
  }
}
