/// The evaluation as one page that needs nothing from anywhere else: no script, no font, no picture.

import Review
import Trust

struct EvaluationHTML {
  private typealias Measure = Trust.Measure

  private let report: EvaluationReport

  init(_ report: EvaluationReport) { self.report = report }

  var text: String {
    HTMLPage.page(
      title: "Hilum evaluation",
      body: """
        <h1>Evaluation</h1><p>\(summary)</p>
        <h2>Overall</h2>\(overall)
        <div class="plots">\(plots)</div>
        <h2>Findings</h2>\(labels)
        <h2>Calibration and selective risk</h2>\(calibration)
        <h2>Discrimination by finding</h2>\(EvaluationPlot.forest(forestRows))
        <h2>Reliability by finding</h2><div class="plots">\(diagrams)</div>
        \(ood)\(groups)\(comparison)
        <h2>How it was measured</h2><p>\(methods)</p>
        <p class="notice">For research, not for diagnosis.</p>
        """)
  }

  private var summary: String {
    let e = report.evaluation
    let unmatched = report.unmatched > 0 ? " \(report.unmatched) films stand in only one table." : ""
    let skipped =
      e.skipped.isEmpty
      ? "" : " Without both classes, so not in the macro means: \(escape(e.skipped.joined(separator: ", ")))."
    return
      "\(e.films) films of \(e.patients) patients, \(e.labels.count) findings. Intervals are 95 %.\(unmatched)\(skipped)"
  }

  private var overall: String {
    table(
      ["", "Macro", "Micro"],
      Measure.allCases.map { measure in
        [
          EvaluationText.name(measure), cell(report.evaluation.macro[measure]),
          cell(report.evaluation.micro[measure]),
        ]
      })
  }

  private var plots: String {
    let pooled = report.reliability.last.map { EvaluationPlot.reliability("All findings", $0.bins) } ?? ""
    return pooled + EvaluationPlot.riskCoverage(report.riskCoverage)
  }

  private var diagrams: String {
    report.reliability.dropLast().map { EvaluationPlot.reliability($0.label, $0.bins) }.joined()
  }

  private var forestRows: [(String, Estimate?)] {
    report.evaluation.labels.map { ($0.label, $0.measures[.auroc]) }
      + [("Macro mean", report.evaluation.macro[.auroc])]
  }

  private var labels: String {
    labelTable(
      ["Films", "Positive", "Abstained", "Threshold"],
      [.auroc, .averagePrecision, .sensitivity, .specificity, .precision, .negativeValue, .f1]
    ) { ["\($0.films)", "\($0.positives)", "\($0.abstained)", EvaluationText.number($0.threshold)] }
  }

  private var calibration: String {
    labelTable(
      ["Reliability", "Resolution", "AURC", "E-AURC"],
      [.ece, .eceConfidence, .eceAdaptive, .mce, .brier, .nll]
    ) {
      [$0.brierParts?.reliability, $0.brierParts?.resolution, $0.aurc, $0.excessAURC].map(
        EvaluationText.number)
    }
  }

  /// A row a label: some of its facts, then measures with their intervals.
  private func labelTable(
    _ facts: [String], _ measures: [Measure], _ cells: (LabelMeasures) -> [String]
  ) -> String {
    table(
      ["Finding"] + facts + measures.map(EvaluationText.name),
      report.evaluation.labels.map { label in
        [escape(label.label)] + cells(label) + measures.map { cell(label.measures[$0]) }
      })
  }

  private var ood: String {
    guard let ood = report.ood else { return "" }
    return "<h2>Films that do not belong</h2>"
      + table(
        ["", "Value"],
        [
          ["Belonging", "\(ood.belonging)"], ["Not belonging", "\(ood.strangers)"],
          ["AUROC", EvaluationText.number(ood.auroc)], ["AP", EvaluationText.number(ood.averagePrecision)],
          ["FPR at 95 % TPR", EvaluationText.number(ood.falsePositiveRateAt95)],
        ])
  }

