/// Words for people and programs: exactly as they are into files and pipes, and harmless onto a terminal.

import Foundation
import Terminal

enum Console {
  /// Writes to standard error.
  static func complain(_ text: String) {
    FileHandle.standardError.write(Data(words(text, for: STDERR_FILENO).utf8))
  }

  /// What a descriptor gets for a text that may hold anything.
  static func words(_ text: String, for descriptor: Int32) -> String {
    isatty(descriptor) == 1 ? CellText.printable(text) : text
  }
}

/// Prints as the standard library's function of this signature does, in whose place it stands. A terminal gets pictures of what it would take for commands: names of films, labels of
/// packs and notes come from others.
func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {
  let text = items.map { "\($0)" }.joined(separator: separator)
  Swift.print(Console.words(text, for: STDOUT_FILENO), terminator: terminator)
}
