/// The mouse, pasted text and focus, and text that is too fast to have been typed.

import Terminal
import Testing

struct InputTests {
  func inputs(_ text: String) -> [Input] {
    var decoder = InputDecoder()
    return decoder.feed(Array(text.utf8)) + decoder.flush()
  }

  @Test(
    "the mouse is known by its reports, with the cell counted from 0",
    arguments: [
      ("\u{1B}[<0;10;5M", Mouse(.press(.left), column: 9, row: 4)),
      ("\u{1B}[<0;10;5m", Mouse(.release(.left), column: 9, row: 4)),
      ("\u{1B}[<34;200;60M", Mouse(.drag(.right), column: 199, row: 59)),
      ("\u{1B}[<64;1;1M", Mouse(.wheel(-1), column: 0, row: 0)),
      ("\u{1B}[<65;1;1M", Mouse(.wheel(1), column: 0, row: 0)),
      ("\u{1B}[<20;3;4M", Mouse(.press(.left), column: 2, row: 3, shift: true, control: true)),
      ("\u{1B}[<1;3;4M", Mouse(.press(.middle), column: 2, row: 3)),
    ])
  func mouse(report: String, expected: Mouse) {
    #expect(inputs(report) == [.mouse(expected)])
  }

  @Test(
    "motion without a button, unknown buttons and places outside are nothing",
    arguments: ["[<35;4;4M", "[<66;4;4M", "[<128;4;4M", "[<0;0;4M", "[<0;4M", "[<-1;4;4M", "[<3;4;4M"])
  func noMouse(report: String) {
    #expect(inputs("\u{1B}\(report)j") == [.key(.character("j"))])
  }

  @Test("a paste is one piece of text, cut at its limit, and focus is told")
  func pasteAndFocus() {
    #expect(
      inputs("\u{1B}[200~p>.5 \u{1B}[A!done\u{1B}[201~\u{1B}[I\u{1B}[O") == [
        .paste("p>.5 !done"), .focus(true), .focus(false),
      ])
    let long = inputs("\u{1B}[200~" + String(repeating: "x", count: 100_000) + "\u{1B}[201~")
    guard case .paste(let text)? = long.first else {
      Issue.record("no paste")
      return
    }
    #expect(text.count == InputDecoder.pasteLimit && long.count == 1)
  }

  @Test("what comes faster than fingers is text until the terminal is quiet; a held key stays a key")
  func burst() {
    var burst = InputBurst()
    let typed = "jjyn\r".map { Input.key(.character($0)) }
    #expect(burst.sift(typed) == typed && !burst.isGoing)
    let held = Array(repeating: Input.key(.character("j")), count: 200)
    #expect(burst.sift(held) == held && !burst.isGoing)
    let pasted = inputs("y n y\ra film was here, and somebody pasted its report")
    #expect(burst.sift(pasted) == [.paste("y n y\na film was here, and somebody pasted its report")])
    #expect(burst.sift([.key(.character("y"))]) == [.paste("y")], "its last bytes are no answer")
    let click = Input.mouse(Mouse(.press(.left), column: 1, row: 1))
    #expect(burst.sift([click]) == [click])
    burst.quiet()
    #expect(burst.sift([.key(.character("y"))]) == [.key(.character("y"))])
  }
}
