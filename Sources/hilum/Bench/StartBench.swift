/// How soon the workstation stands on the glass after it was started, behind a terminal that answers at once.

import Foundation

struct StartBench {
  let runs: Int

  /// What the terminal is sent, in this order: the first line, a picture's beginning, and the cursor put back (DECRC) after
  /// it; then the same of the second picture, which is the full one.
  private static let milestones = ["hilum", "\u{1B}P0;1q", "\u{1B}8", "\u{1B}P0;1q", "\u{1B}8"].map {
    Array($0.utf8)
  }

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
      var (pending, reached) = ([UInt8](), [Double]())
      while reached.count < Self.milestones.count, start.duration(to: clock.now) < .seconds(5) {
        pending += terminal.take(milliseconds: 50)
        while reached.count < Self.milestones.count,
          let found = pending.firstRange(of: Self.milestones[reached.count])
        {
          reached.append(start.duration(to: clock.now).milliseconds)
          pending.removeFirst(found.upperBound)
        }
        pending = pending.suffix(8)
      }
      terminal.end()
      guard reached.count == Self.milestones.count else { continue }
      times.screen.append(reached[0])
      times.film.append(reached[2])
      times.full.append(reached[4])
    }
    return times
  }
}
