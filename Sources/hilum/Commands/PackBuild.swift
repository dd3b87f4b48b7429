/// `hilum pack build`: a calibrated pack from trained members, fitted on one split and measured on another.

import ArgumentParser
import Foundation
import Imaging
import Review

struct PackBuild: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Make a calibrated pack: fit on one table, measure on another.",
    discussion: """
      Tables are CSV files with ImageID, PatientID and one column for each finding. What is fitted, and how, is as
      `hilum calibrate` says.
      """)

  @Option(help: "NAME=ARCHITECTURE:FILE, or NAME=FILE for weights that say what they are.") var member:
    [MemberArgument]
  @Option(help: "The side of the input (default: as the weights say, else 512).") var inputSize: Int?
  @Option(help: "hfCard or repoInference (default: as the weights say).") var profile: PreprocessProfile?
  @Option(help: "cxrlt30, or names separated by commas (default: as the weights say).") var labels: String?
  @Option(help: "Labels to leave out, separated by commas: their outputs are cut from the weights.")
  var dropLabels: String?
  @Option(help: "Labels that the networks were never trained on, separated by commas: listed apart.")
  var zeroShot: String?
  @OptionGroup var splits: SplitOptions
  @Option(help: "The pack's name.") var name: String
  @Option(help: "What a reader must know before believing a number.") var caution = ModelCard.syntheticCaution
  @Option(help: "The folder to make.") var out: String
  @OptionGroup(title: "What is fitted") var fit: FitArguments
  @OptionGroup(title: "The plan") var plan: PlanOptions
  @Option(help: "Threads of the network (default: one for each processor).") var threads: Int?

  func validate() throws {
    guard !member.isEmpty else { throw ValidationError("Give at least one --member.") }
    guard plan.without.isEmpty else {
      throw ValidationError("Name the members that belong, not those that do not.")
    }
  }

  func run() async throws {
    try await PackCommand.telling {
      let all = try member[0].labels(labels)
      let dropped = dropLabels?.split(separator: ",").map(String.init) ?? []
      let names = all.filter { !dropped.contains($0) }
      let (fitting, testing) = try splits.splits(names)
      let located = try splits.located()
      let sources = try member.map { try $0.source(size: inputSize, profile: profile) }
      let draft = try PackWriter.create(
        out, name: name, caution: caution, sources: sources, labels: all, dropping: dropped,
        zeroShot: zeroShot?.split(separator: ",").map(String.init) ?? [],
        plan: plan.plan(over: InferencePlan()))
      let calibration = PackCalibration(
        engine: try Engine(draft, threads: threads), options: try fit.options(labels: names),
        foreignFilms: fit.foreignFilms)
      let pack = try await calibration.run(fitting: fitting, testing: testing, regions: located)
      print("\(pack.manifest.name)  \(pack.sha256)\n\n\(pack.card)")
    }
  }
}
