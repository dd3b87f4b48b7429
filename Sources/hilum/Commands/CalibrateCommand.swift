/// `hilum calibrate`: fits a pack to films of one's own site and writes what was fitted and measured into it.

import ArgumentParser
import Foundation
import Review

struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Fit calibration, thresholds, abstention and detection of strange films into a pack.",
    discussion: """
      Tables are CSV files with ImageID, PatientID and one column for each finding. Six of ten patients of --validation fit
      calibrators, thresholds and detectors; the others fit what must not be chosen on the same films: conformal sets,
      operating points and detectors' limits. The measures in the card come from --test alone.
      What is fitted holds for the weights, the plan and the labels of this moment: the pack pins them, and a pack or a
      command line that differs gives scores without probabilities and says why.
      """)

  @Option(help: "The folder of the pack.") var pack: String
  @OptionGroup var splits: SplitOptions
  @OptionGroup(title: "What is fitted") var fit: FitArguments
  @OptionGroup(title: "The plan to calibrate, which becomes the pack's own") var plan: PlanOptions
  @Option(help: "Threads of the network (default: one for each processor).") var threads: Int?

  func validate() throws {
    guard plan.without.isEmpty else {
      throw ValidationError("A calibration is of the whole pack: --without cannot be given.")
    }
  }

  func run() async throws {
    try await PackCommand.telling("calibrate") {
      let loaded = try Pack(pack, refitting: true)
      let engine = try plan.engine(loaded, threads: threads)
      if let warning = engine.warnings.first { throw ValidationError(warning) }
      let (fitting, testing) = try splits.splits(loaded.manifest.labels)
      let calibration = PackCalibration(
        engine: engine, options: try fit.options(labels: loaded.manifest.labels),
        foreignFilms: fit.foreignFilms)
      let fitted = try await calibration.run(
        fitting: fitting, testing: testing, regions: try splits.located())
      print("\(fitted.manifest.name)  \(fitted.sha256)\n\n\(fitted.card)")
    }
  }
}
