/// The terminal as a glass that shows frames: curses for the text, one write after it for the pictures.

internal import CNcurses
import Glibc

/// Belongs to one thread. Closed by `close` or at the end of its life, and by every signal (`TerminalGuard`).
package final class NcursesScreen {
  /// How this terminal shows pictures; the cell size follows the window.
  package private(set) var graphics: Graphics
  /// The size in cells, as of the last `refreshSize`.
  package private(set) var size: GridSize
  /// What the terminal answered, for a report on it.
  package let replies: ProbeReplies

  /// Nil once closed.
  private var terminal: TerminalGuard?
  let colors: ScreenColors
  let isUTF8: Bool
  private let type: ScreenType
  private let textDepth: ColorDepth
  private let environment: TerminalEnvironment
  private let requested: GraphicsProtocol?
  private let hasMouse: Bool
  var drawn: [Cell] = []
  /// Cells that have held pixels: their blanks are `CellGlyph.pictured`.
  var pictured: [Bool] = []
  var glass = Glass()
  var isStale = true

  /// Takes the terminal, asks it what it can do, and enters the alternate screen. `requested` nil: the best protocol.
  /// `hasMouse`: whether the terminal shall report the mouse. `cell`: the size of a cell where the terminal says it wrongly.
  package init(
    theme: Theme, graphics requested: GraphicsProtocol? = nil, hasMouse: Bool = true, cell: PixelSize? = nil
  ) throws(TerminalError) {
    let terminal = try TerminalGuard()
    let type = ScreenType.current()
    let isTmux = getenv("TMUX") != nil
    let mustAsk = (requested.map { !$0.isText } ?? true) && type.answers
    replies = mustAsk ? Probe.ask(terminal, isTmux: isTmux) : ProbeReplies()
    guard type.candidates.contains(where: { curses_open($0) != 0 }) else {
      throw .unknownTerminalType(type.name)
    }
    let count = Int(curses_colors())
    let depth = type.depth(colors: count)
    let now = TerminalSize.current() ?? TerminalSize(grid: GridSize(columns: 80, rows: 24), cell: nil)
    environment = TerminalEnvironment(
      isTmux: isTmux, outerTerminal: isTmux && replies.hasKitty ? TmuxFacts.outerTerminal() : nil,
      isUTF8: curses_utf8() == 1, depth: type.pictureDepth(depth), cell: now.cell, cellOverride: cell,
      grid: now.grid)
    (self.type, textDepth) = (type, depth)
    self.requested = requested
    self.hasMouse = hasMouse
    graphics = Graphics.choose(replies, environment, requested: requested)
    size = now.grid
    isUTF8 = curses_utf8() == 1
    let shown = try theme.fitted(to: depth)
    colors = ScreenColors(theme: shown, depth: depth, colors: count)
    self.terminal = consume terminal
    enter()
  }

  deinit { curses_close() }

  /// Shows `frame`; `content` says what the glass gets for each recipe. A picture that would not fit its rectangle, the
  /// grid, or the rows above the last one (where terminals scroll) is not drawn.
  ///
  /// `isInterrupted` is asked while a sixel picture is being sent, so that a key need not wait for it. Returns false if it
  /// said yes: the glass then shows the upper part of the picture over what was there before, and the next `draw` sends it
  /// again.
  @discardableResult
  package func draw<Recipe>(
    _ frame: Frame<Recipe>, isInterrupted: () -> Bool = { false }, _ content: (Recipe) -> GlassContent
  ) -> Bool {
    var wanted: [CellRect: GlassContent] = [:]
    for placement in frame.images {
      wanted[placement.rect] = fits(placement.rect) ? content(placement.recipe) : .text("no room")
    }
    return show(frame.grid, wanted, isInterrupted: isInterrupted)
  }

  /// Reads the terminal's size again, after a resize event. Returns it.
  @discardableResult
  package func refreshSize() -> GridSize {
    guard let now = TerminalSize.current() else { return size }
    if now.grid != size { curses_resize(Int32(now.grid.rows), Int32(now.grid.columns)) }
    size = now.grid
    var environment = environment
    (environment.cell, environment.grid) = (now.cell ?? graphics.cell, now.grid)
    graphics = Graphics.choose(replies, environment, requested: requested)
    forget()
    return size
  }

  /// What the terminal answered at the start, and what follows from it at its present size.
  package var report: TerminalReport {
    var environment = environment
    (environment.cell, environment.grid) = (graphics.cell, size)
    return TerminalReport(
      TerminalExamination(
        type: type, description: type.candidates.first { curses_type_colors($0) >= 0 }, isTerminal: true,
        replies: replies, environment: environment, textDepth: textDepth,
        tmuxVersion: environment.isTmux ? TmuxFacts.version() : nil), requested: requested)
  }

  /// Draws everything again at the next `draw`: the user asked for it, or something else wrote on the terminal.
  package func redraw() { forget() }

  /// Erases the pictures, gives the terminal back and stops, as Ctrl-Z would. Returns when the process continues.
  package func suspend() {
    show(Grid(size), [:])
    curses_suspend()
    terminal?.stop()
  }

  /// Enters the screen again after `suspend` or a stop from outside.
  package func resume() {
    terminal?.enter()
    enter()
    refreshSize()
  }

  /// Gives the terminal back for good: pictures, modes and settings. Then it is everybody's to print on.
  package func close() {
    guard terminal != nil else { return }
    show(Grid(size), [:])
    curses_close()
    terminal = nil
  }

  /// Pasted text is marked by the terminal, so that it cannot be taken for keys; the window says when it is looked at; the
  /// mouse is reported while a button is down (1002), in SGR form (1006).
  private func enter() {
    curses_redraw()
    curses_flush()
    Output.write("\u{1B}[?2004h\u{1B}[?1004h" + (hasMouse ? "\u{1B}[?1002h\u{1B}[?1006h" : ""))
  }

  private func forget() {
    isStale = true
    curses_redraw()
  }

  private func fits(_ rect: CellRect) -> Bool {
    rect.column >= 0 && rect.row >= 0 && rect.columns > 0 && rect.rows > 0
      && rect.column + rect.columns <= size.columns && rect.row + rect.rows < size.rows
  }
}
