/// How soon the workstation stands on the glass after it was started, behind a terminal that answers at once.

import Foundation

struct StartBench {
  let runs: Int

  struct Times {
    var screen: [Double] = []
    /// The first picture of the film, and the first in full quality.
    var film: [Double] = []
    var full: [Double] = []
  }

  func run(_ films: String) throws -> Times {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hilum-start-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    var times = Times()
    for run in 0..<runs {
      let session = folder.appending(path: "\(run).jsonl").path
      let clock = ContinuousClock()
      let start = clock.now
      let terminal = try Pty([program, "review", films, "--session", session], columns: 120, rows: 40)
      var output: [UInt8] = []
      var reached = 0
      while reached < 3, start.duration(to: clock.now) < .seconds(5) {
        output += terminal.take(milliseconds: 50)
        let now = start.duration(to: clock.now).milliseconds
        // A picture is complete when the cursor has been put back after it (DECRC).
        let pictures = output.pieces(between: "\u{1B}P0;1q").dropFirst().count { $0.count(of: "\u{1B}8") > 0 }
        if reached == 0, output.count(of: "hilum") > 0 { (reached, times.screen) = (1, times.screen + [now]) }
        if reached == 1, pictures > 0 { (reached, times.film) = (2, times.film + [now]) }
        if reached == 2, pictures > 1 { (reached, times.full) = (3, times.full + [now]) }
      }
      terminal.end()
    }
    return times
  }
}

extension Collection<UInt8> {
  /// How often the text occurs.
  fileprivate func count(of text: String) -> Int { pieces(between: text).count - 1 }

  /// What stands before, between and after the places where the text occurs.
  fileprivate func pieces(between text: String) -> [SubSequence] {
    let needle = Array(text.utf8)
    var pieces: [SubSequence] = []
    var rest = self[...]
    while let found = rest.firstRange(of: needle) {
      pieces.append(rest[..<found.lowerBound])
      rest = rest[found.upperBound...]
    }
    return pieces + [rest]
  }
}
