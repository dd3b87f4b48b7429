/// Provenance and spread as `hilum.read/1` writes them.

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
  let views: [String]
  /// Labels that no mirrored view had a part in, where others had.
  let unflipped: [String]
  let members: [Member]
  let calibration: Calibration
  let warnings: [String]

  private enum CodingKeys: String, CodingKey {
    case tta, merge, fidelity, flips, ensemble, views, unflipped, members, calibration, warnings
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
