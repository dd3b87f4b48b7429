/// The tables of a model card.

internal import Foundation

enum CardTables {
  static func ranking(_ m: PackMeasures) -> String {
    let rows = m.labels.map { label in
      row([
        label.label, String(label.positives), number(label.auroc), number(label.averagePrecision),
        number(label.errorBefore), number(label.errorAfter), number(label.threshold),
        number(label.sensitivity), number(label.specificity),
        label.pointingFilms > 0 ? "\(number(label.pointing)) of \(label.pointingFilms)" : "–",
      ])
    }
    return
      """
      On \(m.testFilms) test films. Calibration error: 15 equal bins.

      | measure | value |
      |---|---|
      | macro AUROC, \(m.aurocLabels) labels | \(number(m.auroc)) |
      | mean average precision | \(number(m.averagePrecision)) |
      | calibration error, all pairs, before → after | \(number(m.pooledErrorBefore)) → \(number(m.pooledErrorAfter)) |
      | calibration error, mean of labels, before → after | \(number(m.macroErrorBefore)) → \(number(m.macroErrorAfter)) |
      | Brier score, mean of labels | \(number(m.brier)) |

      | label | positives | AUROC | AP | error before | error after | threshold | sensitivity | specificity | pointing |
      |---|---|---|---|---|---|---|---|---|---|
      \(rows.joined(separator: "\n"))
      """
  }

  static func coverage(_ t: TrustMeasures) -> String {
    guard t.targetRisk != nil || t.coverage != nil else { return "Not measured." }
    let rows = t.labels.map { label in
      row([
        label.label, number(label.conformal?.coverage), number(label.conformal?.presentCoverage),
        number(label.conformal?.absentCoverage), number(label.conformal?.single), number(label.speaksFrom),
        "\(label.confidentErrors) of \(label.confident)", "\(label.spokenErrors) of \(label.spoken)",
        "\(label.errors) of \(label.films)",
      ])
    }
    return
      """
      On \(t.films) test films. Conformal sets promise a coverage of \(number(t.coverage)) for films with and without the
      finding alone; operating points promise that at most \(number(t.targetRisk)) of the confident calls of a finding are wrong.

      | measure | value |
      |---|---|
      | coverage of the sets, mean of labels | \(number(t.meanCoverage { $0.coverage })) |
      | of films with the finding | \(number(t.meanCoverage { $0.presentCoverage })) |
      | of films without it | \(number(t.meanCoverage { $0.absentCoverage })) |
      | wrong among confident calls | \(number(t.riskOfConfident)) |
      | wrong if every finding is called | \(number(t.errorOfAll)) |
      | wrong among those that are called | \(number(t.errorOfSpoken)) |
      | findings that are called | \(number(t.spokenShare)) |

      | label | coverage | with | without | one answer | speaks from | wrong, confident | wrong, called | wrong, all |
      |---|---|---|---|---|---|---|---|---|
      \(rows.joined(separator: "\n"))
      """
  }

  static func strangers(_ t: TrustMeasures) -> String {
    guard !t.strangers.isEmpty else { return "Not measured." }
    let names = t.strangers[0].detectors.keys.sorted()
    let rows = t.strangers.map { kind in
      row(
        [
          kind.kind, String(kind.films), number(kind.auroc), number(kind.missedAt95), number(kind.abstained),
        ] + names.map { number(kind.detectors[$0]) })
    }
    let head = ["films", "number", "AUROC", "missed at 95 %", "abstained on"] + names.map { "AUROC \($0)" }
    return
      """
      Each kind against \(t.films) test films by the combined score. The pack abstains on \(number(t.falseAlarms)) of the test
      films for being strange.

      \(row(head))
      \(row(head.map { _ in "---" }))
      \(rows.joined(separator: "\n"))
      """
  }

  static func number(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "–" }

  private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}
