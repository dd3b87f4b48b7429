/// One finding's probability and whether it may be spoken.

internal import Trust

struct Judgement {
  let probability: Probability
  /// Where it may lie, by the members' opinions.
  let interval: ClosedRange<Probability>
  let state: FindingState
  let verdict: AbstentionVerdict

  /// - Parameters:
  ///   - members: the members' logits, whose probabilities must lie on one side of the threshold.
  ///   - film: the verdict on the film as a whole, which comes first.
  init(
    _ ensemble: Logit, _ members: [Logit], label index: Int, _ calibration: Calibration,
    _ policy: AbstentionPolicy?, film: AbstentionVerdict
  ) {
    probability = calibration.probability(ensemble, label: index)
    interval = calibration.interval(members: members, label: index)
    let byInterval = FindingState(interval, calibration.thresholds[index])
    var verdict = film
    if let policy, film.state == .predict {
      let opinions = members.map { calibration.probability($0, label: index) }
      verdict = policy.judge(probability, opinions: opinions, label: index)
    }
    // A set is told beside the finding. It keeps a promise over many films and is no reason to be silent about one: where a
    // finding is hard, or had few films, most sets hold both answers.
    if case .conformal = verdict.reason { verdict = .predict }
    if verdict.state == .predict, byInterval == .uncertain {
      verdict = AbstentionVerdict(.straddlesThreshold)
    }
    self.verdict = verdict
    state = verdict.state == .predict ? byInterval : .uncertain
  }
}
