/// Where the program finds what came with it, and where it keeps what the reader makes.

import Foundation

enum Places {
  /// The folder `name` that came with the program: in the working folder, in a checkout around the binary, or installed
  /// beside it under `share/hilum`. nil if there is none.
  static func bundled(_ name: String) -> String? {
    var candidates = [name]
    if let binary = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      var folder = URL(filePath: binary).deletingLastPathComponent()
      candidates.append(folder.appending(path: "../share/hilum/\(name)").path)
      for _ in 0..<4 {
        candidates.append(folder.appending(path: name).path)
        folder = folder.deletingLastPathComponent()
      }
    }
    return candidates.first { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
  }

  /// The reader's own folder for settings (XDG Base Directory Specification).
  private static var settings: String? {
    let environment = ProcessInfo.processInfo.environment
    let own = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (own ?? environment["HOME"].map { $0 + "/.config" }).map { $0 + "/hilum" }
  }

  /// `config.toml` of the reader, whether it is there or not.
  static var configuration: String? { settings.map { $0 + "/config.toml" } }

  /// `keymap.toml` of the reader, whether it is there or not.
  static var keymap: String? { settings.map { $0 + "/keymap.toml" } }

  /// The reader's own themes come before the program's.
  static var themes: [String] {
    [settings.map { $0 + "/themes" }, bundled("Themes")].compactMap { $0 }
  }

  /// The folder of the audit log: one a reader and machine.
  static var audit: String { state + "/hilum/audit" }

  /// The session file of those who name none: one a reader and machine (XDG Base Directory Specification, state).
  static var session: String { state + "/hilum/sessions/default.jsonl" }

  /// The folder for what the reader makes.
  static var state: String {
    let environment = ProcessInfo.processInfo.environment
    let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return state ?? (environment["HOME"] ?? "/tmp") + "/.local/state"
  }
}
