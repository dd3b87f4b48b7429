/// Ctrl-Z and back: the shell gets a sane terminal, the screen comes back whole, and nothing is lost.

import Foundation
import Testing

@Suite("Suspended and continued", .serialized)
struct SuspendTests {
  private static var rounds: Int { reliabilityRounds > 1 ? 200 : 12 }

  /// A shell with job control, which says when the program stops and waits for a line before it continues it. Written out
  /// for every round, because bash leaves a loop whose command stops.
  private static var shell: [String] {
    let again =
      "s=$?; [ $s = 148 ] || { printf '<ended %d>' $s; exit; }; printf '<stopped>'; read line; fg >/dev/null; "
    return [
      "/bin/bash", "-c",
      "set -m; \"$@\"; " + String(repeating: again, count: rounds + 1) + "s=$?; printf '<ended %d>' $s",
      "shell",
    ]
  }

  @Test("again and again, in help and in window mode, with a resize in between")
  func again() throws {
    let sitting = try Sitting(wrapper: Self.shell)
    try #require(sitting.opens())
    for number in 0..<Self.rounds {
      if number % 3 == 1 { sitting.terminal.type("?") }
      if number % 3 == 2 { sitting.terminal.type("W") }
      sitting.settle(milliseconds: 60)
      sitting.look()
      sitting.terminal.forget()
      sitting.forgetOutput()
      sitting.terminal.type("\u{1A}")
      try #require(sitting.terminal.wait { sitting.terminal.shows("<stopped>") }, "round \(number)")
      #expect(sitting.isGivenBack(ExitPathTests.settings) == [], "round \(number)")
      let size = number % 2 == 0 ? (100, 30) : (90, 28)
      sitting.resize(columns: size.0, rows: size.1)
      sitting.terminal.type("\r")
      let isBack = sitting.terminal.wait {
        sitting.look()
        return sitting.screen.isAlternate
      }
      try #require(isBack, "round \(number)")
      sitting.settle(milliseconds: 150)
      // Escape is a key by itself only once it has been quiet behind it.
      sitting.terminal.type("\u{1B}")
      sitting.settle(milliseconds: 100)
      try #require(
        sitting.waits(for: "research use"), "round \(number): \(sitting.screen.lines.joined(separator: "\n"))"
      )
    }
    #expect(sitting.redrawn() == sitting.screen)
    #expect(sitting.screen.unknown == [])
    sitting.terminal.type("q")
    #expect(sitting.terminal.wait { sitting.terminal.shows("<ended 0>") })
  }
}