  private var groups: String {
    report.groups.isEmpty ? "" : "<h2>Groups</h2>" + report.groups.map(audit).joined()
  }

  private func audit(_ audit: SubgroupAudit) -> String {
    let shown: [Measure] = [
      .auroc, .averagePrecision, .sensitivity, .specificity, .precision, .negativeValue, .ece, .brier,
    ]
    var rows = audit.groups.map { group in
      group.isSuppressed
        ? [escape(group.group), "\(group.films)", "too few"] + shown.map { _ in "" } + [""]
        : [escape(group.group), "\(group.films)", "\(group.positives ?? 0)"]
          + shown.map { cell(group.measures[$0]) } + [EvaluationText.number(group.abstentionRate)]
    }
    rows.append(
      ["Gap", "", ""] + shown.map { EvaluationText.number(audit.gaps[$0]?.difference) } + [""])
    let missed = audit.underdiagnosis.map { rates in
      "; under-diagnosis "
        + rates.sorted { $0.key < $1.key }.map { "\($0.key) \(EvaluationText.number($0.value))" }.joined(
          separator: ", ")
    }
    return "<h3>\(escape(audit.label)) by \(escape(audit.attribute))</h3>"
      + table(["Group", "Films", "Positive"] + shown.map(EvaluationText.name) + ["Abstained"], rows)
      + "<p><small>Equal opportunity \(EvaluationText.number(audit.equalOpportunity)), equalised odds "
      + "\(EvaluationText.number(audit.equalisedOdds))\(escape(missed ?? ""))</small></p>"
  }

  private var comparison: String {
    guard let comparison = report.comparison else { return "" }
    let rows = comparison.labels.map { label in
      let auroc = label.differences[.auroc]
      return [
        escape(label.label), EvaluationText.signed(auroc?.value), escape(EvaluationText.chance(auroc?.p)),
        escape(EvaluationText.chance(label.delong?.p)), escape(EvaluationText.chance(label.delongHolm)),
        escape(EvaluationText.chance(label.delongBH)),
        "\(label.mcnemar.onlyFirst) / \(label.mcnemar.onlySecond)",
        escape(EvaluationText.chance(label.mcnemar.p)), escape(EvaluationText.chance(label.mcnemarHolm)),
        escape(EvaluationText.chance(label.mcnemarBH)),
      ]
    }
    return "<h2>Compared with the second file</h2>"
      + table(
        [
          "Finding", "AUROC difference", "Bootstrap p", "DeLong p", "Holm", "BH", "Right alone", "McNemar p",
          "Holm",
          "BH",
        ], rows)
  }

  private var methods: String {
    """
    AUROC by midranks; AP over distinct scores; ECE in 15 equal bins, each closed above (confidence: of max(p, 1 − p); \
    adaptive: between the quantiles of the scores); reliability and resolution are Murphy's parts of the Brier score over the \
    equal bins; NLL with p held within 1e-7 of 0 and 1. Intervals are percentiles of \
    \(report.evaluation.bootstrap.replicates) samples of \(report.hasPatients ? "patients" : "films, each taken for a patient") \
    (seed \(report.evaluation.bootstrap.seed)); samples without a value are left out; adaptive bins are those of the whole table. \
    A dash is a measure without a value; all findings together have no threshold of their own.
    """
  }

  private func cell(_ estimate: Estimate?) -> String {
    guard let value = estimate?.value else { return "–" }
    guard let interval = estimate?.interval else { return EvaluationText.number(value) }
    return
      "\(EvaluationText.number(value)) <small>\(EvaluationText.number(interval.low))–\(EvaluationText.number(interval.high))</small>"
  }

  private func table(_ head: [String], _ rows: [[String]]) -> String {
    HTMLPage.table(head: head, rows: rows)
  }

  private func escape(_ text: String) -> String { HTMLPage.escaped(text) }
}
