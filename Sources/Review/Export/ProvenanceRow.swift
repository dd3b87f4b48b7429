/// Provenance, spread and uncertainty as `hilum.read/1` writes them.

internal import Trust

struct SpreadRow: Encodable {
  /// Lowest and highest calibrated probability: of the members, and of every view of every member.
  let members: [Double]
  let views: [Double]

  init(_ spread: Spread) {
    members = [spread.members.lowerBound.value, spread.members.upperBound.value]
    views = [spread.views.lowerBound.value, spread.views.upperBound.value]
  }
}

/// Entropies in nats, of calibrated probabilities, or of the sigmoids of the logits where the pack is not calibrated.
struct UncertaintyRow: Encodable {
  struct Opinions: Encodable {
    let mean: Double
    /// H of the mean, the mean of H, and their difference.
    let entropy, aleatoric, mutualInformation: Double
    let variance, lowest, highest: Double

    private enum CodingKeys: String, CodingKey {
      case mean, entropy, aleatoric, variance, lowest, highest
      case mutualInformation = "mutual_information"
    }

    init(_ u: Uncertainty) {
      (mean, variance, lowest, highest) = (u.mean, u.variance, u.lowest, u.highest)
      (entropy, aleatoric, mutualInformation) = (u.entropy, u.aleatoric, u.mutualInformation)
    }
  }
  let members, views: Opinions
  /// `measured`, `no_dropout` or `not_asked`.
  let dropout: DropoutState
  /// Of the passes with dropout; null unless `dropout` is `measured`.
  let passes: Opinions?

  private enum CodingKeys: String, CodingKey { case members, views, dropout, passes }

  init(_ uncertainty: FindingUncertainty) {
    members = Opinions(uncertainty.members)
    views = Opinions(uncertainty.views)
    dropout = uncertainty.dropout
    passes = uncertainty.passes.map(Opinions.init)
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(members, forKey: .members)
    try fields.encode(views, forKey: .views)
    try fields.encode(dropout, forKey: .dropout)
    try fields.encode(passes, forKey: .passes)
  }
}

struct ProvenanceRow: Encodable {
  struct Member: Encodable {
    let name: String
    let architecture: String
    let weights: String
    let weight: Double
    /// `read`, `switched_off` or `failed`.
    let state: String
  }
  struct Calibration: Encodable {
    /// `applied`, `void` or `none`.
    let state: String
    let date: String?
    let data: String?
    let films: Int?
  }
  let tta: String
  let merge: String
  let fidelity: String
  let flips: String
  let ensemble: String
  let gatingAlpha: Double?
  let precision: String
  let views: [String]
  /// Labels that no mirrored view had a part in, where others had.
  let unflipped: [String]
  let members: [Member]
  let calibration: Calibration
  let warnings: [String]

  private enum CodingKeys: String, CodingKey {
    case tta, merge, fidelity, flips, ensemble, precision, views, unflipped, members, calibration,
      warnings
    case gatingAlpha = "gating_alpha"
  }

  init(_ provenance: Provenance) {
    let plan = provenance.plan ?? InferencePlan()
    tta = plan.augmentation.rawValue
    merge = plan.merge.rawValue
    fidelity = plan.fidelity.rawValue
    flips = plan.flips.rawValue
    ensemble = plan.effectiveEnsemble.rawValue
    gatingAlpha = plan.gating
    precision = plan.precision.rawValue
    views = provenance.views
    unflipped = provenance.unflipped
    members = provenance.members.map {
      Member(
        name: $0.name, architecture: $0.architecture, weights: $0.weights, weight: $0.weight,
        state: $0.state.name)
    }
    var seal: CalibrationSeal?
    if case .applied(let known) = provenance.calibration { seal = known }
    calibration = Calibration(
      state: provenance.calibration.name, date: seal?.date, data: seal?.data, films: seal?.films)
    warnings = provenance.warnings
  }
}
