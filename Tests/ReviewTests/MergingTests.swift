/// Merged views, joined members and gating against PyTorch (`Fixtures/merging.py`).

import Foundation
import Testing
import Trust

import Review

private struct Goldens: Decodable {
  struct Views: Decodable {
    let logits: [[Double]]
    let merged: [String: [Double]]
  }
  struct Members: Decodable {
    let logits: [[Double]]
    let weights: [Double]
    let joined: [String: [Double]]
  }
  struct Gating: Decodable {
    let p: [Double]
    let alpha: Double
    let gated: [Double]
  }
  let views: [Views]
  let members: [Members]
  let gating: [Gating]

  static func load() throws -> Goldens {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/merging", withExtension: "json"))
    return try JSONDecoder().decode(Goldens.self, from: Data(contentsOf: url))
  }
}

@Suite("Merging views and joining members")
struct MergingTests {
  @Test("views merge as PyTorch merges them", arguments: ViewMerge.allCases, Fidelity.allCases)
  func views(_ merge: ViewMerge, _ fidelity: Fidelity) throws {
    let goldens = try Goldens.load()
    #expect(goldens.views.map(\.logits.count) == [2, 3, 4, 6, 8])
    for golden in goldens.views {
      let name = merge == .median ? "median.\(fidelity.rawValue)" : merge.rawValue
      for (label, expected) in try #require(golden.merged[name]).enumerated() {
        let found = merge.join(golden.logits.map { Logit($0[label]) }, fidelity)
        #expect(abs(found.raw - expected) <= 1e-6, "\(name) of \(golden.logits.count) views")
      }
    }
  }

  @Test("the geometric mean adds 1e-8 to each chance, so that one view that is sure does not decide alone")
  func geometric() {
    let merged = ViewMerge.gmean.join([Logit(-40), Logit(0)], .exact)
    #expect(abs(merged.raw / (1e-8 * 0.5).squareRoot() - 1) < 1e-6)
  }

  @Test(
    "whatever changes a number changes the plan's text, to which calibration is sealed, and nothing else does"
  )
  func text() {
    let plan = InferencePlan(augmentation: .flip, merge: .mean, flips: .allowed, gating: 0.5)
    var others = [InferencePlan](repeating: plan, count: 7)
    others[0].gating = nil
    others[1].gating = 1
    others[2].merge = .max
    others[3].fidelity = .exact
    others[4].flips = .forbidden
    others[5].ensemble = .mean
    others[6].augmentation = .light
    #expect(Set(others.map(\.text) + [plan.text]).count == 8)
    var plain = InferencePlan(augmentation: .none, merge: .mean, flips: .allowed)
    let text = plain.text
    (plain.merge, plain.flips) = (.max, .forbidden)
    #expect(plain.text == text, "one view is not merged, and not mirrored")
  }

  @Test("members join as PyTorch joins them", arguments: EnsembleMode.allCases)
  func members(_ mode: EnsembleMode) throws {
    for golden in try Goldens.load().members {
      for (label, expected) in try #require(golden.joined[mode.rawValue]).enumerated() {
        let found = mode.join(golden.logits.map { Logit($0[label]) }, weights: golden.weights)
        #expect(abs(found.raw - expected) <= 1e-6, "\(mode)")
      }
    }
  }

  @Test("gating lowers all but Normal, by the power of what Normal leaves")
  func gating() throws {
    for golden in try Goldens.load().gating {
      let normal = Logit(log(golden.p[0] / (1 - golden.p[0])))
      let factor = NormalGating.factor(normal, alpha: golden.alpha)
      for (p, expected) in zip(golden.p, golden.gated).dropFirst() {
        #expect(abs(p * factor - expected) <= 1e-6)
      }
      #expect(abs(golden.p[0] - golden.gated[0]) <= 1e-6)
    }
  }

  @Test("the exact plan joins by the weighted mean whatever it is told")
  func exactPlan() {
    #expect(InferencePlan(fidelity: .exact, ensemble: .max).effectiveEnsemble == .weightedMean)
    #expect(InferencePlan(fidelity: .corrected, ensemble: .max).effectiveEnsemble == .max)
  }
}
