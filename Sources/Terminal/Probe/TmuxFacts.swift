/// What tmux knows of the terminal around it, asked on its own command line.

import Glibc

enum TmuxFacts {
  /// XTVERSION's text of the terminal that shows this tmux client, such as `kitty(0.35.2)`; nil if tmux does not say.
  static func outerTerminal() -> String? { ask("#{client_termtype}") }

  /// tmux's own version.
  static func version() -> String? { ask("#{version}") }

  /// At most 60 printable ASCII characters of what `tmux display-message` prints for a format of ours.
  private static func ask(_ format: String) -> String? {
    guard let pipe = popen("tmux display-message -p '\(format)' 2>/dev/null", "re") else { return nil }
    defer { pclose(pipe) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = fread(&bytes, 1, bytes.count, pipe)
    let text = String(
      decoding: bytes[..<count].filter { (0x20...0x7E).contains($0) }.prefix(60), as: UTF8.self)
    return text.isEmpty ? nil : text
  }
}
