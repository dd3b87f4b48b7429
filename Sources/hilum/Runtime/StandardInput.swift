/// Standard input as a list of paths, for a program that needs the keyboard as well.

import Glibc

enum StandardInput {
  /// Gives what standard input is now another descriptor and puts the terminal in its place.
  /// - Throws: `StandardInputError` where there is no terminal to read keys from.
  static func handOver() throws(StandardInputError) -> Int32 {
    let list = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10)
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    defer { if terminal > STDERR_FILENO { close(terminal) } }
    guard list >= 0, terminal >= 0, dup2(terminal, STDIN_FILENO) == STDIN_FILENO else {
      if list >= 0 { close(list) }
      throw StandardInputError()
    }
    return list
  }
}

struct StandardInputError: Error, Equatable, CustomStringConvertible {
  var description: String {
    "paths were to come from standard input, and there is no terminal for keys. Run it in a terminal, or use hilum read."
  }
}
