/// From the members' logits to findings: joined, calibrated, held against the thresholds.

internal import Trust

struct Verdict {
  /// One a label where the pack is calibrated, else empty.
  private(set) var findings: [Finding] = []
  /// One a label where it is not, else empty.
  private(set) var uncalibrated: [UncalibratedScore] = []

  /// - Parameter logits: finite; by member, then by label.
  init(_ pack: PackManifest, _ logits: [[Float]]) {
    let weights = pack.members.map(\.weight)
    for (index, label) in pack.labels.enumerated() {
      let members = logits.map { Logit(Double($0[index])) }
      let ensemble = pack.ensemble.join(members, weights: weights)
      let named = Dictionary(uniqueKeysWithValues: zip(pack.members.map(\.name), members))
      guard let calibration = pack.calibration else {
        uncalibrated.append(UncalibratedScore(label: label, logits: named, ensemble: ensemble))
        continue
      }
      let threshold = calibration.thresholds[index]
      let interval = calibration.interval(members: members, label: index)
      findings.append(
        Finding(
          label: label, logits: named, ensemble: ensemble,
          probability: calibration.probability(ensemble, label: index), threshold: threshold,
          state: FindingState(interval, threshold)))
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
