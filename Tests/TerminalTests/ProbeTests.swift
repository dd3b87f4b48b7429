/// What terminals answer, whole and in pieces, and what is chosen from it.

import Terminal
import Testing

/// What real terminals answered to the probe.
enum Transcript {
  static let xterm =
    "\u{1B}P>|XTerm(379)\u{1B}\\\u{1B}[?1;0;256S\u{1B}[?2;0;1200;800S\u{1B}[6;20;10t\u{1B}[4;800;1200t"
    + "\u{1B}[?63;1;2;4;6;9;15;16;22;28;29c"
  static let kitty =
    "\u{1B}_Gi=4207;OK\u{1B}\\\u{1B}P>|kitty(0.26.5)\u{1B}\\\u{1B}[6;17;8t\u{1B}[4;680;960t\u{1B}[?62;c"
  static let plain = "\u{1B}P>|VTE(7006)\u{1B}\\\u{1B}[?1;2c"
}

struct ProbeTests {
  static func environment(tmux: Bool = false, cell: PixelSize? = nil) -> TerminalEnvironment {
    TerminalEnvironment(
      isTmux: tmux, depth: .indexed256, cell: cell, grid: GridSize(columns: 120, rows: 40))
  }

  func replies(_ text: String) -> ProbeReplies {
    var replies = ProbeReplies()
    replies.feed(text.utf8)
    replies.finish()
    return replies
  }

  @Test("xterm's answers are understood")
  func xterm() {
    let replies = self.replies(Transcript.xterm)
    #expect(replies.isComplete && replies.hasSixel && !replies.hasKitty)
    #expect(replies.version == "XTerm(379)" && replies.registers == 256)
    #expect(replies.sixelLimit == PixelSize(width: 1200, height: 800))
    #expect(replies.cell == PixelSize(width: 10, height: 20))
    #expect(replies.typed == [])
  }

  @Test(
    "answers mean the same wherever they are split, and keys between them are kept",
    arguments: [Transcript.xterm, Transcript.kitty])
  func split(text: String) {
    let whole = self.replies(text)
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      var pieces = ProbeReplies()
      pieces.feed(bytes[..<cut])
      pieces.feed(bytes[cut...])
      #expect(pieces.attributes == whole.attributes && pieces.version == whole.version)
      #expect(pieces.registers == whole.registers && pieces.cell == whole.cell)
      #expect(pieces.hasKitty == whole.hasKitty && pieces.typed == [])
    }
    #expect(replies("j" + text + "\u{1B}[A").typed == [.character("j"), .up])
  }

  @Test("the best protocol that answered is chosen, and the reason is said")
  func choice() {
    func choose(_ text: String, tmux: Bool = false, _ requested: GraphicsProtocol? = nil) -> Graphics {
      Graphics.choose(replies(text), Self.environment(tmux: tmux), requested: requested)
    }
    #expect(choose(Transcript.xterm).mode == .sixel)
    #expect(choose(Transcript.xterm).reason == "XTerm(379) answered that it draws sixel (DA1 attribute 4)")
    #expect(choose(Transcript.xterm).limit == PixelSize(width: 1200, height: 800))
    #expect(choose(Transcript.kitty).mode == .kitty && choose(Transcript.kitty).limit == nil)
    #expect(choose(Transcript.kitty, tmux: true).mode == .halfblock)
    #expect(choose(Transcript.plain).mode == .halfblock)
    #expect(choose("").reason == "the terminal did not answer within 1 s")
    #expect(choose(Transcript.xterm, .halfblock).mode == .halfblock)
    #expect(choose(Transcript.xterm, GraphicsProtocol.none).mode == .none)
    #expect(choose(Transcript.plain, .sixel).reason.contains("does not say that it draws sixel"))
    #expect(choose("\u{1B}P>|iTerm2 3.5.0\u{1B}\\\u{1B}[?62;4c").mode == .iterm)
    #expect(
      choose(Transcript.xterm).byteLimit == nil && choose(Transcript.xterm, tmux: true).byteLimit == 900 << 10
    )
    #expect(choose(Transcript.plain, .sixel).limit == PixelSize(width: 1000, height: 1000))
  }

  @Test(
    "through tmux, kitty graphics are chosen only where placeholders are drawn",
    arguments: [
      ("kitty(0.35.2)", GraphicsProtocol.kitty), ("kitty(0.26.5)", .halfblock), ("ghostty 1.1", .kitty),
      ("WezTerm 2024", .halfblock), ("kitty(1.0)", .kitty), ("", .halfblock),
    ])
  func throughTmux(outer: String, mode: GraphicsProtocol) {
    var environment = Self.environment(tmux: true)
    environment.outerTerminal = outer.isEmpty ? nil : outer
    let graphics = Graphics.choose(replies(Transcript.kitty), environment)
    #expect(graphics.mode == mode && graphics.passthrough == (mode == .kitty))
  }

  @Test("a locale without UTF-8 gets letters instead of half-blocks, and a wrong cell can be overruled")
  func localeAndCell() {
    var environment = Self.environment(cell: PixelSize(width: 9, height: 18))
    environment.isUTF8 = false
    #expect(Graphics.choose(replies(Transcript.plain), environment).mode == .ascii)
    #expect(Graphics.choose(replies(Transcript.xterm), environment).mode == .sixel)
    environment.cellOverride = PixelSize(width: 7, height: 14)
    #expect(Graphics.choose(replies(""), environment).cell == PixelSize(width: 7, height: 14))
  }

  @Test("the cell is the system's, else the terminal's, else its area's, else 8 by 16")
  func cells() {
    func cell(_ text: String, _ system: PixelSize? = nil) -> PixelSize {
      Graphics.choose(replies(text), Self.environment(cell: system)).cell
    }
    #expect(cell(Transcript.xterm, PixelSize(width: 9, height: 18)) == PixelSize(width: 9, height: 18))
    #expect(cell(Transcript.xterm) == PixelSize(width: 10, height: 20))
    #expect(cell("\u{1B}[4;800;1200t") == PixelSize(width: 10, height: 20))
    #expect(cell("\u{1B}[6;0;0t\u{1B}[4;99999999999999999999;1t") == PixelSize(width: 8, height: 16))
  }

  @Test("an error answer is no capability, and noise is none either")
  func refusals() {
    #expect(replies("\u{1B}[?1;3;0S\u{1B}[?2;1S").registers == nil)
    #expect(!replies("\u{1B}_Gi=4207;ENOTSUPPORTED:no\u{1B}\\").hasKitty)
    #expect(!replies("\u{1B}_Gi=1;OK\u{1B}\\").hasKitty)
    #expect(!replies("\u{1B}[?1;2c").hasSixel)
    var random = UInt64(3)
    var noisy = ProbeReplies()
    noisy.feed(
      (0..<200_000).lazy.map { _ in
        random = random &* 6_364_136_223_846_793_005 &+ 1
        return random >> 62 == 0 ? 0x1B : UInt8(truncatingIfNeeded: random >> 54)
      })
    noisy.finish()
    #expect(noisy.version.map { $0.count <= 60 } ?? true)
  }
}
