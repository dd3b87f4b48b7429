/// A program in a terminal of its own.

import Glibc

final class Pty {
  enum Failure: Error, CustomStringConvertible {
    case notOpened(Int32)

    var description: String {
      switch self {
      case .notOpened(let code): "no pseudo-terminal: \(String(cString: strerror(code)))"
      }
    }
  }

  private let controller: Int32
  private let process: pid_t

  init(_ command: [String], columns: UInt16, rows: UInt16) throws {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (isLocked, number): (Int32, Int32) = (0, 0)
    guard controller >= 0, ioctl(controller, Self.setLock, &isLocked) == 0,
      ioctl(controller, Self.getNumber, &number) == 0
    else { throw Failure.notOpened(errno) }
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: columns * 8, ws_ypixel: rows * 16)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
    process = try Self.spawn(command, "/dev/pts/\(number)")
  }

  /// TIOCSPTLCK and TIOCGPTN (ioctl_tty(2)), which Swift's Glibc module does not name.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  /// The first terminal that the new session opens becomes its controlling terminal.
  private static func spawn(_ command: [String], _ terminal: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, newSession)
    let environment = ["TERM=xterm-256color", "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin"]
    var process: pid_t = 0
    let code = withStrings(command) { words in
      withStrings(environment) { posix_spawn(&process, command[0], &actions, &attributes, words, $0) }
    }
    guard code == 0 else { throw Failure.notOpened(code) }
    return process
  }

  /// POSIX_SPAWN_SETSID (spawn.h).
  private static let newSession: Int16 = 0x80

  private static func withStrings<T>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> T
  ) -> T {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(&pointers)
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(controller, bytes, bytes.count)
  }

  /// Takes what there is, after at most so long a wait; the number of bytes.
  func read(milliseconds: Int32) -> Int { take(milliseconds: milliseconds).count }

  /// Takes what there is, after at most so long a wait. The question for device attributes, which is asked last, is answered
  /// as a sixel terminal does; no other is.
  func take(milliseconds: Int32) -> [UInt8] {
    var source = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&source, 1, milliseconds) > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = max(0, Glibc.read(controller, &bytes, bytes.count))
    if bytes[..<count].firstRange(of: Array("\u{1B}[c".utf8)) != nil { type("\u{1B}[?62;4;22c") }
    return Array(bytes[..<count])
  }

  func end() {
    kill(process, SIGTERM)
    for _ in 0..<200 where waitpid(process, nil, WNOHANG) == 0 { _ = read(milliseconds: 20) }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
    close(controller)
  }
}
