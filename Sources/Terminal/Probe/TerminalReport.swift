/// What a terminal answered, what was chosen from it and why, and what would make it better: for `hilum doctor`.

internal import CNcurses
import Glibc

package struct TerminalReport: Equatable, Sendable {
  package struct Line: Equatable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package var lines: [Line]
  /// What the reader may do, one sentence each.
  package var advice: [String]
  package let graphics: Graphics

  package init(lines: [Line], advice: [String], graphics: Graphics) {
    (self.lines, self.advice, self.graphics) = (lines, advice, graphics)
  }

  /// Names in one column, values in the next, then the advice.
  package var text: String {
    let width = lines.map { CellText.width($0.name) }.max() ?? 0
    let facts = lines.map { CellText.pad($0.name, width) + "  " + CellText.clip($0.value, 4000) }
    let hints = advice.map { "- \($0)" }
    return (facts + (hints.isEmpty ? [] : ["", "What would help:"] + hints)).joined(separator: "\n") + "\n"
  }

  /// Asks the terminal on standard input and output; where there is none, reports what the environment says.
  package static func take(requested: GraphicsProtocol? = nil, cell: PixelSize? = nil) -> TerminalReport {
    let type = ScreenType.current()
    let isTmux = getenv("TMUX") != nil
    let isUTF8 = curses_locale_utf8() == 1
    var replies = ProbeReplies()
    var isTerminal = false
    if let terminal = try? TerminalGuard() {
      isTerminal = true
      if type.answers { replies = Probe.ask(terminal, isTmux: isTmux) }
    }
    let now = TerminalSize.current() ?? TerminalSize(grid: GridSize(columns: 80, rows: 24), cell: nil)
    let name = type.candidates.first { curses_type_colors($0) >= 0 }
    let depth = type.depth(colors: name.map { Int(curses_type_colors($0)) } ?? 0)
    let environment = TerminalEnvironment(
      isTmux: isTmux, outerTerminal: isTmux ? TmuxFacts.outerTerminal() : nil, isUTF8: isUTF8,
      depth: type.pictureDepth(depth), cell: now.cell, cellOverride: cell, grid: now.grid)
    return TerminalReport(
      TerminalExamination(
        type: type, description: name, isTerminal: isTerminal, replies: replies, environment: environment,
        textDepth: depth, tmuxVersion: isTmux ? TmuxFacts.version() : nil), requested: requested)
  }
}

/// Everything that a report is made of.
struct TerminalExamination {
  var type: ScreenType
  /// The terminal description that was found for it.
  var description: String?
  var isTerminal: Bool
  var replies: ProbeReplies
  var environment: TerminalEnvironment
  var textDepth: ColorDepth
  var tmuxVersion: String?
}

extension TerminalReport {
  init(_ exam: TerminalExamination, requested: GraphicsProtocol?) {
    graphics = Graphics.choose(exam.replies, exam.environment, requested: requested)
    lines = Self.facts(exam, graphics)
    advice = exam.isTerminal ? Self.advice(exam, graphics) : ["This is no terminal: nothing could be asked."]
  }

  private static func facts(_ exam: TerminalExamination, _ graphics: Graphics) -> [Line] {
    let (replies, environment) = (exam.replies, exam.environment)
    let cell = Graphics.cellSize(replies, environment)
    let grid = environment.grid
    var lines = [
      Line("terminal", "\(replies.version ?? "does not say its name") (TERM=\(exam.type.name))"),
      Line("description", exam.description ?? "none in terminfo"),
      Line(
        "tmux",
        exam.tmuxVersion.map { "\($0), in \(environment.outerTerminal ?? "an unnamed terminal")" }
          ?? (environment.isTmux ? "yes" : "no")),
      Line("locale", environment.isUTF8 ? "writes UTF-8" : "does not write UTF-8"),
      Line(
        "size",
        "\(grid.columns)x\(grid.rows) cells of \(cell.size.width)x\(cell.size.height) px, said \(cell.source)"
      ),
      Line("text colours", name(of: exam.textDepth) + (exam.type.isPlain ? ", NO_COLOR is set" : "")),
      Line("answered", answered(exam)),
      Line(
        "device attributes",
        replies.attributes.map { $0.map(String.init).joined(separator: ";") } ?? "no answer"),
      Line("sixel", replies.hasSixel ? "yes (attribute 4)" : "no"),
      Line("kitty graphics", replies.hasKitty ? "yes" : "no"),
      Line("colour registers", replies.registers.map(String.init) ?? "no answer, 256 assumed"),
      Line(
        "largest sixel",
        replies.sixelLimit.map { "\($0.width)x\($0.height) px" } ?? "no answer, 1000x1000 assumed"),
      Line("chosen", "\(graphics.mode.rawValue): \(graphics.reason)"),
      Line("gray levels", "\(graphics.grayLevels)" + (graphics.mode == .sixel ? ", dithered" : "")),
    ]
    if let limit = graphics.byteLimit {
      lines.append(Line("largest frame", "\(limit >> 10) KiB, then coarser"))
    }
    return lines
  }

