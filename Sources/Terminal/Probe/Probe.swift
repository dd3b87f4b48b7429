/// Asking the terminal: one question string, one second, then what came is what counts.

import Glibc

package enum Probe {
  /// The id in our kitty query, so that its answer is known.
  static let kittyID = 4207
  /// How long to wait for the last answer.
  package static let budget = Duration.seconds(1)
  /// How much longer to wait under tmux for the terminal around it: tmux answers the fence itself.
  static let tmuxBudget = Duration.milliseconds(150)

  private static let kittyQuestion = "\u{1B}_Gi=\(kittyID),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"

  /// XTVERSION, XTSMGRAPHICS registers and largest geometry (the current one is that of the window), cell and area size,
  /// and DA1 as the fence.
  private static let questions =
    "\u{1B}[>0q\u{1B}[?1;1;0S\u{1B}[?2;4;0S"
    + "\u{1B}[16t\u{1B}[14t\u{1B}[c"

  /// Everything that is asked, kitty graphics first. tmux passes that question on if it is allowed to.
  static func question(isTmux: Bool) -> [UInt8] {
    let kitty = Array(kittyQuestion.utf8)
    return (isTmux ? Tmux.wrap(kitty) : kitty) + questions.utf8
  }

  /// Asks a terminal that is in raw mode (hence the guard) and waits at most `budget`.
  package static func ask(
    _ terminal: borrowing TerminalGuard, isTmux: Bool = false, input: Int32 = 0, output: Int32 = 1,
    budget: Duration = budget
  ) -> ProbeReplies {
    var replies = ProbeReplies()
    let clock = ContinuousClock()
    let start = clock.now
    guard Output.write(question(isTmux: isTmux), to: output) else { return replies }
    listen(until: start.advanced(by: budget), input, &replies) { !$0.isComplete }
    if isTmux && replies.isComplete {
      listen(until: clock.now.advanced(by: tmuxBudget), input, &replies) { !$0.hasKitty }
    }
    replies.finish()
    replies.waited = start.duration(to: clock.now)
    return replies
  }

  /// Takes what comes until `deadline`, or until nothing more `isAwaited`.
  private static func listen(
    until deadline: ContinuousClock.Instant, _ input: Int32, _ replies: inout ProbeReplies,
    while isAwaited: (ProbeReplies) -> Bool
  ) {
    let clock = ContinuousClock()
    var bytes = [UInt8](repeating: 0, count: 1024)
    while isAwaited(replies) {
      let left = clock.now.duration(to: deadline)
      guard left > .zero else { break }
      var source = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      let milliseconds =
        left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1
      guard poll(&source, 1, Int32(clamping: milliseconds)) > 0 else { continue }
      let count = read(input, &bytes, bytes.count)
      if count > 0 { replies.feed(bytes[..<count]) } else if count == 0 || errno != EINTR { break }
    }
  }
}
