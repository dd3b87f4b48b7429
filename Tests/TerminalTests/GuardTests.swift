/// Whatever ends the process, the terminal is as it was: checked behind a pseudo-terminal.

internal import CTestTerminal
import Foundation
import Terminal
import Testing

@Suite(.serialized)
struct GuardTests {
  struct Outcome {
    var status: Int32
    var before: [UInt8]
    var raw: [UInt8]
    var after: [UInt8]
    var output: String
  }

  func run(_ end: test_end, _ signal: Int32 = 0) -> Outcome {
    var (before, raw, after) = (termios(), termios(), termios())
    var output = [UInt8](repeating: 0, count: 4096)
    var length = output.count
    let status = test_guarded_child(end, signal, &before, &raw, &after, &output, &length)
    func bytes(_ settings: termios) -> [UInt8] { withUnsafeBytes(of: settings) { Array($0) } }
    return Outcome(
      status: status, before: bytes(before), raw: bytes(raw), after: bytes(after),
      output: String(decoding: output[..<length], as: UTF8.self))
  }

  func check(_ outcome: Outcome) {
    #expect(outcome.raw != outcome.before, "the child was never raw")
    #expect(outcome.after == outcome.before, "the settings differ")
    #expect(outcome.output == "<raw>\u{1B}[?1049l<left>")
  }

  @Test(
    "a signal that means a crash restores the terminal and still ends the process",
    arguments: [SIGSEGV, SIGILL, SIGABRT, SIGTRAP, SIGBUS, SIGFPE])
  func fatal(signal: Int32) {
    let outcome = run(test_by_signal, signal)
    check(outcome)
    #expect(test_ended_by(outcome.status, signal) == 1)
  }

  @Test(
    "a request to end that is not answered, or comes twice, restores the terminal and ends the process",
    arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func ending(signal: Int32) {
    let outcome = run(test_by_two_signals, signal)
    check(outcome)
    #expect(test_ended_by(outcome.status, signal) == 1)
  }

  @Test("a program that does not answer a request to end is ended after two seconds")
  func grace() {
    let outcome = run(test_by_signal, SIGTERM)
    check(outcome)
    #expect(test_ended_by(outcome.status, SIGTERM) == 1)
  }

  @Test(
    "after SIGKILL, of the process or its whole group, the keeper gives the terminal back", arguments: 1...5)
  func killed(round: Int) {
    let outcome = run(test_by_signal, round == 1 ? -SIGKILL : SIGKILL)
    check(outcome)
    #expect(test_ended_by(outcome.status, SIGKILL) == 1)
  }

  /// What ends a program at a trap: `brk` raises one signal, `ud2` another.
  #if arch(arm64)
    private static let trap = SIGTRAP
  #else
    private static let trap = SIGILL
  #endif

  @Test("a wild pointer, a trap, a stack overflow and a plain exit all give the terminal back")
  func faults() {
    for (end, signal) in [(test_by_null, SIGSEGV), (test_by_trap, Self.trap), (test_by_overflow, SIGSEGV)] {
      let outcome = run(end)
      check(outcome)
      #expect(test_ended_by(outcome.status, signal) == 1, "\(signal)")
    }
    let outcome = run(test_by_exit)
    check(outcome)
    #expect(outcome.status == 0)
  }

  @Test("what is no terminal is refused by name")
  func notATerminal() throws {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    #expect(throws: TerminalError.notATerminal(descriptor: descriptor)) {
      _ = try TerminalGuard(input: descriptor, output: descriptor)
    }
  }
}
