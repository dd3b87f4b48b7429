/// The model card: what the pack says of itself, its limits first.

import Review
import Terminal

package struct CardScreen: ReportScreen {
  package var top = 0

  package init() {}

  package static let title = "MODEL"
  private static let context = Context("model")
  package func context(in state: State) -> Context { Self.context }

  package static let commands: [Command] = [
    Command("model.card", .program, "the model's card", in: [.reading], "K", disabled: noPack) {
      $0.open(CardScreen())
    },
    .scroll(CardScreen.self, "model.scroll", "scroll the card", in: context),
  ]

  package func report(_ state: State, width: Int) -> Report {
    guard case .ready(let pack) = state.model else { return Report(title: "hilum model", lines: []) }
    let caution =
      pack.caution.map { CellText.wrap($0, width).map { ($0, Role.warning) } + [("", .text)] } ?? []
    return Report(
      title: "hilum model  \(pack.name)  \(pack.hash.prefix(12))",
      lines: caution + CardText.lines(pack.card, width: width))
  }
}

@Sendable private func noPack(_ state: State) -> String? {
  if case .ready = state.model { nil } else { "there is no model" }
}
