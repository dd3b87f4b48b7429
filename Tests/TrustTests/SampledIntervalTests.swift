/// Intervals, p-values and groups of an evaluation, recomputed from the samples.

import Foundation
import Testing
import Trust

@Suite("Intervals from samples") struct SampledIntervalTests {
  private let bootstrap = Bootstrap(replicates: 101, seed: 4)

  private func column(
    _ scores: [Double], _ truth: [Bool], label: String = "a", abstained: Int = 0
  ) throws -> EvaluationColumn {
    try EvaluationColumn(
      label: label, scored: ScoredLabel(scores: scores, truth: truth),
      patients: scores.indices.map { Int32($0) }, patientCount: scores.count, threshold: 0.5,
      abstained: abstained)
  }

  private func mixed(_ positives: Int, of count: Int, seed: Int) throws -> EvaluationColumn {
    try column(
      (0..<count).map { Double(($0 * 37 + seed) % 101) / 101 }, (0..<count).map { $0 < positives })
  }

  /// NumPy's quantile.
  private func quantile(_ values: [Double], _ q: Double) -> Double {
    let rising = values.sorted()
    let place = q * Double(rising.count - 1)
    let low = Int(place)
    let high = min(low + 1, rising.count - 1)
    return rising[low] + (place - Double(low)) * (rising[high] - rising[low])
  }

  @Test("an interval holds 95 % of the samples, and those without a value are counted")
  func percentiles() throws {
    let column = try mixed(2, of: 30, seed: 5)
    let samples = try #require(bootstrap.run([column]).values[0][.auroc])
    let known = samples.filter { !$0.isNaN }
    let evaluation = Evaluation([column], films: 30, bootstrap: bootstrap)
    let estimate = try #require(evaluation.labels[0].measures[.auroc])
    let interval = try #require(estimate.interval)
    #expect(near(interval.low, quantile(known, 0.025)) && near(interval.high, quantile(known, 0.975)))
    #expect(estimate.discarded == samples.count - known.count && estimate.discarded > 0)
  }

  @Test("a macro mean is over the labels that have a value in the sample")
  func macro() throws {
    let (full, rare) = (try mixed(15, of: 30, seed: 3), try mixed(1, of: 30, seed: 9))
    let none = try column((0..<30).map { Double($0) / 30 }, (0..<30).map { _ in false })
    let evaluation = Evaluation([full, rare, none], films: 30, bootstrap: bootstrap)
    #expect((evaluation.labels[1].measures[.auroc]?.discarded ?? 0) > 10)
    #expect(evaluation.macro[.auroc]?.discarded == 0)
    let briers = [full, rare].compactMap { Measure.brier.value($0) }
    #expect(near(evaluation.macro[.brier]?.value, briers.reduce(0, +) / 2))
  }

  @Test("a sample of one class has no average precision")
  func oneClass() throws {
    let positives = try column([0.2, 0.9, 0.4], [true, true, true])
    let run = bootstrap.run([positives])
    #expect(run.plain[0][.averagePrecision] == nil && run.plain[0][.sensitivity] != nil)
    #expect(run.values[0][.averagePrecision]?.allSatisfy { $0.isNaN } == true)
  }

  @Test("films of one patient in eighty thousand rows are counted as often as the patient is drawn")
  func oftenDrawn() throws {
    let truth = (0..<80_000).map { $0 % 7 == 0 }
    let column = try EvaluationColumn(
      label: "one of eight", scored: ScoredLabel(scores: truth.map { _ in 0.25 }, truth: truth),
      patients: truth.map { _ in 0 }, patientCount: 8, threshold: 0.2)
    let run = Bootstrap(replicates: 40, seed: 2).run([column])
    for measure in [Measure.auroc, .sensitivity, .precision, .brier] {
      let value = try #require(measure.value(column))
      let samples = try #require(run.values[0][measure])
      #expect(samples.allSatisfy { $0.isNaN || near($0, value) }, "\(measure)")
      #expect(samples.contains { !$0.isNaN })
    }
  }

  @Test("a difference is the first less the second, with the p-value of its samples")
  func difference() throws {
    let truth = (0..<40).map { $0 < 20 }
    let first = try column(truth.indices.map { Double(($0 * 29) % 41) / 82 + (truth[$0] ? 0.3 : 0) }, truth)
    let second = try column(truth.indices.map { Double(($0 * 17) % 41) / 82 + (truth[$0] ? 0.1 : 0) }, truth)
    let compared = PairedEvaluation([first], [second], bootstrap: bootstrap)
    let found = try #require(compared.labels[0].differences[.auroc])
    let (one, other) = (bootstrap.run([first]).values[0][.auroc], bootstrap.run([second]).values[0][.auroc])
    let gaps = zip(try #require(one), try #require(other)).map { $0 - $1 }
    let interval = try #require(found.interval)
    #expect(near(interval.low, quantile(gaps, 0.025)) && near(interval.high, quantile(gaps, 0.975)))
    let (below, above) = (gaps.count { $0 <= 0 } + 1, gaps.count { $0 >= 0 } + 1)
    #expect(near(found.p, min(1, 2 * Double(min(below, above)) / 102)) && (found.p ?? 1) < 1)
  }

  @Test("a group of too few negatives is not shown; withheld films and the worse group are told")
  func groups() throws {
    let truth = (0..<40).map { $0 < 20 }
    let good = try column(truth.map { $0 ? 0.9 : 0.1 }, truth, abstained: 10)
    let poor = try column(truth.map { $0 ? 0.6 : 0.4 }, truth)
    let sick = try column((0..<30).map { _ in 0.9 }, (0..<30).map { $0 < 28 })
    let audit = try #require(
      SubgroupAudit.audits(
        attribute: "site", [("A", [good]), ("B", [poor]), ("C", [sick])], bootstrap: bootstrap
      ).first)
    #expect(audit.groups.map(\.isSuppressed) == [false, false, true])
    #expect(near(audit.groups[0].abstentionRate, 0.2) && audit.groups[1].abstentionRate == 0)
    #expect(audit.gaps[.brier]?.worst == "B" && near(audit.gaps[.brier]?.difference, 0.15))
    #expect(audit.underdiagnosis == nil)
  }
}
