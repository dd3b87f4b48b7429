/// When to stay silent: what is fitted on a held-out split, and how it judges a finding.

/// The limits of one label; one that is `nil` is not asked for.
package struct AbstentionLimits: Codable, Equatable, Sendable {
  package var operatingPoint: OperatingPoint?
  package var conformal: Conformal?
  /// The largest mutual information, in nats.
  package var disagreement: Double?

  package init(
    operatingPoint: OperatingPoint? = nil, conformal: Conformal? = nil, disagreement: Double? = nil
  ) {
    self.operatingPoint = operatingPoint
    self.conformal = conformal
    self.disagreement = disagreement
  }
}

/// One label's limits each, in the order of the pack's labels.
package struct AbstentionPolicy: Codable, Equatable, Sendable {
  package let limits: [AbstentionLimits]

  package init(limits: [AbstentionLimits]) { self.limits = limits }

  /// Chooses every label's operating point for a target risk, and its conformal sets for a coverage.
  /// - Parameters:
  ///   - labels: probabilities on a held-out split, one column a label.
  ///   - thresholds: as many; a film is called positive from there on.
  /// - Throws: `TrustError.lengths` or `.noFilms`.
  package static func fit(
    _ labels: [ScoredLabel], thresholds: [Double], targetRisk: Double = 0.05, level: Double = 0.95,
    coverage: Double? = 0.9
  ) throws(TrustError) -> AbstentionPolicy {
    guard labels.count == thresholds.count else {
      throw .lengths(scores: labels.count, truth: thresholds.count)
    }
    var limits: [AbstentionLimits] = []
    for (label, threshold) in zip(labels, thresholds) {
      let selection = try Selection(label, threshold: threshold)
      limits.append(
        AbstentionLimits(
          operatingPoint: selection.operatingPoint(targetRisk: targetRisk, level: level),
          conformal: coverage.map { Conformal.fit(label, coverage: $0) }))
    }
    return AbstentionPolicy(limits: limits)
  }

  /// The verdict on one finding. What the input and the film as a whole say comes first.
  /// - Parameters:
  ///   - opinions: the calibrated probabilities of members or views; empty where there is but one.
  ///   - film: the verdict on the film as a whole.
  package func judge(
    _ probability: Probability, opinions: [Probability] = [], label index: Int,
    film: AbstentionVerdict = .predict
  ) -> AbstentionVerdict {
    guard film.state == .predict else { return film }
    let limits = limits[index]
    if let point = limits.operatingPoint {
      guard let needed = point.confidence else {
        return AbstentionVerdict(.noOperatingPoint(risk: point.targetRisk))
      }
      let confidence = Selection.confidence(probability.value)
      if confidence < needed { return AbstentionVerdict(.lowConfidence(confidence, needed: needed)) }
    }
    if let set = limits.conformal?.set(probability), set == .either || set == .neither {
      return AbstentionVerdict(.conformal(set))
    }
    if let limit = limits.disagreement, !opinions.isEmpty {
      let value = Uncertainty(opinions).mutualInformation
      if value > limit { return AbstentionVerdict(.disagreement(value, limit: limit)) }
    }
    return .predict
  }
}
