/// Keys from bytes: every key, replies that are not keys, pastes, and a megabyte of noise.

import Terminal
import Testing

struct KeyTests {
  func keys(_ text: String) -> [Key] { keys(Array(text.utf8)) }

  func keys(_ bytes: [UInt8]) -> [Key] {
    var decoder = InputDecoder()
    return (decoder.feed(bytes) + decoder.flush()).compactMap(\.key)
  }

  @Test(
    "each key is known by its bytes",
    arguments: [
      ("j", [Key.character("j")]), ("J", [.character("J")]), ("é", [.character("é")]),
      ("山", [.character("山")]),
      (" ", [.space]), ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]), ("\u{7F}", [.backspace]),
      ("\u{8}", [.backspace]), ("\u{10}", [.control("p")]), ("\u{3}", [.control("c")]), ("\u{1B}", [.escape]),
      ("\u{1B}\u{1B}", [.escape, .escape]), ("\u{1B}[A", [.up]), ("\u{1B}OB", [.down]),
      ("\u{1B}[1;5C", [.held(.ctrl, .right)]),
      ("\u{1B}[1;3D", [.held(.alt, .left)]), ("\u{1B}[1;2A", [.up]), ("\u{1B}y", [.alt("y")]),
      ("\u{1B}OP", [.function(1)]), ("\u{1B}[15~", [.function(5)]), ("\u{1B}[24~", [.function(12)]),
      ("\u{1B}[D", [.left]), ("\u{1B}[Z", [.backTab]), ("\u{1B}[3~", [.delete]), ("\u{1B}[5~", [.pageUp]),
      ("\u{1B}[6~", [.pageDown]), ("\u{1B}[H", [.home]), ("\u{1B}OF", [.end]), ("\u{1B}[1~", [.home]),
      ("\u{1B}[4~", [.end]), ("jk\u{1B}[Ax", [.character("j"), .character("k"), .up, .character("x")]),
    ])
  func known(text: String, expected: [Key]) {
    #expect(keys(text) == expected)
    var decoder = InputDecoder()
    let oneByOne = text.utf8.flatMap { decoder.feed([$0]) } + decoder.flush()
    #expect(oneByOne.compactMap(\.key) == expected, "byte by byte")
  }

  @Test(
    "replies, unknown sequences and mouse reports are no keys",
    arguments: [
      "\u{1B}[?63;1;2;4;6;9;15;22c", "\u{1B}P>|XTerm(379)\u{1B}\\", "\u{1B}[12;40R",
      "\u{1B}_Gi=31;OK\u{1B}\\",
      "\u{1B}[?1;0;256S", "\u{1B}[6;20;10t", "\u{1B}]11;rgb:0000/0000/0000\u{7}", "\u{1B}[?2026;2$y",
      "\u{1B}[>41;379;0c",
      "\u{1B}\u{7F}", "\u{1B}[M !!", "\u{1B}[<0;10;10M", "\u{1B}[[A", "\u{1B}[25~", "\u{1B}OT", "\u{1B}[I",
      "\u{9B}",
    ])
  func replies(text: String) {
    #expect(keys(text + "j") == [.character("j")])
  }

  @Test("pasted text is nobody's command")
  func paste() {
    #expect(keys("\u{1B}[200~y\ry\u{1B}[A\u{1B}[201~n") == [.character("n")])
    var decoder = InputDecoder()
    #expect(decoder.feed(Array("\u{1B}[200~never ended".utf8)) == [])
    #expect(decoder.feed([0x1B]) + decoder.flush() == [])
    #expect(decoder.feed(Array("j".utf8)) == [.key(.character("j"))])
  }

  @Test("a sequence that never ends is dropped when the terminal falls silent")
  func unfinished() {
    for text in ["\u{1B}[", "\u{1B}]0;", "\u{1B}P>|", "\u{1B}O", "\u{1B}[12;", "\u{C3}"] {
      var decoder = InputDecoder()
      let bytes = text == "\u{C3}" ? [0xC3] : Array(text.utf8)
      #expect(decoder.feed(bytes) == [] && decoder.isWaiting)
      #expect(decoder.flush() == [] && !decoder.isWaiting)
      #expect(decoder.feed(Array("j".utf8)) == [.key(.character("j"))])
    }
  }

  @Test("broken UTF-8 gives no key and swallows no later one")
  func brokenUTF8() {
    #expect(keys([0xC3, 0x6A]) == [.character("j")])
    #expect(keys([0xFF, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80, 0x6A]) == [.character("j")])
    #expect(keys([0xE0, 0x80, 0xAF]) == [])
  }

  @Test("a megabyte of random bytes does no harm, and the keyboard works afterwards")
  func fuzz() {
    var random = UInt64(7)
    var decoder = InputDecoder()
    for _ in 0..<256 {
      let bytes = (0..<4096).map { _ in
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let byte = UInt8(truncatingIfNeeded: random >> 56)
        return byte < 24 ? 0x1B : byte < 40 ? UInt8(ascii: "[") : byte
      }
      _ = decoder.feed(bytes)
    }
    _ = decoder.flush()
    _ = decoder.feed([0x1B])
    _ = decoder.flush()
    #expect(decoder.feed(Array("j".utf8)) == [.key(.character("j"))])
  }
}
