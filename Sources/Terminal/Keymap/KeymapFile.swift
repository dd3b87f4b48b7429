/// A `keymap.toml` as it is written: which keys mean which action where, by the actions' ids.

import Glibc
import TOMLKit

/// One line: `"g h" = "film.flipHorizontal"` in the table of its context; `"x" = "none"` takes a key away.
package struct KeyBinding: Equatable, Hashable, Sendable {
  package let context: String
  /// One key, or several pressed one after the other.
  package let keys: [Key]
  /// An action's id; nil: the key does nothing here.
  package let action: String?

  package init(context: String, keys: [Key], action: String?) {
    self.context = context
    self.keys = keys
    self.action = action
  }
}

/// ```toml
/// version = 1              # of this format; must be there
/// preset  = "default"      # what the lines below are laid over; may be left out
///
/// [reading]                # a context
/// "g h"    = "film.flipHorizontal"
/// "Ctrl-k" = "none"
/// ```
package struct KeymapFile: Equatable, Sendable {
  package static let version = 1

  package let preset: String?
  /// In the order of contexts and keys.
  package let bindings: [KeyBinding]

  package init(preset: String? = nil, bindings: [KeyBinding]) {
    self.preset = preset
    self.bindings = bindings
  }

  /// Reads a file of at most 256 KiB.
  package init(path: String) throws(TerminalError) {
    try self.init(path: path, toml: TOMLText.read(path))
  }

  package init(path: String, toml: String) throws(TerminalError) {
    let table = try TOMLText.parse(path, toml)
    guard table["version"]?.int == Self.version else { throw .keymapVersion(path: path) }
    preset = table["preset"]?.string
    var bindings: [KeyBinding] = []
    for (context, value) in table where !["version", "preset"].contains(context) {
      guard let lines = value.tomlValue.table else { throw .keymapNotAContext(path: path, key: context) }
      for (keys, action) in lines {
        bindings.append(try Self.binding(path, context, keys, action.tomlValue.string))
      }
    }
    self.bindings = bindings.sorted { ($0.context, $0.name) < ($1.context, $1.name) }
  }

  private static func binding(
    _ path: String, _ context: String, _ names: String, _ action: String?
  ) throws(TerminalError) -> KeyBinding {
    guard let keys = Key.sequence(names) else {
      throw .keymapBadKey(path: path, context: context, key: names)
    }
    guard let action, !action.isEmpty else {
      throw .keymapBadAction(path: path, context: context, key: names)
    }
    return KeyBinding(context: context, keys: keys, action: action == "none" ? nil : action)
  }
}

extension KeyBinding {
  /// The keys as they are written.
  package var name: String { keys.map(\.name).joined(separator: " ") }
}
