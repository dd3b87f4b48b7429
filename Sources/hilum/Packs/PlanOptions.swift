/// The options that say how members are asked and joined; what is not given is as the pack says.

import ArgumentParser
import Neural
import Review

struct PlanOptions: ParsableArguments {
  @Option(help: "Test-time augmentation: none, flip, light, medium, heavy or flip_scale.") var tta:
    AugmentationConfig?
  @Option(help: "How views are merged: mean, max, gmean, median or logit_mean.") var merge: ViewMerge?
  @Option(help: "How members are joined: mean, weighted_mean, max, logit_mean or exact.") var ensemble:
    EnsembleMode?
  @Option(help: "exact, as the published code behaves, or corrected.") var fidelity: Fidelity?
  @Option(
    help: "Mirrored views: allowed, except-lateralised (no finding whose anatomy has a side) or forbidden.")
  var flips: FlipPolicy?
  @Option(help: "none, or normal_gating: lower findings where the film looks normal.") var postprocess:
    Postprocess?
  @Option(help: "The exponent of normal_gating (default: 0.5).") var alpha: Double?
  @Option(help: "float32, or eight-bits: two to three times as fast, for triage; calibration holds for one.")
  var precision: Precision?
  @Option(help: "A member to leave out; may be given again.") var without: [String] = []

  enum Postprocess: String, ExpressibleByArgument, CaseIterable { case none, normal_gating }

  func validate() throws {
    guard alpha.map({ (0...10).contains($0) }) ?? true else { throw ValidationError("--alpha is 0 to 10.") }
    guard alpha == nil || postprocess != Postprocess.none else {
      throw ValidationError("--alpha belongs to --postprocess normal_gating.")
    }
  }

  /// The plan `base` with what was given in its place.
  func plan(over base: InferencePlan) -> InferencePlan {
    var plan = base
    plan.augmentation = tta ?? plan.augmentation
    plan.merge = merge ?? plan.merge
    plan.ensemble = ensemble ?? plan.ensemble
    plan.fidelity = fidelity ?? plan.fidelity
    plan.flips = flips ?? plan.flips
    plan.precision = precision ?? plan.precision
    switch postprocess {
    case .normal_gating?: plan.gating = alpha ?? 0.5
    case Postprocess.none?: plan.gating = nil
    case nil: plan.gating = alpha ?? plan.gating
    }
    return plan
  }

  /// - Parameter base: what holds where nothing is given; by default the pack's own plan.
  /// - Throws: as loading the pack.
  func engine(_ pack: Pack, over base: InferencePlan? = nil, threads: Int?) throws(ReviewError) -> Engine {
    try Engine(
      pack, plan: plan(over: base ?? pack.manifest.plan), without: Set(without), threads: threads,
      panels: Places.panels)
  }
}

/// Words of the command line: `logit_mean`, `logit-mean` and `logitMean` are the same.
private func choice<Choice: RawRepresentable & CaseIterable>(_ argument: String) -> Choice?
where Choice.RawValue == String {
  func plain(_ text: String) -> String { text.lowercased().filter { $0 != "_" && $0 != "-" } }
  return Choice.allCases.first { plain($0.rawValue) == plain(argument) }
}

extension AugmentationConfig: ExpressibleByArgument {
  public init?(argument: String) {
    guard let known: Self = choice(argument) else { return nil }
    self = known
  }
}

extension Precision: ExpressibleByArgument {
  public init?(argument: String) {
    guard let known: Self = choice(argument) else { return nil }
    self = known
  }
}

extension ViewMerge: ExpressibleByArgument {
  public init?(argument: String) {
    guard let known: Self = choice(argument) else { return nil }
    self = known
  }
}

extension EnsembleMode: ExpressibleByArgument {
  public init?(argument: String) {
    guard let known: Self = choice(argument) else { return nil }
    self = known
  }
}

extension FlipPolicy: ExpressibleByArgument {
  public init?(argument: String) {
    guard let known: Self = choice(argument) else { return nil }
    self = known
  }
}

extension Fidelity: ExpressibleByArgument {}
