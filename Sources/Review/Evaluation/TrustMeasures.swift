/// What a pack's limits of judgement do on films that nothing was fitted to: kept in the pack, shown in its card.

package import Trust

/// One label's measures; `nil` where the split cannot tell.
package struct LabelTrust: Codable, Equatable, Sendable {
  package let label: String
  package let conformal: ConformalAudit?
  /// The confidence from which on the pack speaks; `nil` where none held the risk.
  package let speaksFrom: Double?
  package let films: Int
  /// How many films the operating point speaks about, and how many of these calls are wrong.
  package let confident: Int
  package let confidentErrors: Int
  /// The same after every reason to abstain.
  package let spoken: Int
  package let spokenErrors: Int
  /// Wrong calls if it spoke about every film.
  package let errors: Int
}

/// One kind of films that do not belong.
package struct StrangerMeasure: Codable, Equatable, Sendable {
  package let kind: String
  package let films: Int
  /// How well the combined score tells them from films that belong; `nil` without films.
  package let auroc: Double?
  /// The share of them taken for films that belong where 95 % of those are accepted.
  package let missedAt95: Double?
  /// The share that the pack abstains on.
  package let abstained: Double
  /// AUROC of each detector alone.
  package let detectors: [String: Double]
}

package struct TrustMeasures: Codable, Equatable, Sendable {
  package let films: Int
  package let targetRisk: Double?
  package let coverage: Double?
  package let labels: [LabelTrust]
  /// The share of the split's own films that the pack takes for strangers.
  package let falseAlarms: Double?
  package let strangers: [StrangerMeasure]

  /// - Parameters:
  ///   - scores: films that nothing was fitted to.
  ///   - foreign: evidence on films that do not belong, by kind.
  /// - Throws: `TrustError`.
  package init(
    _ scores: SplitScores, _ calibration: Calibration, _ trust: FittedTrust,
    foreign: [(kind: String, films: [OODEvidence])]
  ) throws(TrustError) {
    films = scores.films
    let limits = trust.policy?.limits
    targetRisk = limits?.first?.operatingPoint?.targetRisk
    coverage = limits?.first?.conformal?.coverage
    var own: [OODScore] = []
    if let model = trust.stranger?.model {
      for film in scores.evidence { own.append(try model.score(film.ood)) }
    }
    var labels: [LabelTrust] = []
    for index in scores.labels.indices {
      labels.append(try LabelTrust(index, scores, calibration, trust, own))
    }
    self.labels = labels
    falseAlarms = own.isEmpty ? nil : Double(own.count { $0.level == .outside }) / Double(own.count)
    var strangers: [StrangerMeasure] = []
    if let model = trust.stranger?.model {
      for (kind, films) in foreign { strangers.append(try StrangerMeasure(kind, films, own, model)) }
    }
    self.strangers = strangers
  }

  /// Over all label–film pairs: the share of wrong calls if all are made, of those that are made, and how many are.
  package var errorOfAll: Double? { share(labels.reduce(0) { $0 + $1.errors }, pairs) }
  package var errorOfSpoken: Double? {
    share(labels.reduce(0) { $0 + $1.spokenErrors }, labels.reduce(0) { $0 + $1.spoken })
  }
  package var spokenShare: Double? { share(labels.reduce(0) { $0 + $1.spoken }, pairs) }
  /// At the operating points alone.
  package var riskOfConfident: Double? {
    share(labels.reduce(0) { $0 + $1.confidentErrors }, labels.reduce(0) { $0 + $1.confident })
  }
  private var pairs: Int { labels.reduce(0) { $0 + $1.films } }

  private func share(_ part: Int, _ whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }

  /// The mean over labels of what their conformal sets held, of all films, of those with and of those without the finding.
  package func meanCoverage(_ part: (ConformalAudit) -> Double?) -> Double? {
    let values = labels.compactMap { $0.conformal.flatMap(part) }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension LabelTrust {
  fileprivate init(
    _ index: Int, _ scores: SplitScores, _ calibration: Calibration, _ trust: FittedTrust, _ own: [OODScore]
  ) throws(TrustError) {
    let limits = trust.policy?.limits[index]
    let threshold = calibration.thresholds[index]
    var counts = (films: 0, errors: 0, confident: 0, confidentErrors: 0, spoken: 0, spokenErrors: 0)
    let column = try scores.probabilities(calibration)[index]
    for (place, film) in scores.evidence.enumerated() {
      guard let isPresent = scores.known[place][index] else { continue }
      let judged = Judgement(
        film.ensemble[index], film.members[index], label: index, calibration, trust.policy,
        film: own.isEmpty ? .predict : own[place].verdict)
      let isWrong = (judged.probability >= threshold) != isPresent
      counts.films += 1
      counts.errors += isWrong ? 1 : 0
      let confidence = Selection.confidence(judged.probability.value)
      if let least = limits?.operatingPoint?.confidence, confidence >= least {
        counts.confident += 1
        counts.confidentErrors += isWrong ? 1 : 0
      }
      if judged.verdict.state == .predict {
        counts.spoken += 1
        counts.spokenErrors += isWrong ? 1 : 0
      }
    }
    self.init(
      label: scores.labels[index], conformal: limits?.conformal.map { ConformalAudit($0, column) },
      speaksFrom: limits?.operatingPoint?.confidence, films: counts.films, confident: counts.confident,
      confidentErrors: counts.confidentErrors, spoken: counts.spoken, spokenErrors: counts.spokenErrors,
      errors: counts.errors)
  }
}

extension StrangerMeasure {
  fileprivate init(
    _ kind: String, _ films: [OODEvidence], _ own: [OODScore], _ model: OODModel
  ) throws(TrustError) {
    var scored: [OODScore] = []
    for film in films { scored.append(try model.score(film)) }
    func auroc(_ value: (OODScore) -> Double) throws(TrustError) -> Double? {
      Trust.auroc(
        try ScoredLabel(
          scores: (own + scored).map(value), truth: own.map { _ in false } + scored.map { _ in true }))
    }
    var detectors: [String: Double] = [:]
    for part in model.parts.map(\.detector) {
      detectors[part.rawValue] = try auroc { $0.parts[part] ?? 0 }
    }
    let accepted = own.map(\.value).sorted()
    let limit: Double? =
      accepted.isEmpty ? nil : accepted[min(accepted.count - 1, accepted.count * 95 / 100)]
    func missed(_ scored: [OODScore], below limit: Double) -> Double? {
      scored.isEmpty ? nil : Double(scored.count { $0.value <= limit }) / Double(scored.count)
    }
    self.init(
      kind: kind, films: films.count, auroc: try auroc { $0.value },
      missedAt95: limit.flatMap { missed(scored, below: $0) },
      abstained: scored.isEmpty
        ? 0 : Double(scored.count { $0.level == .outside }) / Double(scored.count), detectors: detectors)
  }
}
