/// The options that say what is fitted, and how strictly.

import ArgumentParser
import Review
import Trust

struct FitArguments: ParsableArguments {
  @Option(help: "temperature, per_label_temperature, platt, isotonic or beta.")
  var method = CalibrationMethod.perLabelTemperature
  @Option(help: "stable_f1, f1, youden, sensitivity=0.9 or precision=0.8.") var thresholds = ThresholdChoice(
    .stableF1)
  @Option(help: "The largest share of wrong calls among the spoken ones of a finding.") var targetRisk = 0.05
  @Option(help: "The level of the Clopper-Pearson bound on that share.") var riskLevel = 0.95
  @Option(help: "The promised coverage of conformal sets, class by class.") var coverage = 0.9
  @Option(
    help:
      "A detector of films that do not belong: joint_energy, max_logit, odin, mahalanobis, relative_mahalanobis or knn; may be given again."
  )
  var detector: [OODDetector] = []
  @Option(help: "ODIN's step, in gray levels 0...1.") var odinEpsilon = 0.0014
  @Option(help: "ODIN's temperature.") var odinTemperature = 1.0
  @Option(help: "A finding's prevalence where the pack will be used, as LABEL=0.02; may be given again.")
  var prevalence: [Prevalence] = []
  @Option(help: "Films of each foreign kind to measure with.") var foreignFilms = 40

  struct ThresholdChoice: ExpressibleByArgument {
    let rule: ThresholdRule

    init(_ rule: ThresholdRule) { self.rule = rule }

    init?(argument: String) {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      let target = parts.count == 2 ? Double(parts[1]) : nil
      switch (parts.first, target) {
      case ("stable_f1", nil) where parts.count == 1: rule = .stableF1
      case ("f1", nil) where parts.count == 1: rule = .f1
      case ("youden", nil) where parts.count == 1: rule = .youden
      case ("sensitivity", let target?) where (0...1).contains(target): rule = .sensitivity(target)
      case ("precision", let target?) where (0...1).contains(target): rule = .precision(target)
      default: return nil
      }
    }

    var defaultValueDescription: String { "stable_f1" }
  }

  struct Prevalence: ExpressibleByArgument {
    let label: String
    let value: Double

    init?(argument: String) {
      guard let equals = argument.lastIndex(of: "="),
        let value = Double(argument[argument.index(after: equals)...]), value > 0, value < 1
      else { return nil }
      label = String(argument[..<equals])
      self.value = value
    }
  }

  func validate() throws {
    guard targetRisk > 0, targetRisk < 1, riskLevel > 0, riskLevel < 1, coverage > 0, coverage < 1 else {
      throw ValidationError("--target-risk, --risk-level and --coverage lie between 0 and 1.")
    }
    guard foreignFilms >= 0, foreignFilms <= 10_000, odinEpsilon >= 0, odinTemperature > 0 else {
      throw ValidationError("--foreign-films and --odin-epsilon are at least 0, --odin-temperature above 0.")
    }
  }

  /// - Throws: `ValidationError` for a prevalence of a label that the pack does not have.
  func options(labels: [String]) throws -> FitOptions {
    var options = FitOptions()
    options.method = method
    options.thresholds = thresholds.rule
    options.targetRisk = targetRisk
    options.riskLevel = riskLevel
    options.coverage = coverage
    if !detector.isEmpty { options.detectors = detector }
    if options.detectors.contains(.odin) {
      options.odin = ODINSetting(epsilon: odinEpsilon, temperature: odinTemperature)
    }
    for known in prevalence {
      guard labels.contains(known.label) else {
        throw ValidationError("The pack has no label '\(known.label)'.")
      }
      options.prevalence[known.label] = known.value
    }
    return options
  }
}

extension CalibrationMethod: ExpressibleByArgument {}
extension OODDetector: ExpressibleByArgument {}
