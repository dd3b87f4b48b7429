/// The keys in force: a preset, and over it the reader's own `keymap.toml`.

import Foundation
import Terminal
package import Workstation

extension Options {
  /// - Parameter path: the reader's own file, whether it is there or not.
  /// - Throws: `TerminalError` for a file that cannot be read line by line, `OptionsError` for a preset that is none. A line
  ///   that only conflicts is no error: it stands among the table's `problems`.
  package func keys(_ path: String?) throws -> KeyTable {
    guard let path, FileManager.default.fileExists(atPath: path) else {
      return try KeyTable([Self.preset(keymap ?? "default", "config.toml"), []])
    }
    let own = try KeymapFile(path: path)
    return try KeyTable([Self.preset(keymap ?? own.preset ?? "default", path), own.bindings])
  }

  private static func preset(_ name: String, _ path: String) throws -> [KeyBinding] {
    guard let preset = KeymapPreset.all.first(where: { $0.name == name }) else {
      throw OptionsError.value(path: path, key: "preset", found: "\"\(name)\"", wanted: KeymapPreset.names)
    }
    return try preset.bindings()
  }
}

extension KeymapPreset {
  /// Every name in quotes, for sentences.
  static var names: String { all.map { "\"\($0.name)\"" }.joined(separator: ", ") }
}

extension KeyTable {
  /// The first conflict and how many more there are; nil without any.
  var complaint: String? {
    guard let first = problems.first else { return nil }
    let more = problems.count > 1 ? "; \(problems.count - 1) more: hilum keys" : ""
    return "keymap.toml: \(first.sentence)\(more)"
  }
}
