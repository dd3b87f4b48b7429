/// When a moved score is worth a word, and when it is chance.

import Foundation
import Testing
import Trust

@Suite("Rules of drift") struct DriftRuleTests {
  private let reference = (0..<400).map { Double($0) / 400 }

  /// So many films in each tenth of the reference.
  private func films(_ counts: [Int]) -> [Double] {
    counts.enumerated().flatMap { (tenth: Int, count: Int) -> [Double] in
      (0..<count).map { (Double(tenth) + (Double($0) + 0.5) / Double(count)) / 10 }
    }
  }

  @Test("the index's chance is χ² of the films of both, with one degree less than there are bins")
  func chance() throws {
    let drift = try Drift(reference: reference, today: films([10, 1, 5, 5, 5, 5, 5, 5, 8, 1]))
    #expect(near(drift.psiP, chiSquareTail(drift.psi * 400 * 50 / 450, degrees: 9)))
    #expect(near(drift.shares[0], 0.2) && near(drift.expected[0], 0.1) && drift.shares.count == 10)
  }

  @Test("a large index that chance explains is no alert")
  func explained() throws {
    let drift = try Drift(reference: reference, today: films([10, 1, 5, 5, 5, 5, 5, 5, 8, 1]))
    #expect(drift.psi > 0.25 && drift.psiP > 0.01 && drift.alert() == .none, "\(drift)")
  }

  @Test("a raised index alerts where the distributions differ surely, and else warns")
  func raised() throws {
    let many = try Drift(reference: reference, today: (0..<1000).map { pow(Double($0) / 1000, 1.5) })
    #expect((0.1..<0.25).contains(many.psi) && many.p < 0.001 && many.alert() == .alert)
    let few = try Drift(reference: reference, today: (0..<130).map { pow(Double($0) / 130, 1.6) })
    #expect((0.1..<0.25).contains(few.psi) && few.p > 0.001 && few.p < 0.01 && few.alert() == .warn, "\(few)")
  }

  @Test("fifty films are enough, forty-nine are not")
  func enough() throws {
    func alert(_ count: Int) throws -> Drift.Alert {
      try Drift(reference: reference, today: (0..<count).map { _ in 0.95 }).alert()
    }
    #expect(try alert(49) == .tooFew)
    #expect(try alert(50) == .alert)
  }

  @Test("many scores are kept as the middles of equally many, from both ends alike")
  func middles() throws {
    let kept = try ScoreReference(names: ["a"], scores: [(0..<2000).map { Double($0) / 2000 }]).scores[0]
    #expect(near(kept[0] + kept[kept.count - 1], 1999.0 / 2000))
    #expect(kept[0] > 0)
  }

  @Test("days come in their order, each with the scores that it has")
  func days() throws {
    let known = try ScoreReference(names: ["a", "b"], scores: [reference, reference])
    let days = try known.days(of: [
      "2031-05-02": ["b": reference], "2031-04-30": ["a": [0.5], "b": reference.map { $0 / 3 }],
      "2031-05-01": ["c": [1]],
    ])
    #expect(days.map(\.day) == ["2031-04-30", "2031-05-02"])
    #expect(days.map(\.films) == [400, 400] && days.map(\.alert) == [.alert, .none])
    #expect(days[0].raised.map(\.name) == ["b"] && days[0].furthest.name == "a")
    #expect(days[0].scores.map(\.alert) == [.tooFew, .alert])
  }
}
