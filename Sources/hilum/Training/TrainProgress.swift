/// The line on standard error that tells how far a training has come.

import Foundation

/// On a terminal one line that is drawn over again; elsewhere a new line now and then.
final class TrainProgress {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var shown = Date.distantPast

  /// Shows `text()` if the last one has stood long enough, or at once when `force`.
  func show(force: Bool = false, _ text: () -> String) {
    let now = Date()
    guard force || now.timeIntervalSince(shown) > (isTerminal ? 0.5 : 60) else { return }
    shown = now
    write(text() + (isTerminal ? "" : "\n"))
  }

  /// A line that stays.
  func say(_ text: String) {
    write(text + "\n")
  }

  /// Over what stood in the line, on a terminal.
  private func write(_ text: String) {
    if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    Console.complain(text)
  }

  /// `[######··············]`
  static func bar(_ share: Double) -> String {
    let full = Int((min(max(share, 0), 1) * 20).rounded())
    return "[" + String(repeating: "#", count: full) + String(repeating: "·", count: 20 - full) + "]"
  }

  /// `1:02:03` or `2:03`.
  static func clock(_ seconds: Double) -> String {
    let total = Int(min(max(seconds, 0), 1e7).rounded())
    let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
    return hours > 0
      ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
  }
}
