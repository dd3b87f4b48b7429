/// The model card: what the pack says of itself, its limits first.

import Review
package import Terminal

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

  package func draw(_ state: State, on frame: inout Frame<PictureRecipe>) {
    guard case .ready(let pack) = state.model else { return }
    let size = frame.grid.size
    var lines = (pack.caution.map { [($0, Role.warning), ("", .text)] } ?? [])
    for line in pack.card.split(separator: "\n", omittingEmptySubsequences: false) {
      let role: Role = line.hasPrefix("#") ? .title : .text
      let wrapped = line.isEmpty ? [""] : CellText.wrap(String(line), min(100, size.columns - 4))
      lines += wrapped.map { ($0, role) }
    }
    drawReport("hilum model  \(pack.name)  \(pack.hash.prefix(12))", lines, from: top, state, on: &frame)
  }
}

@Sendable private func noPack(_ state: State) -> String? {
  if case .ready = state.model { nil } else { "there is no model" }
}
