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

  /// Ctrl-Z, after which the shell has a sane terminal.
  private func stop(_ sitting: Sitting, round number: Int) throws {
    sitting.look()
    sitting.terminal.forget()
    sitting.forgetOutput()
    sitting.terminal.type("\u{1A}")
    try #require(sitting.terminal.wait { sitting.terminal.shows("<stopped>") }, "round \(number)")
    #expect(sitting.isGivenBack(ExitPathTests.settings) == [], "round \(number)")
  }

  @Test("while the network reads, in the middle of a film: the reading goes on")
  func reading() throws {
    let sitting = try Sitting(
      given: [Sitting.checkout.appending(path: "Samples").path], columns: 120, rows: 40,
      pack: Sitting.checkout.appending(path: "Samples/pack").path, wrapper: Self.shell)
    try #require(sitting.waits(for: "research use"))
    for number in 0..<min(Self.rounds, 20) {
      try stop(sitting, round: number)
      sitting.terminal.type("\r")
      try #require(
        sitting.waits(for: "cardiomegaly", seconds: 60),
        "round \(number): \(sitting.screen.lines.joined(separator: "\n"))")
      sitting.terminal.type(number.isMultiple(of: 2) ? "]" : "[")
      sitting.terminal.read(milliseconds: Int32(number % 7) * 20)
    }
    #expect(sitting.redrawn() == sitting.screen)
    #expect(sitting.screen.unknown == [])
    sitting.terminal.type("q")
    #expect(sitting.terminal.wait { sitting.terminal.shows("<ended 0>") })
  }

  /// The shell's line editor has the terminal while the program begins: those settings are not the ones to go back to.
  @Test("begun in the background, it waits for the terminal and gives back what it was given")
  func background() throws {
    let script = """
      set -m; was=$(stty -g); stty -icanon -echo; "$@" & \
      while [ -z "$(jobs -s)" ]; do sleep 0.02; done; stty "$was"; \
      printf '<waits>'; read line; fg >/dev/null; printf '<ended %d>' $?
      """
    for _ in 0..<reliabilityRounds {
      let sitting = try Sitting(wrapper: ["/bin/bash", "-c", script, "shell"])
      try #require(sitting.terminal.wait { sitting.terminal.shows("<waits>") })
      #expect(!sitting.terminal.shows("\u{1B}"), "it wrote on a terminal that is not its own")
      sitting.terminal.type("\r")
      try #require(sitting.opens())
      sitting.terminal.type("q")
      #expect(sitting.terminal.wait { sitting.terminal.shows("<ended 0>") })
      #expect(sitting.isGivenBack(ExitPathTests.settings) == [])
    }
  }

  @Test("stopped with all that it started, and continued alone, it opens films as before")
  func alone() throws {
    for _ in 0..<reliabilityRounds {
      let sitting = try Sitting(films: (10..<40).map { "film-\($0).png" })
      try #require(sitting.opens())
      let process = sitting.terminal.process
      let all = [process] + ProcessorTime.children(of: process)
      for one in all { kill(one, SIGSTOP) }
      sitting.resize(columns: 110, rows: 32)
      kill(process, SIGCONT)
      sitting.settle()
      for _ in 0..<12 {
        sitting.terminal.type("]")
        sitting.terminal.read(milliseconds: 20)
      }
      #expect(sitting.waits(for: "13/30") && sitting.waits(for: "64x48 px"), "the film was not opened")
      #expect(sitting.redrawn() == sitting.screen)
      sitting.terminal.type("q")
      #expect(sitting.terminal.finish() == 0)
      for one in all { kill(one, SIGCONT) }
    }
  }

  @Test("again and again, in help and in window mode, with a resize in between")
  func again() throws {
    let sitting = try Sitting(wrapper: Self.shell)
    try #require(sitting.opens())
    for number in 0..<Self.rounds {
      if number % 3 == 1 { sitting.terminal.type("?") }
      if number % 3 == 2 { sitting.terminal.type("W") }
      sitting.settle(milliseconds: 60)
      try stop(sitting, round: number)
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
