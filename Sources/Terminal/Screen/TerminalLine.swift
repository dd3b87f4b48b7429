/// A terminal without curses: for measuring how fast it takes pictures.

import Glibc

/// Lives while the guard that it was made with does.
package struct TerminalLine {
  private let replies: ProbeReplies
  private let isTmux: Bool

  /// Asks the terminal what it can do.
  package init(_ terminal: borrowing TerminalGuard) {
    isTmux = getenv("TMUX") != nil
    replies = ScreenType.current().answers ? Probe.ask(terminal, isTmux: isTmux) : ProbeReplies()
    Output.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
  }

  /// How this terminal shows pictures.
  package func graphics(_ size: TerminalSize, requested: GraphicsProtocol?) -> Graphics {
    let environment = TerminalEnvironment(
      isTmux: isTmux, outerTerminal: isTmux && replies.hasKitty ? TmuxFacts.outerTerminal() : nil,
      depth: ScreenType.current().isTrueColor ? .direct : .indexed256, cell: size.cell, grid: size.grid)
    return Graphics.choose(replies, environment, requested: requested)
  }

  /// Draws a picture at the top left and waits until the terminal has read it (device status report). The milliseconds that
  /// took; nil if it did not answer within ten seconds.
  package func show(_ image: EncodedImage) -> Double? {
    var bytes: [UInt8] = []
    for (row, strip) in image.strips.enumerated() { bytes += Output.cursor(row: row, column: 0) + strip }
    let clock = ContinuousClock()
    let start = clock.now
    Output.write(bytes + Array("\u{1B}[5n".utf8))
    while start.duration(to: clock.now) < .seconds(10) {
      var source = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      guard poll(&source, 1, 1000) > 0 else { continue }
      var reply = [UInt8](repeating: 0, count: 64)
      let count = read(0, &reply, reply.count)
      if count > 0, reply[..<count].contains(UInt8(ascii: "n")) {
        let (seconds, attoseconds) = start.duration(to: clock.now).components
        return Double(seconds) * 1000 + Double(attoseconds) / 1e15
      }
    }
    return nil
  }

  /// Clears what was drawn; the guard does the rest.
  package func leave() { Output.write("\u{1B}[2J") }
}
