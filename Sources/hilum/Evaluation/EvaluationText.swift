/// The evaluation as a table for a terminal.

import Foundation
import Trust

enum EvaluationText {
  static func table(_ report: EvaluationReport) -> String {
    let evaluation = report.evaluation
    let width = max(8, evaluation.labels.map(\.label.count).max() ?? 0)
    let measures: [Measure] = [.auroc, .averagePrecision, .sensitivity, .specificity, .f1, .ece, .brier]
    var lines = [
      "\(evaluation.films) films, \(evaluation.patients) \(report.hasPatients ? "patients" : "films resampled as patients"), "
        + "\(evaluation.bootstrap.replicates) samples, seed \(evaluation.bootstrap.seed)"
    ]
    if report.unmatched > 0 {
      lines.append("\(report.unmatched) films stand in only one table and are left out")
    }
    lines.append(
      pad("", width) + "   pos  coverage"
        + measures.map { "  " + pad(Self.name($0), 19) }.joined())
    for label in evaluation.labels {
      let all = label.films + label.abstained
      let coverage = all > 0 ? number(Double(label.films) / Double(all)) : "-"
      lines.append(
        pad(label.label, width) + right("\(label.positives)", 6) + right(coverage, 10)
          + measures.map { "  " + pad(estimate(label.measures[$0]), 19) }.joined())
    }
    for (name, values) in [("macro", evaluation.macro), ("micro", evaluation.micro)] {
      lines.append(
        pad(name, width) + right("", 16)
          + measures.map { "  " + pad(estimate(values[$0]), 19) }.joined())
    }
    if !evaluation.skipped.isEmpty {
      lines.append(
        "not in the macro means, for lack of a class: \(evaluation.skipped.joined(separator: ", "))")
    }
    return (lines + ood(report) + groups(report) + comparison(report)).joined(separator: "\n")
  }

  static func name(_ measure: Measure) -> String {
    switch measure {
    case .auroc: "AUROC"
    case .averagePrecision: "AP"
    case .sensitivity: "sensitivity"
    case .specificity: "specificity"
    case .precision: "PPV"
    case .negativeValue: "NPV"
    case .f1: "F1"
    case .ece: "ECE"
    case .eceConfidence: "ECE (confidence)"
    case .eceAdaptive: "ECE (adaptive)"
    case .mce: "MCE"
    case .brier: "Brier"
    case .nll: "NLL"
    }
  }

  /// `0.812 [0.790-0.833]`.
  static func estimate(_ estimate: Estimate?) -> String {
    guard let value = estimate?.value else { return "-" }
    guard let interval = estimate?.interval else { return number(value) }
    return "\(number(value)) [\(number(interval.low))-\(number(interval.high))]"
  }

  static func number(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "-" }

  /// A p-value: none is zero.
  static func chance(_ p: Double?) -> String { p.map { $0 < 0.0005 ? "<0.001" : number($0) } ?? "-" }

  private static func ood(_ report: EvaluationReport) -> [String] {
    guard let ood = report.ood else { return [] }
    return [
      "out of distribution: \(ood.strangers) of \(ood.belonging + ood.strangers) films; AUROC \(number(ood.auroc)), "
        + "AP \(number(ood.averagePrecision)), FPR at 95 % TPR \(number(ood.falsePositiveRateAt95))"
    ]
  }

  private static func groups(_ report: EvaluationReport) -> [String] {
    report.groups.flatMap { audit in
      ["", "\(audit.label) by \(audit.attribute)"]
        + audit.groups.map { group in
          guard !group.isSuppressed else { return "  \(group.group): too few films of one class to show" }
          let values = [Measure.auroc, .sensitivity, .specificity, .ece].map {
            "\(name($0)) \(estimate(group.measures[$0]))"
          }
          return "  \(group.group): \(group.films) films, \(values.joined(separator: ", "))"
        }
        + [
          "  gaps: AUROC \(number(audit.gaps[.auroc]?.difference)), equal opportunity \(number(audit.equalOpportunity)), "
            + "equalised odds \(number(audit.equalisedOdds))"
        ]
    }
  }

  private static func comparison(_ report: EvaluationReport) -> [String] {
    guard let comparison = report.comparison else { return [] }
    let macro = comparison.macro[.auroc]
    return [
      "", "compared (first minus second): macro AUROC \(signed(macro?.value)), p \(chance(macro?.p))",
    ]
      + comparison.labels.map { label in
        let auroc = label.differences[.auroc]
        return "  \(label.label): AUROC \(signed(auroc?.value)), bootstrap p \(chance(auroc?.p)), "
          + "DeLong p \(chance(label.delong?.p)) (Holm \(chance(label.delongHolm)), BH \(chance(label.delongBH))), "
          + "McNemar p \(chance(label.mcnemar.p)) (Holm \(chance(label.mcnemarHolm)), BH \(chance(label.mcnemarBH)))"
      }
  }

  static func signed(_ value: Double?) -> String { value.map { String(format: "%+.3f", $0) } ?? "-" }
  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
