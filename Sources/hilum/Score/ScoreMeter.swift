/// How far a long run is, how fast it goes, and how long it will take.

import Foundation

/// One line on standard error: written over on a terminal, else a new one every ten seconds.
package struct ScoreMeter {
  private let total: Int
  private let skipped: Int
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private let isTerminal = isatty(STDERR_FILENO) == 1

  /// - Parameter done: the rows of an earlier run, which say nothing of this one's speed.
  package init(total: Int, done: Int) {
    self.total = total
    skipped = done
  }

  package mutating func tick(_ done: Int, refused: Int) {
    let now = ContinuousClock.now
    guard now - last > (isTerminal ? .milliseconds(250) : .seconds(10)) || done == total else { return }
    last = now
    let line = Self.line(done, of: total, since: skipped, seconds: (now - start) / .seconds(1), refused)
    let text = isTerminal ? "\r\u{1B}[K\(line)\(done == total ? "\n" : "")" : "hilum score: \(line)\n"
    FileHandle.standardError.write(Data(text.utf8))
  }

  /// `1200 / 50000 films, 11.3 a second, 1 h 12 min left, 2 refused`.
  package static func line(_ done: Int, of total: Int, since skipped: Int, seconds: Double, _ refused: Int)
    -> String
  {
    let rate = seconds > 0 ? Double(done - skipped) / seconds : 0
    let parts = [
      "\(done) / \(total) films", rate > 0 ? String(format: "%.1f a second", rate) : nil,
      rate > 0 && done < total ? "\(duration(Double(total - done) / rate)) left" : nil,
      refused > 0 ? "\(refused) refused" : nil,
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }

  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(.up), 1e9))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return whole < 86400
      ? "\(whole / 3600) h \(whole / 60 % 60) min" : "\(whole / 86400) d \(whole / 3600 % 24) h"
  }
}
