/// Where a number comes from: members, ensemble, interval, threshold, pack and film, beside the film.

import Review
package import Terminal
import Trust

package struct ProvenanceScreen: Screen {
  package init() {}

  package static let title = "PROVENANCE"
  private static let context = Context("provenance")
  package func context(in state: State) -> Context { Self.context }

  package static let commands: [Command] = [
    Command(
      "finding.provenance", .decide, "where a number is from", in: [.findings], "i", disabled: noFindings
    ) {
      $0.open(ProvenanceScreen())
    },
    Command(
      "provenance.move", .decide, "next, previous finding", hint: "move", in: [context],
      [Step("next", "j Down") { $0.moveFinding(1) }, Step("previous", "k Up") { $0.moveFinding(-1) }]),
    Command("provenance.close", .decide, "back to the findings", in: [context], "i Enter") { $0.close() },
  ]

  package func draw(_ state: State, on frame: inout Frame<PictureRecipe>) {
    state.drawUnder(ProvenanceScreen.self, on: &frame)
    let rect = Layout(state.surface).side
    frame.cover(rect)
    frame.grid.putLine(
      " provenance", column: rect.column, row: rect.row, columns: rect.columns, role: .selected)
    var row = rect.row + 2
    for (name, value) in lines(state) {
      for (index, line) in CellText.wrap(value, max(1, rect.columns - 15)).enumerated()
      where row < rect.row + rect.rows {
        frame.grid.put(index == 0 ? name : "", column: rect.column + 1, row: row, role: .dim)
        frame.grid.put(line, column: rect.column + 13, row: row, role: .text)
        row += 1
      }
    }
  }

  /// Name and value of everything behind the chosen finding's number.
  private func lines(_ state: State) -> [(String, String)] {
    guard let reading = state.reading, let label = state.chosenLabel, !state.isBlind else { return [] }
    var lines = [("finding", label)]
    let logits: [String: Double]
    if let finding = state.chosenFinding {
      logits = finding.logits.mapValues(\.value)
      lines.append(("state", finding.state.words))
      lines.append(("probability", probabilityText(finding.probability.value)))
      if let interval = finding.interval {
        lines.append(
          (
            "interval",
            "\(probabilityText(interval.lowerBound.value)) to \(probabilityText(interval.upperBound.value))"
          ))
      }
      if let spread = finding.spread {
        lines.append(("members", Self.range(spread.members)))
        lines.append(("views", Self.range(spread.views)))
      }
      lines.append(("threshold", probabilityText(finding.threshold.value)))
      lines.append(("logit", "\(rawText(finding.ensemble.value)), before calibration"))
    } else if let score = reading.uncalibrated.first(where: { $0.label == label }) {
      logits = score.logits.mapValues(\.value)
      lines.append(("state", "none: this pack is not calibrated"))
      lines.append(("raw score", rawText(score.ensemble.value)))
    } else {
      logits = [:]
    }
    for (member, logit) in logits.sorted(by: { $0.key < $1.key }) {
      lines.append(("member", "\(member)  logit \(rawText(logit))"))
    }
    let provenance = reading.provenance
    lines += [
      (
        "passes",
        "\(provenance.passes) of \(provenance.passesInAll): \(provenance.views.joined(separator: ", "))"
      ),
      ("calibration", provenance.calibration.name),
    ]
    if provenance.isReduced { lines.append(("precision", reducedNotice)) }
    if provenance.unflipped.contains(label) {
      lines.append(("mirrored", "no mirrored view had a part in this one"))
    }
    for member in provenance.members {
      lines.append(
        (member.name, "\(member.architecture)  \(member.state.name)  weights \(member.weights.prefix(12))"))
    }
    lines += [("pack", grouped(reading.pack)), ("film", grouped(reading.study.sha256))]
    return lines
  }

  private static func range(_ range: ClosedRange<Probability>) -> String {
    "\(probabilityText(range.lowerBound.value)) to \(probabilityText(range.upperBound.value))"
  }

  /// A hash in groups of eight, so that it can be read and wrapped.
  private func grouped(_ hash: String) -> String {
    stride(from: 0, to: hash.count, by: 8).map { String(hash.dropFirst($0).prefix(8)) }.joined(separator: " ")
  }
}

extension FindingState {
  /// The state in words that cannot be taken for each other.
  var words: String {
    switch self {
    case .present: "present: all of the interval is over the threshold"
    case .absent: "absent: all of the interval is under the threshold"
    case .uncertain: "abstains: the interval crosses the threshold. Not a negative"
    }
  }
}
