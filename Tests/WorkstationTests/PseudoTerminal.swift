/// A program in a terminal of its own, as a person would run it: keys in, bytes out.

import Foundation
import Glibc

/// Runs `program` with a pseudo-terminal as its controlling terminal.
final class PseudoTerminal {
  enum Failure: Error { case noTerminal(Int32), notStarted(Int32) }

  let process: pid_t
  private var controller: Int32
  private(set) var output: [UInt8] = []
  private var status: Int32?

  /// `environment` is added to a small one of the tests' own; `output`: where the program writes, if not to the terminal.
  init(
    _ program: String, _ arguments: [String], columns: UInt16 = 120, rows: UInt16 = 40,
    environment: [String: String] = [:], output: String? = nil
  ) throws {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (isLocked, number): (Int32, Int32) = (0, 0)
    guard controller >= 0, ioctl(controller, Self.setLock, &isLocked) == 0,
      ioctl(controller, Self.getNumber, &number) == 0
    else { throw Failure.noTerminal(errno) }
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
    process = try Self.spawn(program, arguments, on: "/dev/pts/\(number)", environment, output)
  }

  /// TIOCSPTLCK and TIOCGPTN (ioctl_tty(2)), which Swift's Glibc module does not name.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430
  /// POSIX_SPAWN_SETSID (spawn.h).
  private static let newSession: Int16 = 0x80

  /// The first terminal that the new session opens becomes its controlling terminal.
  private static func spawn(
    _ program: String, _ arguments: [String], on terminal: String, _ extra: [String: String],
    _ output: String?
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    if let output {
      posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
    } else {
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
    }
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, newSession)
    let standard = [
      "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "PATH": "/usr/bin:/bin",
    ]
    let environment = standard.merging(extra) { _, new in new }.map { "\($0)=\($1)" }
    var process: pid_t = 0
    let code = withStrings([program] + arguments) { argv in
      withStrings(environment) { posix_spawn(&process, program, &actions, &attributes, argv, $0) }
    }
    guard code == 0 else { throw Failure.notStarted(code) }
    return process
  }

  private static func withStrings<T>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> T
  ) -> T {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(&pointers)
  }

  deinit {
    if status == nil { end(with: SIGKILL) }
    hangUp()
  }

  func type(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes as a keyboard would, reading meanwhile so that neither side waits for the other. Gives up when the program
  /// takes nothing for five seconds.
  func send(_ bytes: [UInt8]) {
    var done = 0
    var patience = 500
    while done < bytes.count, patience > 0 {
      var ready = pollfd(fd: controller, events: Int16(POLLOUT), revents: 0)
      let isReady = poll(&ready, 1, 10) > 0 && ready.revents & Int16(POLLOUT) != 0
      let count =
        isReady
        ? bytes[done...].prefix(1024).withUnsafeBytes { write(controller, $0.baseAddress, $0.count) } : 0
      if count > 0 { (done, patience) = (done + count, 500) } else { patience -= 1 }
      read(milliseconds: 0)
    }
  }

  /// Gives the terminal another size, which the program is told of.
  func resize(columns: Int, rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

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

  /// Takes what there is, after at most so long a wait. False if there was nothing.
  @discardableResult
  func read(milliseconds: Int32) -> Bool {
    var source = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard controller >= 0, poll(&source, 1, milliseconds) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = Glibc.read(controller, &bytes, bytes.count)
    if count > 0 { output += bytes[..<count] } else { usleep(UInt32(milliseconds) * 1000) }
    return count > 0
  }

  /// The settings of the terminal's line discipline, byte for byte.
  var settings: [UInt8] {
    var settings = termios()
    tcgetattr(controller, &settings)
    return withUnsafeBytes(of: &settings) { Array($0) }
  }

  /// Sends a signal and waits for the end; the wait status.
  @discardableResult
  func end(with signal: Int32) -> Int32 {
    kill(process, signal)
    return finish()
  }

  /// Waits for the program to end; its wait status, or nil after ten seconds.
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
