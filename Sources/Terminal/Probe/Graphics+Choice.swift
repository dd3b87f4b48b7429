/// The choice of a graphics protocol from what the terminal answered, with the reason in one sentence.

import Glibc

/// What the choice depends on besides the replies.
package struct TerminalEnvironment: Equatable, Sendable {
  package var isTmux: Bool
  package var depth: ColorDepth
  /// The cell size that the system reports (TIOCGWINSZ).
  package var cell: PixelSize?
  package var grid: GridSize

  package init(isTmux: Bool, depth: ColorDepth, cell: PixelSize?, grid: GridSize) {
    self.isTmux = isTmux
    self.depth = depth
    self.cell = cell
    self.grid = grid
  }
}

extension Graphics {
  /// The best protocol that the terminal answered to, or the one that the user asked for.
  package static func choose(
    _ replies: ProbeReplies, _ environment: TerminalEnvironment, requested: GraphicsProtocol? = nil
  ) -> Graphics {
    let (mode, reason) = requested.map { ($0, requestedReason($0, replies)) } ?? best(replies, environment)
    return Graphics(
      mode: mode, reason: reason, cell: cellSize(replies, environment),
      limit: mode == .sixel ? limit(replies) : nil,
      registers: replies.registers ?? 256, depth: environment.depth)
  }

  private static func best(
    _ replies: ProbeReplies, _ environment: TerminalEnvironment
  ) -> (GraphicsProtocol, String) {
    let name = replies.version ?? "the terminal"
    if replies.hasKitty && !environment.isTmux {
      return (.kitty, "\(name) answered the kitty graphics query")
    }
    if replies.hasSixel { return (.sixel, "\(name) answered that it draws sixel (DA1 attribute 4)") }
    if environment.isTmux {
      return (.halfblock, "tmux answered without sixel; run outside tmux for full pictures")
    }
    if replies.isComplete { return (.halfblock, "\(name) answered without sixel or kitty graphics") }
    return (.halfblock, "the terminal did not answer within \(Probe.budget.components.seconds) s")
  }

  private static func requestedReason(_ mode: GraphicsProtocol, _ replies: ProbeReplies) -> String {
    let isUnknown = (mode == .kitty && !replies.hasKitty) || (mode == .sixel && !replies.hasSixel)
    return "asked for on the command line"
      + (isUnknown ? "; the terminal does not say that it draws \(mode.rawValue)" : "")
  }

  /// The system's size, else the terminal's cell, else its area divided by its cells, else 8 by 16.
  private static func cellSize(_ replies: ProbeReplies, _ environment: TerminalEnvironment) -> PixelSize {
    let (columns, rows) = (max(1, environment.grid.columns), max(1, environment.grid.rows))
    let divided = replies.area.map { PixelSize(width: $0.width / columns, height: $0.height / rows) }
    let known = [environment.cell, replies.cell, divided].compactMap { $0 }
    return known.first { (2...200).contains($0.width) && (2...200).contains($0.height) }
      ?? PixelSize(width: 8, height: 16)
  }

  /// xterm draws nothing of a picture beyond 1000 pixels unless it says that it takes more.
  private static func limit(_ replies: ProbeReplies) -> PixelSize {
    replies.sixelLimit ?? PixelSize(width: 1000, height: 1000)
  }
}
