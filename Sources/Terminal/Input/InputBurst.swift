/// Text that was not typed: a terminal that does not mark what is pasted sends it as keys, much faster than fingers do.

/// Looks at what one read of the terminal brought, and at the silence between reads. From a burst until the next silence
/// nothing is a key, so that pasted or garbled bytes answer no finding and sign no film.
package struct InputBurst: Sendable {
  /// More different keys than this in one read are no typing. Keys that repeat over a slow link arrive together too, but
  /// they are one key.
  package static let most = 24

  private var isOn = false

  package init() {}

  /// Whether bytes are being taken for pasted text now.
  package var isGoing: Bool { isOn }

  /// The terminal has been quiet for `InputDecoder.quiet`: what comes next is typed again.
  package mutating func quiet() { isOn = false }

  /// What one read brought, as it was meant.
  package mutating func sift(_ inputs: [Input]) -> [Input] {
    let keys = inputs.compactMap(\.key)
    if keys.count > Self.most && Set(keys).count > 2 { isOn = true }
    guard isOn else { return inputs }
    let text = String(keys.compactMap(\.text))
    return inputs.filter { $0.key == nil } + (text.isEmpty ? [] : [.paste(text)])
  }
}

extension Key {
  /// What the key writes, where it writes something.
  fileprivate var text: Character? {
    switch self {
    case .character(let character): character
    case .space: " "
    case .enter: "\n"
    case .tab: "\t"
    default: nil
    }
  }
}
