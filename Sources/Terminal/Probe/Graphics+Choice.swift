/// The choice of a graphics protocol from what the terminal answered, with the reason in one sentence.

import Glibc

/// What the choice depends on besides the replies.
package struct TerminalEnvironment: Equatable, Sendable {
  package var isTmux: Bool
  /// What tmux says of the terminal around it (XTVERSION's text), where kitty graphics came through.
  package var outerTerminal: String?
  /// The locale writes UTF-8.
  package var isUTF8: Bool
  package var depth: ColorDepth
  /// The cell size that the system reports (TIOCGWINSZ).
  package var cell: PixelSize?
  /// The cell size that the user asked for, where the terminal says it wrongly.
  package var cellOverride: PixelSize?
  package var grid: GridSize

  package init(
    isTmux: Bool, outerTerminal: String? = nil, isUTF8: Bool = true, depth: ColorDepth, cell: PixelSize?,
    cellOverride: PixelSize? = nil, grid: GridSize
  ) {
    self.isTmux = isTmux
    self.outerTerminal = outerTerminal
    self.isUTF8 = isUTF8
    self.cellOverride = cellOverride
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
    let (mode, reason) =
      requested.map { ($0, requestedReason($0, replies, environment)) } ?? best(replies, environment)
    return Graphics(
      mode: mode, reason: reason, cell: cellSize(replies, environment).size,
      limit: mode == .sixel ? limit(replies) : nil,
      registers: replies.registers ?? 256, depth: environment.depth,
      byteLimit: environment.isTmux && mode == .sixel ? tmuxByteLimit : nil,
      passthrough: environment.isTmux && mode == .kitty)
  }

  /// tmux drops what is longer than about 1 MB in one control string.
  static let tmuxByteLimit = 900 << 10

  private static func best(
    _ replies: ProbeReplies, _ environment: TerminalEnvironment
  ) -> (GraphicsProtocol, String) {
    let name = replies.version ?? "the terminal"
    if environment.isTmux { return bestUnderTmux(replies, environment) }
    if replies.hasKitty { return (.kitty, "\(name) answered the kitty graphics query") }
    if name.hasPrefix("iTerm2") || name.hasPrefix("WezTerm") {
      return (.iterm, "\(name) draws inline images in 256 grays")
    }
    if replies.hasSixel { return (.sixel, "\(name) answered that it draws sixel (DA1 attribute 4)") }
    if !environment.isUTF8 { return (.ascii, "the locale does not write UTF-8, which half-blocks need") }
    if replies.isComplete { return (.halfblock, "\(name) answered without sixel or kitty graphics") }
    return (.halfblock, "the terminal did not answer within \(Probe.budget.components.seconds) s")
  }

  /// tmux shows sixel itself where it was built to; kitty's placeholders pass through it to a terminal that knows them.
  private static func bestUnderTmux(
    _ replies: ProbeReplies, _ environment: TerminalEnvironment
  ) -> (GraphicsProtocol, String) {
    let outer = environment.outerTerminal ?? "the terminal around tmux"
    if replies.hasKitty && drawsPlaceholders(environment.outerTerminal) {
      return (.kitty, "\(outer) answered through tmux and draws kitty's placeholders")
    }
    if replies.hasSixel { return (.sixel, "tmux answered that it draws sixel (DA1 attribute 4)") }
    if !environment.isUTF8 { return (.ascii, "the locale does not write UTF-8, which half-blocks need") }
    if replies.hasKitty {
      return (.halfblock, "\(outer) answered through tmux, but draws no placeholders (kitty 0.28, Ghostty)")
    }
    return (
      .halfblock,
      "tmux answered without sixel; run outside tmux, or `tmux set -p allow-passthrough on` in kitty"
    )
  }

  /// Kitty since 0.28 and Ghostty: the terminals that draw Unicode placeholders.
  static func drawsPlaceholders(_ version: String?) -> Bool {
    guard let version else { return false }
    if version.lowercased().hasPrefix("ghostty") { return true }
    guard version.hasPrefix("kitty") else { return false }
    let numbers = version.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." }
      .split(separator: ".").compactMap { Int($0) }
    return numbers.count >= 2 && (numbers[0], numbers[1]) >= (0, 28)
  }

  private static func requestedReason(
    _ mode: GraphicsProtocol, _ replies: ProbeReplies, _ environment: TerminalEnvironment
  ) -> String {
    let isUnknown = (mode == .kitty && !replies.hasKitty) || (mode == .sixel && !replies.hasSixel)
    if isUnknown { return "asked for; the terminal does not say that it draws \(mode.rawValue)" }
    if mode == .halfblock && !environment.isUTF8 { return "asked for; the locale does not write UTF-8" }
    return "asked for"
  }

  /// The user's own, else the system's, else the terminal's cell, else its area divided by its cells, else 8 by 16.
  package static func cellSize(
    _ replies: ProbeReplies, _ environment: TerminalEnvironment
  ) -> (size: PixelSize, source: String) {
    let (columns, rows) = (max(1, environment.grid.columns), max(1, environment.grid.rows))
    let divided = replies.area.map { PixelSize(width: $0.width / columns, height: $0.height / rows) }
    let known = [
      (environment.cellOverride, "the configuration"), (environment.cell, "the system (TIOCGWINSZ)"),
      (replies.cell, "the terminal (CSI 16 t)"), (divided, "the terminal's area (CSI 14 t) by its cells"),
    ]
    for case (let size?, let source) in known
    where (2...200).contains(size.width) && (2...200).contains(size.height) {
      return (size, source)
    }
    return (PixelSize(width: 8, height: 16), "nobody: 8 by 16 is a guess")
  }

  /// xterm draws nothing of a picture beyond 1000 pixels unless it says that it takes more.
  private static func limit(_ replies: ProbeReplies) -> PixelSize {
    replies.sixelLimit ?? PixelSize(width: 1000, height: 1000)
  }
}
