/// From the members' logits to findings: views merged, members joined, gated, calibrated, held against the thresholds.

internal import Trust

/// One label's opinions on the way to its number.
struct Opinion {
  let label: String
  /// By member: all views as one.
  private(set) var members: [Logit]
  /// Of every member and view that took part.
  private(set) var views: [Logit]
  private(set) var ensemble: Logit
  /// By pass with dropout: the film as it is, joined as `ensemble`; members without dropout say the same in every pass.
  private(set) var passes: [Logit]

  init(_ index: Int, _ label: String, _ readings: [MemberReading], _ plan: InferencePlan) {
    let mayFlip = plan.mayFlip(label)
    let byMember = readings.map { $0.logits(of: index, mayFlip: mayFlip) }
    self.label = label
    members = byMember.map { plan.merge.join($0, plan.fidelity) }
    views = byMember.flatMap { $0 }
    let weights = readings.map(\.weight)
    ensemble = plan.effectiveEnsemble.join(members, weights: weights)
    passes = (0..<(readings.compactMap { $0.sampled?.count }.min() ?? 0)).map { pass in
      plan.effectiveEnsemble.join(
        readings.map { Logit(Double($0.sampled?[pass][index] ?? $0.output.logits[index])) }, weights: weights)
    }
  }

  /// Lowers all of them by the same factor, so that the ensemble stays among its members.
  mutating func gate(by factor: Double) {
    members = members.map { $0.scaled(by: factor) }
    views = views.map { $0.scaled(by: factor) }
    ensemble = ensemble.scaled(by: factor)
    passes = passes.map { $0.scaled(by: factor) }
  }

  /// One a label, in the pack's order.
  static func all(
    _ labels: [String], _ readings: [MemberReading], _ plan: InferencePlan
  ) -> [Opinion] {
    var opinions = labels.enumerated().map { Opinion($0, $1, readings, plan) }
    if let alpha = plan.gating, let normal = labels.firstIndex(of: NormalGating.label) {
      let factor = NormalGating.factor(opinions[normal].ensemble, alpha: alpha)
      for index in opinions.indices where index != normal { opinions[index].gate(by: factor) }
    }
    return opinions
  }
}

struct Verdict {
  /// One a label where the calibration holds, else empty.
  private(set) var findings: [Finding] = []
  /// One a label where it does not, else empty.
  private(set) var uncalibrated: [UncalibratedScore] = []

  /// - Parameters:
  ///   - policy: what keeps a finding from being judged; `nil` for a pack that has none.
  ///   - film: the verdict on the film as a whole.
  ///   - dropout: what is known of passes with dropout.
  init(
    _ opinions: [Opinion], members: [String], _ calibration: Calibration?, _ policy: AbstentionPolicy? = nil,
    film: AbstentionVerdict = .predict, dropout: DropoutState = .notAsked
  ) {
    for (index, opinion) in opinions.enumerated() {
      let named = Dictionary(uniqueKeysWithValues: zip(members, opinion.members))
      guard let calibration else {
        uncalibrated.append(
          UncalibratedScore(
            label: opinion.label, logits: named, ensemble: opinion.ensemble,
            uncertainty: FindingUncertainty(opinion, dropout) { $0.raw }))
        continue
      }
      let threshold = calibration.thresholds[index]
      let judged = Judgement(
        opinion.ensemble, opinion.members, label: index, calibration, policy, film: film)
      findings.append(
        Finding(
          label: opinion.label, logits: named, ensemble: opinion.ensemble,
          probability: judged.probability, threshold: threshold, state: judged.state,
          abstention: judged.verdict, conformal: policy?.limits[index].conformal?.set(judged.probability),
          spread: Spread(opinion, calibration, label: index), interval: judged.interval,
          uncertainty: FindingUncertainty(opinion, dropout) {
            calibration.probability($0, label: index).value
          }))
    }
  }

  /// The labels most worth explaining: those not absent by falling probability, or the best one if all are.
  func leading(_ most: Int) -> [Int] {
    let scores = findings.isEmpty ? uncalibrated.map(\.ensemble.value) : findings.map(\.probability.value)
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    let standing = order.filter { findings.isEmpty || findings[$0].state != .absent }
    return Array((standing.isEmpty ? Array(order.prefix(1)) : standing).prefix(most))
  }
}

extension Spread {
  fileprivate init(_ opinion: Opinion, _ calibration: Calibration, label index: Int) {
    func range(_ logits: [Logit]) -> ClosedRange<Probability> {
      let sorted = logits.map { calibration.probability($0, label: index) }.sorted()
      return sorted[0]...sorted[sorted.count - 1]
    }
    self.init(members: range(opinion.members), views: range(opinion.views))
  }
}

extension FindingUncertainty {
  /// - Parameter probability: of a logit: calibrated, or its sigmoid.
  fileprivate init(_ opinion: Opinion, _ dropout: DropoutState, _ probability: (Logit) -> Double) {
    members = Uncertainty(values: opinion.members.map(probability))
    views = Uncertainty(values: opinion.views.map(probability))
    self.dropout = dropout
    passes = opinion.passes.isEmpty ? nil : Uncertainty(values: opinion.passes.map(probability))
  }
}
