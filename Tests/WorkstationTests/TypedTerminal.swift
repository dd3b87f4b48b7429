/// A program in a terminal of its own, as a person would run it: keys in, bytes out.

import Foundation
import Glibc
import Terminal

/// Types into `program` and keeps what it writes, at once or over a line that takes its time.
final class TypedTerminal {
  let process: pid_t
  private var controller: Int32
  private let terminal: PseudoTerminal
  private(set) var output: [UInt8] = []
  private var status: Int32?
  /// What is on its way to the program, and from it.
  private var (typed, written): (DelayedLine, DelayedLine)

  /// `environment` is added to a small one of the tests' own; `output`: where the program writes, if not to the terminal;
  /// `latency`: how long bytes are under way, in each direction.
  init(
    _ program: String, _ arguments: [String], columns: Int = 120, rows: Int = 40,
    environment: [String: String] = [:], output: String? = nil, latency: Duration = .zero
  ) throws {
    terminal = try PseudoTerminal(
      [program] + arguments, columns: columns, rows: rows,
      environment: ["HOME": "/nonexistent"].merging(environment) { _, new in new }, output: output)
    (process, controller) = (terminal.process, terminal.controller)
    (typed, written) = (DelayedLine(latency), DelayedLine(latency))
  }

  deinit {
    if status == nil { end(with: SIGKILL) }
    hangUp()
  }

  func type(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes as a keyboard would. They are there when this returns, unless the line takes its time.
  func send(_ bytes: [UInt8]) {
    typed.put(bytes)
    deliver()
  }

  /// Types into a terminal of which nobody reads: keys that find no room are lost.
  func typeBlindly(_ text: String) {
    let flags = fcntl(controller, F_GETFL)
    _ = fcntl(controller, F_SETFL, flags | O_NONBLOCK)
    _ = Array(text.utf8).withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
    _ = fcntl(controller, F_SETFL, flags)
  }

  /// Sends what has come through, reading meanwhile so that neither side waits for the other. Gives up when the program takes
  /// nothing for five seconds.
  private func deliver() {
    let bytes = typed.take()
    var done = 0
    var patience = 500
    while done < bytes.count, patience > 0 {
      var ready = pollfd(fd: controller, events: Int16(POLLOUT), revents: 0)
      let isReady = poll(&ready, 1, 10) > 0 && ready.revents & Int16(POLLOUT) != 0
      let count =
        isReady
        ? bytes[done...].prefix(1024).withUnsafeBytes { write(controller, $0.baseAddress, $0.count) } : 0
      if count > 0 { (done, patience) = (done + count, 500) } else { patience -= 1 }
      _ = receive(milliseconds: 0)
    }
  }

  /// Gives the terminal another size, which the program is told of.
  func resize(columns: Int, rows: Int) { terminal.resize(columns: columns, rows: rows) }

  /// Takes the terminal away: the program's side of it is gone.
  func hangUp() {
    if controller >= 0 { close(controller) }
    controller = -1
  }

  /// Forgets what was written so far, to look at what comes next.
  func forget() { output = [] }

  /// Takes what comes until nothing has come for so long.
  func settle(milliseconds: Int32 = 200) { while read(milliseconds: milliseconds) {} }

  /// Takes what the program wrote until `condition` holds. False after `seconds`.
  func wait(_ seconds: Double = 20, until condition: () -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while !condition() {
      if Date() > deadline { return false }
      read(milliseconds: 20)
    }
    return true
  }

  /// Whether the program has written `text` in one piece.
  func shows(_ text: String) -> Bool {
    String(decoding: output, as: UTF8.self).contains(text)
  }

  /// Asks for whole screens (Ctrl-l) until one holds all of `texts`: a screen that changes is otherwise sent in pieces, and
  /// what an earlier screen said does not count.
  func waitRedrawing(_ texts: String...) -> Bool {
    wait {
      output = []
      type("\u{0C}")
      while read(milliseconds: 150) {}
      return texts.allSatisfy(shows)
    }
  }

  /// Takes what there is, at most `most` bytes, after at most so long a wait. False if there was nothing and nothing is under
  /// way.
  @discardableResult
  func read(milliseconds: Int32, atMost most: Int = 65_536) -> Bool {
    let arrival = min(typed.wait, written.wait)
    let isUnderway = arrival < .seconds(1)
    let wait = min(.milliseconds(Int(milliseconds)), arrival) / .milliseconds(1)
    let isRead = receive(milliseconds: Int32(wait.rounded(.up)), atMost: most)
    deliver()
    output += written.take()
    return isRead || isUnderway
  }

  private func receive(milliseconds: Int32, atMost most: Int = 65_536) -> Bool {
    var source = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard controller >= 0, poll(&source, 1, milliseconds) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: most)
    let count = Glibc.read(controller, &bytes, bytes.count)
    if count > 0 { written.put(Array(bytes[..<count])) } else { usleep(UInt32(milliseconds) * 1000) }
    return count > 0
  }

  /// The settings of the terminal's line discipline, byte for byte.
  var settings: [UInt8] {
    var settings = termios()
    tcgetattr(controller, &settings)
    return withUnsafeBytes(of: &settings) { Array($0) }
  }

  /// Changes the settings as another program on the same terminal would.
  func change(_ edit: (inout termios) -> Void) {
    var settings = termios()
    tcgetattr(controller, &settings)
    edit(&settings)
    tcsetattr(controller, TCSANOW, &settings)
  }

  /// Sends a signal and waits for the end; the wait status.
  @discardableResult
  func end(with signal: Int32) -> Int32 {
    kill(process, signal)
    return finish()
  }

  /// Waits for the program to end while nobody reads what it writes; nil after so many seconds.
  func finishUnread(seconds: Double = 20) -> Int32? {
    let deadline = Date(timeIntervalSinceNow: seconds)
    var ended: Int32 = -1
    while status == nil, Date() < deadline {
      if waitpid(process, &ended, WNOHANG) == process { status = ended } else { usleep(10_000) }
    }
    return status
  }

  /// Waits for the program to end; its wait status. It is killed after ten seconds.
  @discardableResult
  func finish() -> Int32 {
    if let status { return status }
    var ended: Int32 = -1
    for _ in 0..<500 {
      if waitpid(process, &ended, WNOHANG) == process {
        status = ended
        while read(milliseconds: 0) {}
        return ended
      }
      read(milliseconds: 20)
    }
    kill(process, SIGKILL)
    waitpid(process, &ended, 0)
    status = ended
    return ended
  }
}
