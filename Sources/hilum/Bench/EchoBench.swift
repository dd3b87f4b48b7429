/// How soon a key is answered while the network and an encoder are busy: the workstation itself, behind a pseudo-terminal.

import Foundation
import Glibc

/// Starts `hilum review` on the bundled films with pictures on, waits until it works, and presses keys at odd times.
struct EchoBench {
  let keys: Int

  /// Milliseconds from a key to the first byte of its answer; nil if the workstation did not start.
  func run(_ films: String) throws -> [Double]? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hilum-echo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let session = folder.appending(path: "session.jsonl").path
    let terminal = try Pty(
      [program, "review", films, "--session", session, "--graphics", "sixel"], columns: 200, rows: 60)
    defer { terminal.end() }
    guard terminal.read(milliseconds: 5000) > 0 else { return nil }
    while terminal.read(milliseconds: 300) > 0 {}
    return measure(terminal)
  }

  /// Every fifth key opens the next film, whose decoding, inference and pictures then run under the keys that follow.
  private func measure(_ terminal: Pty) -> [Double] {
    let clock = ContinuousClock()
    var times: [Double] = []
    for number in 0..<keys {
      while terminal.read(milliseconds: 3) > 0 {}
      let start = clock.now
      terminal.type(number % 5 == 0 ? "]" : number % 2 == 0 ? "i" : "+")
      guard terminal.read(milliseconds: 2000) > 0 else { continue }
      times.append(start.duration(to: clock.now).milliseconds)
      usleep(UInt32(15_000 + number * 7919 % 40_000))
    }
    return times
  }
}
