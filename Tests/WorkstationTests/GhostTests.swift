/// Nothing stays on the glass that should be gone: after any keys and resizes the screen is what a fresh redraw makes it.

import Foundation
import Testing

@Suite("No ghosts", .serialized)
struct GhostTests {
  /// Keys that change the screen and end nothing.
  static let keys = [
    "j", "k", "]", "[", "\t", "o", "+", "-", "0", "w", "W", "h", "l", "J", "i", "?", "\u{1B}", "1", "3", "G",
    "\u{1B}[A", "\u{1B}[B", "\u{1B}[5~", "\u{1B}[6~", "\u{1B}[<0;20;10M", "\u{1B}[<0;20;10m",
    "\u{1B}[<64;20;10M",
  ]
  static let sizes = [(100, 30), (80, 24), (120, 40), (61, 20), (40, 10), (150, 45), (200, 60), (113, 33)]

  @Test("200 random keys and 20 resizes", arguments: ["halfblock", "sixel", "ascii"])
  func random(graphics: String) throws {
    var random = SystemRandomNumberGenerator.seeded(9)
    for _ in 0..<reliabilityRounds {
      let sitting = try Sitting(graphics: graphics)
      try #require(sitting.opens())
      for number in 1...200 {
        sitting.terminal.type(Self.keys[Int(random.next() % UInt64(Self.keys.count))])
        sitting.terminal.read(milliseconds: Int32(random.next() % 12))
        if number.isMultiple(of: 10) {
          let (columns, rows) = Self.sizes[Int(random.next() % UInt64(Self.sizes.count))]
          sitting.settle(milliseconds: 60)
          sitting.resize(columns: columns, rows: rows)
        }
      }
      sitting.resize(columns: 120, rows: 40)
      sitting.settle(milliseconds: 500)
      let differences = sitting.redrawn().differences(from: sitting.screen)
      #expect(
        differences.isEmpty, "\(differences.count) cells: \(differences.prefix(5).joined(separator: "; "))")
      #expect(sitting.screen.unknown == [])
      sitting.terminal.end(with: SIGTERM)
    }
  }

  @Test("lines that change places beside a film leave it in its place: the terminal is asked to move none")
  func movingLines() throws {
    let pack = Sitting.checkout.appending(path: "Samples/pack").path
    let sitting = try Sitting(graphics: "sixel", columns: 80, rows: 24, pack: pack)
    try #require(sitting.waits(for: "Enter"))
    for key in ["", "j", "j", "k", "G"] {
      sitting.terminal.type(key)
      sitting.settle(milliseconds: 700)
    }
    #expect(sitting.screen.unknown == [])
    #expect(sitting.redrawn() == sitting.screen)
    sitting.terminal.end(with: SIGTERM)
  }

  @Test("what a storm of resizes ends with is a fresh screen of the last size, without more memory")
  func storm() throws {
    for round in 0..<min(reliabilityRounds, 5) { try storm(seed: UInt64(4 + round)) }
  }

  private func storm(seed: UInt64) throws {
    let sitting = try Sitting()
    try #require(sitting.opens())
    sitting.resize(columns: 500, rows: 200)
    sitting.settle()
    let memory = ProcessorTime.memory(sitting.terminal.process)
    resizeWildly(sitting, seed: seed, count: reliabilityRounds > 1 ? 10_000 : 1000)
    sitting.resize(columns: 120, rows: 40)
    sitting.settle(milliseconds: 700)
    sitting.terminal.type("\u{0C}")
    sitting.settle(milliseconds: 400)
    #expect(sitting.redrawn() == sitting.screen)
    #expect(sitting.screen.lines.contains { $0.contains("research use") })
    let growth = ProcessorTime.memory(sitting.terminal.process) - memory
    #expect(growth < 10 << 10, "grew by \(growth) KiB")
    let busy = ProcessorTime.of(sitting.terminal.process)
    usleep(1_000_000)
    #expect(ProcessorTime.of(sitting.terminal.process) - busy <= 5, "not idle a second later")
    sitting.terminal.type("q")
    #expect(sitting.terminal.finish() == 0)
  }

  private func resizeWildly(_ sitting: Sitting, seed: UInt64, count: Int) {
    var random = SystemRandomNumberGenerator.seeded(seed)
    let odd = [(1, 1), (0, 0), (500, 200), (2, 1), (1, 2)]
    for number in 0..<count {
      let (columns, rows) =
        number % 7 == 0
        ? odd[Int(random.next() % 5)] : (Int(1 + random.next() % 300), Int(1 + random.next() % 90))
      sitting.terminal.resize(columns: columns, rows: rows)
      sitting.terminal.read(milliseconds: 1)
    }
  }
}

extension SystemRandomNumberGenerator {
  /// The same numbers in every run, so that a failure can be repeated.
  static func seeded(_ seed: UInt64) -> Seeded { Seeded(state: seed) }

  struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state ^ (state >> 31)) >> 16
    }
  }
}
