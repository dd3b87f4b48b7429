/// Every way out leaves the terminal as it was found: settings byte for byte, screen, cursor, modes.

import Foundation
import Glibc
import Testing

@Suite("Ways out of the program", .serialized)
struct ExitPathTests {
  static let settings: [UInt8] = (try? TypedTerminal("/bin/true", []).settings) ?? []

  @Test("a key: q, Ctrl-C, Ctrl-\\", arguments: ["q", "\u{3}", "\u{1C}"])
  func keys(key: String) throws {
    for _ in 0..<reliabilityRounds {
      let sitting = try Sitting()
      try #require(sitting.opens())
      #expect(sitting.terminal.settings != Self.settings, "the program did not make its terminal raw")
      #expect(sitting.screen.modes.isSuperset(of: ["?1049", "?2004", "?1004", "?1002", "?1006"]))
      sitting.terminal.type(key)
      sitting.terminal.finish()
      #expect(sitting.isGivenBack(Self.settings) == [])
      #expect(sitting.screen.unknown == [])
    }
  }

  @Test(
    "a signal, whether it asks or kills",
    arguments: [
      SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGKILL,
    ])
  func signals(signal: Int32) throws {
    for _ in 0..<reliabilityRounds {
      let sitting = try Sitting()
      try #require(sitting.opens())
      kill(sitting.terminal.process, signal)
      sitting.terminal.finish()
      // After SIGKILL the keeper needs a moment; it opens the terminal anew, whose session is gone.
      _ = sitting.terminal.wait(3) { sitting.isGivenBack(Self.settings).isEmpty }
      #expect(sitting.isGivenBack(Self.settings) == [], "signal \(signal)")
    }
  }

  @Test("the terminal goes away: the program ends, and does not spin while it does")
  func gone() throws {
    for _ in 0..<reliabilityRounds {
      let sitting = try Sitting()
      try #require(sitting.opens())
      let before = ProcessorTime.of(sitting.terminal.process)
      sitting.terminal.hangUp()
      sitting.terminal.finish()
      #expect(kill(sitting.terminal.process, 0) != 0, "it is still there")
      #expect(before < 60)
    }
  }

  @Test("under a shell, after SIGKILL: the shell's next line is typed as ever")
  func underShell() throws {
    let script = "\"$@\"; printf '<code %d>' $?; read line; printf '<%s>' \"$line\""
    let sitting = try Sitting(wrapper: ["/bin/bash", "-c", script, "shell"])
    try #require(sitting.opens())
    let children = try String(
      contentsOfFile: "/proc/\(sitting.terminal.process)/task/\(sitting.terminal.process)/children",
      encoding: .utf8)
    let child = try #require(children.split(separator: " ").compactMap { pid_t($0) }.first)
    kill(child, SIGKILL)
    #expect(sitting.terminal.wait { sitting.terminal.shows("<code 137>") })
    _ = sitting.terminal.wait(3) { sitting.isGivenBack(Self.settings).isEmpty }
    #expect(sitting.isGivenBack(Self.settings) == [])
    sitting.terminal.type("typed\r")
    #expect(
      sitting.terminal.wait { sitting.terminal.shows("<typed>") }, "the line discipline is not the shell's")
  }
}
