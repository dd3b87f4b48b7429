/// What this terminal can show, what was chosen and why: the facts of `hilum doctor`, without leaving the films.

import Terminal

package struct DoctorScreen: ReportScreen {
  package var top = 0

  package init() {}

  package static let title = "DOCTOR"
  private static let context = Context("doctor")
  package func context(in state: State) -> Context { Self.context }

  package static let commands: [Command] = [
    Command(
      "doctor", .program, "what this terminal shows", in: [.everywhere], "D",
      asks: {
        $0.open(DoctorScreen())
        return [.examine]
      }),
    .scroll(DoctorScreen.self, "doctor.scroll", "scroll the report", in: context),
  ]

  package func report(_ state: State, width: Int) -> Report {
    Report(
      title: "hilum doctor",
      lines: state.examination.map { Self.lines($0, width: width) } ?? [("asking…", .dim)])
  }

  private static func lines(_ report: TerminalReport, width: Int) -> [(String, Role)] {
    let names = report.lines.map { CellText.width($0.name) }.max() ?? 0
    let facts = report.lines.flatMap { line in
      CellText.wrap(line.value, max(1, width - names - 2)).enumerated().map { index, text in
        (CellText.pad(index == 0 ? line.name : "", names + 2) + text, Role.text)
      }
    }
    let hints = report.advice.flatMap { advice in
      CellText.wrap(advice, max(1, width - 2)).enumerated().map {
        (($0 == 0 ? "- " : "  ") + $1, Role.warning)
      }
    }
    return facts + (hints.isEmpty ? [] : [("", .text), ("What would help:", .title)] + hints)
  }
}
