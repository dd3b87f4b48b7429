/// Everything that a pack learns from labelled films beside its weights: calibration, thresholds, limits of judgement, and
/// what belongs to its world.

package import Trust

/// What to fit, and how strictly.
package struct FitOptions: Sendable {
  package var method = CalibrationMethod.perLabelTemperature
  package var thresholds = ThresholdRule.stableF1
  /// The largest share of wrong calls among the spoken ones of a finding.
  package var targetRisk = 0.05
  /// The level of the bound on that share.
  package var riskLevel = 0.95
  /// The promised coverage of conformal sets; `nil` for none.
  package var coverage: Double? = 0.9
  package var detectors: [OODDetector] = [.jointEnergy, .maxLogit, .relativeMahalanobis, .nearestNeighbours]
  package var odin: ODINSetting?
  /// Labels whose prevalence is known to differ where the pack will be used.
  package var prevalence: [String: Double] = [:]

  package init() {}
}

package struct PackFit: Sendable {
  package let calibration: Calibration
  package let trust: FittedTrust

  /// - Parameters:
  ///   - fitting: films for calibrators, thresholds and the detectors' statistics.
  ///   - holding: films of other patients, for what must not be chosen on the same films: conformal sets, operating points
  ///     and the detectors' limits.
  ///   - member: the member whose features the detectors look at.
  /// - Throws: `TrustError` where films or findings are too few.
  package init(
    _ fitting: SplitScores, _ holding: SplitScores, _ options: FitOptions, member: String
  ) throws(TrustError) {
    var calibration = try Calibration.fit(
      fitting.columns(), by: options.method, thresholds: options.thresholds)
    if !options.prevalence.isEmpty { calibration = try Self.shifted(calibration, fitting, options) }
    let policy = try AbstentionPolicy.fit(
      holding.probabilities(calibration), thresholds: calibration.thresholds.map(\.value),
      targetRisk: options.targetRisk, level: options.riskLevel, coverage: options.coverage)
    self.calibration = calibration
    let stranger = try Self.stranger(fitting, holding, options, member)
    trust = FittedTrust(
      calibrators: calibration.temperatures == nil ? calibration.calibrators : nil,
      shifts: calibration.shifts.isEmpty ? nil : calibration.shifts, policy: policy, stranger: stranger,
      reference: try Self.reference(holding, calibration, stranger))
  }

  /// What the fitted pack says of the films that only limits were fitted to; `nil` without evidence of them.
  private static func reference(
    _ holding: SplitScores, _ calibration: Calibration, _ stranger: StrangerModel?
  ) throws(TrustError) -> ScoreReference? {
    guard !holding.evidence.isEmpty else { return nil }
    var scores = holding.labels.indices.map { index in
      holding.evidence.map { calibration.probability($0.ensemble[index], label: index).value }
    }
    guard let stranger else { return try ScoreReference(names: holding.labels, scores: scores) }
    var strangeness: [Double] = []
    for film in holding.evidence { strangeness.append(try stranger.model.score(film.ood).value) }
    scores.append(strangeness)
    return try ScoreReference(names: holding.labels + [ScoreReference.strangeness], scores: scores)
  }

  private static func shifted(
    _ calibration: Calibration, _ fitting: SplitScores, _ options: FitOptions
  ) throws(TrustError) -> Calibration {
    let source = try fitting.columns().map { Double($0.positives) / Double(max($0.count, 1)) }
    return try calibration.shifted(from: source, to: fitting.labels.map { options.prevalence[$0] })
  }

  private static func stranger(
    _ fitting: SplitScores, _ holding: SplitScores, _ options: FitOptions, _ member: String
  ) throws(TrustError) -> StrangerModel? {
    guard !options.detectors.isEmpty else { return nil }
    let model = try OODModel.fit(
      fitting.evidence.map(\.ood), truth: fitting.presence, detectors: options.detectors)
    return StrangerModel(
      model: try model.limited(by: holding.evidence.map(\.ood)), member: member,
      odin: options.detectors.contains(.odin) ? options.odin : nil)
  }
}
