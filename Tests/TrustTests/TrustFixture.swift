/// The answers of SciPy, scikit-learn and netcal in `Fixtures/trust.json`; `make_trust.py` beside it writes it.

import Foundation
import Testing
import Trust

struct TrustFixture: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct Limits: Decodable { let present, absent, marginal: Double }
    struct Point: Decodable { let confidence, coverage, risk, bound: Double }
    let name: String
    let logits: [Double]
    let truth: [Bool]
    let grid, platt, isotonic, beta: [Double]
    let thresholds: [String: Double]
    let aurc, excessAURC: Double
    let operatingPoint: Point?
    let conformal: Limits

    var testDescription: String { name }
    func label() throws -> ScoredLabel { try ScoredLabel(scores: logits, truth: truth) }
    func probabilities() throws -> ScoredLabel {
      try ScoredLabel(scores: logits.map { Logit($0).raw }, truth: truth)
    }
  }
  struct Space: Decodable, Sendable, CustomTestStringConvertible {
    struct Tied: Decodable {
      let distances: [[Double]]
      let shrinkage: Double
    }
    let name: String
    let features: [[Double]]
    let labels: [[Bool]]
    let probe: [[Double]]
    let shrink: Bool
    let tied: Tied
    let third: [Double]

    var testDescription: String { name }
    var classes: [[Int]] {
      (0..<3).map { label in labels.indices.filter { labels[$0][label] } }
        + [labels.indices.filter { !labels[$0].contains(true) }]
    }
  }
  struct Samples: Decodable { let samples: [Double]; let entropy, aleatoric, variance: Double }
  struct Share: Decodable { let k, n: Int; let low, high, upper, wilsonLow, wilsonHigh: Double }
  struct Normal: Decodable { let p, x: Double }
  struct Energy: Decodable { let logits: [Double]; let energy, odin: Double }
  struct Prevalence: Decodable {
    let probabilities, shifted: [Double]
    let source, target, estimated: Double
  }
  let cases: [Case]
  let spaces: [Space]
  let uncertainty: [Samples]
  let proportions: [Share]
  let normal, kolmogorov: [Normal]
  let energy: [Energy]
  let prevalence: Prevalence

  static func load() throws -> TrustFixture {
    let url = Bundle.module.bundleURL.appending(path: "Fixtures/trust.json")
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
  }
}

/// Whether two numbers agree to 1e-9, absolutely below one and relatively above.
func near(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
  guard let a else { return false }
  return abs(a - b) <= tolerance * max(1, abs(b))
}
