/// What the doctor says of a terminal: every fact, and advice where there is some.

import Foundation
import Terminal
import Testing

struct ReportTests {
  @Test("without a terminal nothing is asked, and the report says so")
  func noTerminal() {
    let report = TerminalReport.take()
    guard isatty(0) == 0 || isatty(1) == 0 else { return }
    #expect(report.advice == ["This is no terminal: nothing could be asked."])
    #expect(report.text.contains("nothing was asked"))
    let names = report.lines.map(\.name)
    #expect(
      names.starts(with: ["terminal", "description", "tmux", "locale", "size"]) && names.contains("chosen"))
  }

  @Test("what was asked for is what is judged")
  func requested() {
    let report = TerminalReport.take(requested: .ascii, cell: PixelSize(width: 9, height: 18))
    #expect(report.graphics.mode == .ascii && report.graphics.cell == PixelSize(width: 9, height: 18))
    #expect(report.text.contains("9x18 px, said the configuration"))
  }
}