  private static func answered(_ exam: TerminalExamination) -> String {
    if !exam.isTerminal { return "nothing was asked: this is no terminal" }
    if !exam.type.answers { return "nothing was asked: such terminals print questions" }
    let waited = exam.replies.waited.components
    let milliseconds = Int(waited.seconds) * 1000 + Int(waited.attoseconds / 1_000_000_000_000_000)
    return exam.replies.isComplete ? "after \(milliseconds) ms" : "not to the end within 1 s"
  }

  private static func name(of depth: ColorDepth) -> String {
    switch depth {
    case .mono: "none"
    case .ansi16: "16"
    case .indexed256: "256"
    case .direct: "24 bit"
    }
  }

  private static func advice(_ exam: TerminalExamination, _ graphics: Graphics) -> [String] {
    let (replies, environment) = (exam.replies, exam.environment)
    var advice: [String] = []
    let isXterm = replies.version?.hasPrefix("XTerm") ?? false
    let window = CellRect(column: 0, row: 0, columns: environment.grid.columns, rows: environment.grid.rows)
    if exam.type.answers && !replies.isComplete {
      advice.append(
        "The terminal did not answer in time. `graphics = \"sixel\"` (or kitty) in config.toml saves the wait."
      )
    }
    if isXterm && !replies.hasSixel {
      advice.append("xterm draws sixel when started as `xterm -ti vt340 -xrm 'XTerm*decTerminalID: vt340'`.")
    }
    if graphics.isLimited(in: window), let limit = graphics.limit {
      advice.append(
        "Films are drawn at most \(limit.width)x\(limit.height) px, smaller than this window"
          + (isXterm ? "; `XTerm*maxGraphicSize: 4000x4000` in ~/.Xresources lifts that." : "."))
    }
    if graphics.mode == .sixel, graphics.registers < 101 {
      advice.append(
        "Only \(graphics.registers) colour registers: `XTerm*numColorRegisters: 256` gives all 101 grays.")
    }
    if environment.isTmux { advice += tmuxAdvice(exam, graphics) }
    if !environment.isUTF8 {
      advice.append("Names and lines are shown in ASCII; `export LC_ALL=C.UTF-8` shows them whole.")
    }
    if graphics.mode == .halfblock, environment.depth < .direct, !exam.type.isPlain {
      advice.append("If this terminal shows 24-bit colour, `export COLORTERM=truecolor` gives 256 grays.")
    }
    if Graphics.cellSize(replies, environment).source.hasPrefix("nobody") {
      advice.append(
        "Nobody says how large a cell is: films may look stretched. `cell = \"8x16\"` in config.toml sets it."
      )
    }
    return advice
  }

  private static func tmuxAdvice(_ exam: TerminalExamination, _ graphics: Graphics) -> [String] {
    var advice: [String] = []
    if graphics.mode == .halfblock && !exam.replies.hasKitty {
      advice.append(
        "tmux hides the terminal's pictures. Outside tmux, or with `set -g allow-passthrough on` in kitty or Ghostty, "
          + "films are sharp.")
    }
    if graphics.mode == .sixel, ["3.6a", "3.7"].contains(exam.tmuxVersion ?? "") {
      advice.append(
        "tmux \(exam.tmuxVersion ?? "") is known to lose sixel pictures; Ctrl-l draws them again.")
    }
    return advice
  }
}
