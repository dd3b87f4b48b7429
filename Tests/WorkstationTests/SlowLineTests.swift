/// The workstation at the far end of a line that takes 20 ms each way: what is typed ahead counts, what is stale is not sent.

import Foundation
import Testing

@Suite("A round trip of 40 ms", .serialized)
struct SlowLineTests {
  private static let latency = Duration.milliseconds(20)

  @Test("keys typed ahead of the screen are all honoured, in their order")
  func typedAhead() throws {
    let films = (1...12).map { "film-\($0).png" }
    let sitting = try Sitting(films: films, latency: Self.latency)
    try #require(sitting.opens())
    for key in Array(repeating: "]", count: 10) + ["[", "[", "]", "["] { typeAhead(key, sitting) }
    sitting.settle()
    #expect(sitting.screen.lines.contains { $0.contains("9/12") })
    for key in ["g", "h", "g", "h", "g", "h", "+"] { typeAhead(key, sitting) }
    sitting.settle()
    #expect(sitting.screen.lines.contains { $0.contains("FLIPPED") }, "turned over three times")
    #expect(sitting.acts == 0 && sitting.screen.unknown == [])
    sitting.terminal.type("q")
    #expect(sitting.terminal.finish() == 0)
  }

  private func typeAhead(_ key: String, _ sitting: Sitting) {
    sitting.terminal.type(key)
    sitting.terminal.read(milliseconds: 5)
  }

  @Test("what the terminal answers is waited for, chooses the picture, and is no key")
  func answers() throws {
    let sitting = try Sitting(graphics: "auto", columns: 120, latency: Self.latency)
    #expect(sitting.terminal.wait { sitting.terminal.shows("\u{1B}[c") })
    sitting.terminal.type("]")
    sitting.terminal.type(
      "\u{1B}P>|XTerm(379)\u{1B}\\\u{1B}[?1;0;256S\u{1B}[?2;0;2000;2000S\u{1B}[6;16;8t\u{1B}[?62;4;22c")
    #expect(sitting.terminal.wait { sitting.terminal.shows("\u{1B}P0;1q") }, "no sixel picture came")
    #expect(sitting.waits(for: "2/3"), "the key that was typed before the answers")
    sitting.settle()
    #expect(sitting.acts == 0)
    sitting.terminal.type("q")
    #expect(sitting.terminal.finish() == 0)
  }

  /// The glass takes 4 KiB between two keys, far less than a picture: whatever waits for it would come after the last key.
  @Test(
    "pictures that a later key made stale are not sent: after the last of 40 keys come hardly more than its own"
  )
  func staleFrames() throws {
    let sitting = try Sitting(graphics: "sixel", columns: 200, rows: 60, latency: Self.latency)
    try #require(sitting.opens())
    sitting.terminal.forget()
    sitting.forgetOutput()
    sitting.terminal.type("+")
    sitting.settle()
    let alone = sitting.terminal.output.count
    try #require(alone > 100_000, "a step is a picture, coarse and full")
    for number in 1...40 {
      sitting.terminal.type(number % 4 == 0 ? "-" : "+")
      sitting.terminal.read(milliseconds: 20, atMost: 4096)
    }
    let before = sitting.terminal.output.count
    sitting.settle()
    let rest = sitting.terminal.output.count - before
    #expect(rest < 3 * alone, "\(rest / 1000) kB after the last key; a step alone takes \(alone / 1000) kB")
    #expect(sitting.screen.unknown == [])
    #expect(sitting.redrawn() == sitting.screen)
    sitting.terminal.end(with: SIGTERM)
  }
}
