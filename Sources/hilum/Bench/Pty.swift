/// The workstation behind a terminal that draws sixel and answers at once.

import Glibc
import Terminal

final class Pty {
  private let terminal: PseudoTerminal

  init(_ command: [String], columns: Int, rows: Int) throws {
    terminal = try PseudoTerminal(
      command, columns: columns, rows: rows, cell: PixelSize(width: 8, height: 16))
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(terminal.controller, bytes, bytes.count)
  }

  /// Takes what there is, after at most so long a wait; the number of bytes.
  func read(milliseconds: Int32) -> Int { take(milliseconds: milliseconds).count }

  /// Takes what there is, after at most so long a wait. The question for device attributes, which is asked last, is answered
  /// as a sixel terminal does; no other is.
  func take(milliseconds: Int32) -> [UInt8] {
    var source = pollfd(fd: terminal.controller, events: Int16(POLLIN), revents: 0)
    guard poll(&source, 1, milliseconds) > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = max(0, Glibc.read(terminal.controller, &bytes, bytes.count))
    if bytes[..<count].firstRange(of: Array("\u{1B}[c".utf8)) != nil { type("\u{1B}[?62;4;22c") }
    return Array(bytes[..<count])
  }

  func end() {
    kill(terminal.process, SIGTERM)
    for _ in 0..<200 where waitpid(terminal.process, nil, WNOHANG) == 0 { _ = read(milliseconds: 20) }
    kill(terminal.process, SIGKILL)
    waitpid(terminal.process, nil, 0)
    close(terminal.controller)
  }
}
