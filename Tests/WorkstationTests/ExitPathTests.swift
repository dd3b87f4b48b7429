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

  @Test("the end of the input: another program set the terminal to lines, and Ctrl-D came")
  func endOfInput() throws {
    for _ in 0..<reliabilityRounds {
      let sitting = try Sitting()
      try #require(sitting.opens())
      sitting.terminal.change { $0.c_lflag |= tcflag_t(ICANON) }
      sitting.terminal.type("\u{4}")
      #expect(sitting.terminal.finish() == 0)
      #expect(sitting.isGivenBack(Self.settings) == [])
    }
  }

  @Test("no memory: the system refuses what a larger window needs")
  func noMemory() throws {
    for _ in 0..<reliabilityRounds {
      let sitting = try Sitting()
      try #require(sitting.opens())
      let most = ProcessorTime.addressSpace(sitting.terminal.process) + 1 << 20
      let limit = try Process.run(
        URL(filePath: "/usr/bin/prlimit"),
        arguments: ["--pid", "\(sitting.terminal.process)", "--as=\(most)"])
      limit.waitUntilExit()
      try #require(limit.terminationStatus == 0)
      sitting.terminal.resize(columns: 4000, rows: 2000)
      #expect(sitting.terminal.finish() != 0, "it had the memory")
      #expect(sitting.isGivenBack(Self.settings) == [])
    }
  }

  @Test("stopped while it ends and continued when its time is up: both ways out meet")
  func crossed() throws {
    var random = SystemRandomNumberGenerator.seeded(23)
    for _ in 0..<reliabilityRounds {
      let sittings = try (0..<4).map { _ in try Sitting() }
      for sitting in sittings { try #require(sitting.opens()) }
      for sitting in sittings {
        kill(sitting.terminal.process, SIGINT)
        usleep(UInt32(random.next() % 4000))
        kill(sitting.terminal.process, SIGSTOP)
      }
      usleep(2_200_000)
      for sitting in sittings { kill(sitting.terminal.process, SIGCONT) }
      for sitting in sittings {
        sitting.terminal.finish()
        #expect(sitting.isGivenBack(Self.settings) == [])
      }
    }
  }

  /// Nobody reads until the program was ended in the middle of what it wrote; what puts the terminal right comes last.
  @Test(
    "a terminal that takes nothing: nothing spins, what was decided is kept, and it is given back when it reads again",
    arguments: [SIGTERM, SIGINT, SIGKILL])
  func full(signal: Int32) throws {
    for _ in 0..<reliabilityRounds {
      let sitting = try Sitting()
      try #require(sitting.opens())
      let process = sitting.terminal.process
      sitting.terminal.typeBlindly("\r")
      try #require(sitting.comes { sitting.acts == 1 }, "not signed off")
      for _ in 0..<40 {
        sitting.terminal.typeBlindly("\u{0C}")
        usleep(20_000)
      }
      try #require(sitting.comes { !ProcessorTime.family(of: process).isWorking })
      let before = ProcessorTime.family(of: process).nanoseconds
      usleep(2_000_000)
      let used = ProcessorTime.family(of: process).nanoseconds - before
      #expect(used < 100_000_000, "\(used / 1_000_000) ms in two seconds")
      kill(process, signal)
      #expect(sitting.terminal.finishUnread() != nil, "it did not end")
      _ = sitting.terminal.wait { sitting.isGivenBack(Self.settings).isEmpty }
      #expect(sitting.isGivenBack(Self.settings) == [])
      #expect(sitting.acts == 1)
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
    let child = try #require(ProcessorTime.children(of: sitting.terminal.process).first)
    kill(child, SIGKILL)
    #expect(sitting.terminal.wait { sitting.terminal.shows("<code 137>") })
    _ = sitting.terminal.wait(3) { sitting.isGivenBack(Self.settings).isEmpty }
    #expect(sitting.isGivenBack(Self.settings) == [])
    sitting.terminal.type("typed\r")
    #expect(
      sitting.terminal.wait { sitting.terminal.shows("<typed>") }, "the line discipline is not the shell's")
  }
}
