/// Plots of this queue and session: scores, reliability and risk against the reader's own answers, reading times.

import Review
package import Terminal

package struct PlotScreen: Screen {
  package enum Plot: String, CaseIterable, Sendable {
    case scores = "Scores", reliability = "Reliability", risk = "Risk and coverage", times = "Reading times"
  }

  package var plot = Plot.scores

  package init() {}

  package static let title = "PLOTS"
  private static let context = Context("plots")
  package func context(in state: State) -> Context { Self.context }

  package static let commands: [Command] = [
    Command("plots", .program, "plots of queue, session", in: [.reading, QueueScreen.context], "%") {
      $0.open(PlotScreen())
    },
    Command(
      "plots.next", .program, "next, previous plot", hint: "plot", in: [context],
      [Step("next", "j l Right Tab") { $0.turnPlot(1) }, Step("previous", "k h Left") { $0.turnPlot(-1) }]),
  ]

  package func draw(_ state: State, on frame: inout Frame<PictureRecipe>) {
    let size = frame.grid.size
    frame.grid.fill(CellRect(column: 0, row: 0, columns: size.columns, rows: 1), role: .title)
    frame.grid.put("hilum plots  \(plot.rawValue)", column: 1, row: 0, role: .title)
    let rect = CellRect(
      column: 8, row: 4, columns: max(1, min(size.columns - 12, 100)), rows: max(1, size.rows - 9))
    let data = PlotData(state)
    let note: String
    switch plot {
    case .scores:
      note =
        "calibrated probability of every finding of the \(counted(data.films, "film")) read; "
        + (data.calibration.isEmpty ? "the pack keeps no scores to compare with" : "· as at calibration")
      frame.grid.bars(
        histogram(data.probabilities, bins: PlotData.bins),
        against: data.calibration.map { $0 * Double(data.probabilities.count) }, in: rect, low: "0", high: "1"
      )
    case .reliability:
      note =
        "share that you answered present, by probability; n=\(data.answered.count)\(data.answered.count < 50 ? ", too few to judge" : "")"
      frame.grid.curve(reliability(data.answered), against: { $0 }, in: rect, low: "p 0", high: "1")
    case .risk:
      note = "share of the pack's decisions that you contradict, the surest first; n=\(data.answered.count)"
      frame.grid.curve(riskCoverage(data.answered), against: nil, in: rect, low: "coverage 0", high: "1")
    case .times:
      let times = SessionSummary(state.ledger.session, verdicts: [:]).readingSeconds
      note = "seconds from one sign-off to the next, 0 to 300; n=\(times.count)"
      frame.grid.bars(
        histogram(times.map { $0 / SessionSummary.longestPause }, bins: 20), in: rect, low: "0 s",
        high: "300 s")
    }
    frame.grid.put(note, column: 2, row: 2, role: .dim, width: size.columns - 3)
    drawFooter(state, on: &frame.grid)
  }
}

extension State {
  mutating func turnPlot(_ by: Int) {
    edit(PlotScreen.self) { screen in
      let all = PlotScreen.Plot.allCases
      let now = all.firstIndex(of: screen.plot) ?? 0
      screen.plot = all[((now + by) % all.count + all.count) % all.count]
    }
  }
}
