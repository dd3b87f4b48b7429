/// A terminal in raw mode that is always given back: at the end of the value's life, on every signal and at `exit`.

internal import CNcurses
import Glibc

/// Holds the terminal's settings. One at a time in a process. A trap skips `deinit`, so C signal handlers restore too.
package struct TerminalGuard: ~Copyable {
  private let input: Int32

  /// Saves the settings of `input`, installs the handlers, and makes the terminal raw.
  package init(input: Int32 = 0, output: Int32 = 1) throws(TerminalError) {
    guard isatty(input) == 1 else { throw .notATerminal(descriptor: input) }
    guard isatty(output) == 1 else { throw .notATerminal(descriptor: output) }
    let leaving = Self.leaving(isTmux: getenv("TMUX") != nil)
    let code = tty_guard_arm(input, output, leaving, leaving.count)
    guard code == 0 else { throw .cannotRead(what: "the settings of the terminal", code: code) }
    self.input = input
    _ = tty_raw(input)
  }

  deinit { tty_guard_disarm() }

  /// Gives the terminal back, stops as Ctrl-Z would, and returns when the process continues. Then call `enter`.
  borrowing func stop() { tty_guard_stop() }

  /// Makes the terminal raw again. Called from the background, this stops until the process is in front.
  borrowing func enter() { _ = tty_raw(input) }

  /// Ends an unfinished picture, removes kitty images, attributes off, cursor shown, keypad, mouse, focus and paste reports
  /// off, back from the alternate screen. tmux would take kitty's command for the title of its pane, so it gets it wrapped.
  static func leaving(isTmux: Bool) -> [UInt8] {
    let erase = Array("\u{1B}_Ga=d,d=A,q=2\u{1B}\\".utf8)
    let modes = ["?1l", "?2004l", "?1004l", "?1002l", "?1006l", "?1049l"].map { "\u{1B}[" + $0 }.joined()
    return Array("\u{1B}\\".utf8) + (isTmux ? Tmux.wrap(erase) : erase)
      + Array("\u{1B}[0m\u{1B}[?25h\u{1B}>\(modes)".utf8)
  }
}

/// Ends this process by a signal's default action, after everything is saved and the terminal given back.
package func die(by signal: Int32) { tty_die(signal) }
