/// A sitting at the real program in a pseudo-terminal, with a virtual screen that follows what it writes.

import Foundation
import Glibc
import Imaging
import Testing

/// How often the reliability tests repeat: once in a hurry, `HILUM_RELIABILITY` times where somebody counts.
let reliabilityRounds = max(
  1, ProcessInfo.processInfo.environment["HILUM_RELIABILITY"].flatMap(Int.init) ?? 1)

final class Sitting {
  let terminal: TypedTerminal
  let folder: URL
  private(set) var screen: VirtualScreen
  private var taken = 0

  var session: String { folder.appending(path: "session.jsonl").path }

  /// `names` of films, which are tiny; `given`: others, instead of these; `pack`: a folder, or `none`; `wrapper`: a command
  /// that is given the program and its arguments; `latency`: how long bytes are under way, in each direction.
  init(
    films names: [String] = ["film-1.png", "film-2.png", "film-3.png"], given: [String]? = nil,
    graphics: String = "halfblock",
    columns: Int = 100, rows: Int = 30, pack: String = "none", environment: [String: String] = [:],
    wrapper: [String] = [],
    output: String? = nil, latency: Duration = .zero
  ) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "hilum-sitting-\(UUID().uuidString)")
    let films = folder.appending(path: "films")
    try FileManager.default.createDirectory(at: films, withIntermediateDirectories: true)
    for (number, name) in names.enumerated() {
      let gray = (0..<48 * 64).map { UInt16(truncatingIfNeeded: $0 * 7 * (number + 1)) }
      let data = try PNGImage(rows: 48, columns: 64, gray: gray).encoded()
      guard Self.write(data, to: films.path + "/" + name) else { throw CocoaError(.fileWriteUnknown) }
    }
    let command =
      wrapper + [
        try Self.program(), "review", "--session", folder.appending(path: "session.jsonl").path,
        "--graphics", graphics, "--pack", pack,
      ] + (given ?? [films.path])
    terminal = try TypedTerminal(
      command[0], Array(command.dropFirst()), columns: columns, rows: rows,
      environment: environment, output: output, latency: latency)
    screen = VirtualScreen(columns: columns, rows: rows)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The checkout that these tests were built from.
  static let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The program beside the test runner.
  static func program() throws -> String {
    let runner = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") as NSString
    return (runner.deletingLastPathComponent as NSString).appendingPathComponent("hilum")
  }

  /// Foundation mends file names; these are meant as they are.
  private static func write(_ bytes: [UInt8], to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    defer { fclose(file) }
    return fwrite(bytes, 1, bytes.count, file) == bytes.count
  }

  /// Shows the virtual screen what has come since the last time.
  func look() {
    screen.feed(Array(terminal.output[taken...]))
    taken = terminal.output.count
  }

  /// Waits until the screen holds `text` in one line.
  func waits(for text: String, seconds: Double = 20) -> Bool {
    terminal.wait(seconds) {
      self.look()
      return self.screen.lines.contains { $0.contains(text) }
    }
  }

  /// Waits for what shows elsewhere than on the terminal, of which nothing is read meanwhile.
  func comes(_ condition: () -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: 20)
    while !condition() && Date() < deadline { usleep(10_000) }
    return condition()
  }

  /// Waits for the first screen with its picture.
  func opens() -> Bool {
    let isThere = waits(for: "research use") && waits(for: "64x48 px")
    settle()
    return isThere
  }

  /// The terminal's output was forgotten: the next look begins anew.
  func forgetOutput() { taken = 0 }

  /// Waits until nothing has come for so long and nobody has worked meanwhile: a busy machine only makes it longer.
  func settle(milliseconds: Int32 = 250) {
    let deadline = Date(timeIntervalSinceNow: 60)
    repeat {
      let before = ProcessorTime.family(of: terminal.process)
      if terminal.read(milliseconds: milliseconds) { continue }
      let now = ProcessorTime.family(of: terminal.process)
      if !now.isWorking && now.nanoseconds - before.nanoseconds < Self.idleNanoseconds { break }
    } while Date() < deadline
    look()
  }

  func resize(columns: Int, rows: Int) {
    look()
    terminal.resize(columns: columns, rows: rows)
    if columns > 0 && rows > 0 { screen.resize(columns: columns, rows: rows) }
  }

  /// What timers and threads that look around take while nothing is done: a thousandth of a second in any pause.
  private static let idleNanoseconds = 1_000_000

  /// The screen as a redraw of everything leaves it on a glass that was empty.
  func redrawn() -> VirtualScreen {
    settle()
    var fresh = VirtualScreen(columns: screen.columns, rows: screen.rows)
    terminal.type("\u{0C}")
    settle()
    let before = terminal.output.count
    terminal.type("\u{0C}")
    settle()
    fresh.feed(Array(terminal.output[before...]))
    return fresh
  }

  /// The lines of the session file that record an act of the reader.
  var acts: Int {
    let text = (try? String(contentsOfFile: session, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").count { $0.contains("signOff") || $0.contains("\"answer\"") }
  }

  /// What must hold of a terminal that was given back.
  func isGivenBack(_ before: [UInt8]) -> [String] {
    look()
    var wrong: [String] = []
    if terminal.settings != before { wrong.append("settings differ") }
    if screen.isAlternate { wrong.append("still on the alternate screen") }
    if !screen.isCursorShown { wrong.append("no cursor") }
    let left = screen.modes.subtracting(["?25", "?7", "?8", "4", "?12", "?45"])
    if !left.isEmpty { wrong.append("modes \(left.sorted())") }
    if screen.isCut { wrong.append("a sequence was cut off") }
    return wrong
  }
}
