/// Everything that one run of `hilum evaluate` found, and its JSON.

import Foundation
import Trust

struct EvaluationReport {
  struct OOD: Codable {
    let belonging: Int
    let strangers: Int
    let auroc: Double?
    let averagePrecision: Double?
    let falsePositiveRateAt95: Double?
  }
  struct Curve: Codable {
    let label: String
    let coverage: [Double]
    let risk: [Double]
  }

  let evaluation: Evaluation
  let unmatched: Int
  let hasPatients: Bool
  var ood: OOD?
  var groups: [SubgroupAudit] = []
  var comparison: PairedEvaluation?

  /// By label, then all pairs together as `micro`.
  var reliability: [(label: String, bins: [ReliabilityBin])] {
    (evaluation.columns + [.pooled(evaluation.columns)]).map { ($0.label, Trust.reliability($0.scored)) }
  }

  /// At most a hundred points a label.
  var riskCoverage: [Curve] {
    evaluation.columns.compactMap { column in
      guard let risks = (try? Selection(column.scored, threshold: column.threshold))?.risks else {
        return nil
      }
      let kept = (1...min(100, risks.count)).map { $0 * risks.count / min(100, risks.count) }
      return Curve(
        label: column.label, coverage: kept.map { Double($0) / Double(risks.count) },
        risk: kept.map { risks[$0 - 1] })
    }
  }

  /// `hilum.evaluation/1`.
  func json() throws -> String {
    struct Diagram: Codable {
      let label: String
      let bins: [ReliabilityBin]
    }
    struct Document: Encodable {
      let schema = "hilum.evaluation/1"
      let films, patients, unmatched: Int
      let patientLevel: Bool
      let replicates: Int
      let seed: UInt64
      let labels: [LabelMeasures]
      let macro, micro: [Measure: Estimate]
      let skipped: [String]
      let reliability: [Diagram]
      let riskCoverage: [Curve]
      let ood: OOD?
      let groups: [SubgroupAudit]
      let comparison: PairedEvaluation?
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let document = Document(
      films: evaluation.films, patients: evaluation.patients, unmatched: unmatched, patientLevel: hasPatients,
      replicates: evaluation.bootstrap.replicates, seed: evaluation.bootstrap.seed,
      labels: evaluation.labels, macro: evaluation.macro, micro: evaluation.micro,
      skipped: evaluation.skipped, reliability: reliability.map { Diagram(label: $0.label, bins: $0.bins) },
      riskCoverage: riskCoverage, ood: ood, groups: groups, comparison: comparison)
    return String(decoding: try encoder.encode(document), as: UTF8.self)
  }
}

extension EvaluationReport.OOD {
  init(_ label: ScoredLabel) {
    strangers = label.positives
    belonging = label.count - label.positives
    auroc = Trust.auroc(label)
    averagePrecision = Trust.averagePrecision(label)
    falsePositiveRateAt95 = falsePositiveRate(label)
  }
}
