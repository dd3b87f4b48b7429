/// The labelled scores of `Fixtures/metrics.json` with scikit-learn's answers; `make_metrics.py` beside it writes it.

import Foundation
import Testing
import Trust

struct MetricsFixture: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let logits: [Double]
    let truth: [Bool]
    let auroc, averagePrecision, calibrationError, brier, temperature, threshold: Double

    var testDescription: String { name }
    func label() throws -> ScoredLabel { try ScoredLabel(scores: logits, truth: truth) }
    func probabilities() throws -> ScoredLabel {
      try ScoredLabel(scores: logits.map { Logit($0).raw }, truth: truth)
    }
  }
  struct Edges: Decodable {
    let scores: [Double]
    let truth: [Bool]
    let calibrationError: Double
  }
  let cases: [Case]
  let edges: Edges

  static func load() throws -> MetricsFixture {
    let url = Bundle.module.bundleURL.appending(path: "Fixtures/metrics.json")
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }
}
