/// A program in a terminal of its own, as a person would run it: what measures and what tests the workstation sits at the
/// other side.

package import Glibc

package struct PseudoTerminal: Sendable {
  package enum Failure: Error, CustomStringConvertible {
    case notOpened(Int32), notStarted(Int32)

    package var description: String {
      switch self {
      case .notOpened(let code): "no pseudo-terminal: \(String(cString: strerror(code)))"
      case .notStarted(let code): "the program did not start: \(String(cString: strerror(code)))"
      }
    }
  }

  /// The side of the keyboard and the glass. Whoever holds it closes it.
  package let controller: Int32
  package let process: pid_t

  /// Starts `command` with the terminal as its controlling terminal and standard streams. `cell`: the size of a cell in
  /// pixels, where the terminal shall say it; `output`: a file to which standard output goes instead.
  package init(
    _ command: [String], columns: Int, rows: Int, cell: PixelSize = PixelSize(width: 0, height: 0),
    environment: [String: String] = [:], output: String? = nil
  ) throws(Failure) {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (isLocked, number): (Int32, Int32) = (0, 0)
    guard controller >= 0, ioctl(controller, Self.setLock, &isLocked) == 0,
      ioctl(controller, Self.getNumber, &number) == 0
    else { throw .notOpened(errno) }
    Self.resize(controller, columns: columns, rows: rows, cell: cell)
    process = try Self.spawn(command, on: "/dev/pts/\(number)", environment, output)
  }

  /// Gives the terminal another size, which the program is told of.
  package func resize(columns: Int, rows: Int) {
    Self.resize(controller, columns: columns, rows: rows, cell: PixelSize(width: 0, height: 0))
  }

  private static func resize(_ controller: Int32, columns: Int, rows: Int, cell: PixelSize) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: UInt16(columns * cell.width),
      ws_ypixel: UInt16(rows * cell.height))
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  /// TIOCSPTLCK and TIOCGPTN (ioctl_tty(2)), which Swift's Glibc module does not name.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430
  /// POSIX_SPAWN_SETSID (spawn.h).
  private static let newSession: Int16 = 0x80

  /// The first terminal that the new session opens becomes its controlling terminal.
  private static func spawn(
    _ command: [String], on terminal: String, _ extra: [String: String], _ output: String?
  ) throws(Failure) -> pid_t {
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
    let standard = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]
    let environment = standard.merging(extra) { _, new in new }.map { "\($0)=\($1)" }
    var process: pid_t = 0
    let code = withStrings(command) { words in
      withStrings(environment) { posix_spawn(&process, command[0], &actions, &attributes, words, $0) }
    }
    guard code == 0 else { throw .notStarted(code) }
    return process
  }

  private static func withStrings<T>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> T
  ) -> T {
    var pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(&pointers)
  }
}
