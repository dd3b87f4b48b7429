/// `hilum pack build`: a calibrated pack from trained members, fitted on one split and evaluated on another.

import ArgumentParser
import Foundation
import Imaging
import Phantom
import Review
import Trust

struct PackBuild: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Make a calibrated pack: fit temperatures and thresholds on one table, evaluate on another.",
    discussion: """
      Tables are CSV files with ImageID, PatientID and one column for each finding. Without --test, half of the patients of
      the validation table are kept for evaluating.
      """)

  @Option(help: "NAME=ARCHITECTURE:FILE, or NAME=FILE for weights that say what they are.") var member:
    [MemberArgument]
  @Option(help: "The side of the input (default: as the weights say, else 512).") var inputSize: Int?
  @Option(help: "hfCard or repoInference (default: as the weights say).") var profile: PreprocessProfile?
  @Option(help: "How members are joined: logit_mean, weighted_mean, mean, max or exact.") var ensemble =
    EnsembleMode
    .logitMean
  @Option(help: "cxrlt30, or names separated by commas (default: as the weights say).") var labels: String?
  @Option(help: "The table to fit on.") var validation: String
  @Option(help: "The folder of its films (default: the table's).") var validationImages: String?
  @Option(help: "The table to evaluate on.") var test: String?
  @Option(help: "The folder of its films (default: the table's).") var testImages: String?
  @Option(help: "The regions.json of the films to evaluate on, for the pointing game.") var regions: String?
  @Option(help: "The pack's name.") var name: String
  @Option(help: "What a reader must know before believing a number.") var caution = ModelCard.syntheticCaution
  @Option(help: "The folder to make.") var out: String
  @Option(help: "Threads of the network (default: one for each processor).") var threads: Int?

  func validate() throws {
    guard !member.isEmpty else { throw ValidationError("Give at least one --member.") }
  }

  func run() async throws {
    try await PackCommand.telling {
      let names = try member[0].labels(labels)
      let sources = try member.map { try $0.source(size: inputSize, profile: profile) }
      let (fitting, testing) = try splits(names)
      let located = try Self.regions(regions)
      let draft = try PackWriter.create(
        out, name: name, caution: caution, sources: sources, labels: names,
        plan: InferencePlan(ensemble: ensemble),
        card: ModelCard.uncalibrated(name: name, members: sources.map(\.member)))
      let reader = SplitReader(try Engine(draft, threads: threads))
      let (fitted, _) = try await reader.read(fitting)
      let calibration = try Calibration.fit(fitted.columns())
      let (scores, pointing) = try await reader.read(testing, regions: located)
      let evaluation = try PackEvaluation(scores, calibration, pointing: pointing)
      var manifest = draft.manifest
      manifest.calibration = calibration
      let card = ModelCard.calibrated(manifest, validationFilms: fitted.films, evaluation)
      let pack = try PackWriter.write(manifest, card: card, to: out)
      print("\(pack.manifest.name)  \(pack.sha256)\n\n\(pack.card)")
    }
  }

  private func splits(_ labels: [String]) throws -> (fitting: [FilmRow], testing: [FilmRow]) {
    let fitting = try Self.rows(validation, validationImages, labels)
    if let test { return (fitting, try Self.rows(test, testImages, labels)) }
    let halves = PatientSplit(fitting, share: 0.5, seed: 1)
    return (halves.training, halves.validation)
  }

  private static func rows(_ table: String, _ images: String?, _ labels: [String]) throws -> [FilmRow] {
    let folder = images ?? (table as NSString).deletingLastPathComponent
    return try FilmTable(path: table, images: folder.isEmpty ? "." : folder, labels: labels).rows
  }

  private static func regions(_ path: String?) throws -> [String: RegionTable.FilmRow] {
    guard let path else { return [:] }
    let table = try JSONDecoder().decode(RegionTable.self, from: Data(contentsOf: URL(filePath: path)))
    return Dictionary(table.films.map { ($0.file, $0) }) { first, _ in first }
  }
}
