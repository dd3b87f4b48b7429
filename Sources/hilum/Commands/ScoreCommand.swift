/// `hilum score`: a file of scores for many films, in the format of a submission.

import ArgumentParser
import Foundation
import Review

struct ScoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Score 10 to 1,000,000 films into one CSV file.",
    subcommands: [ScoreFilms.self, ScoreMergeCommand.self], defaultSubcommand: ScoreFilms.self)

  static func telling(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let error as ExitCode {
      throw error
    } catch let error as ValidationError {
      throw error
    } catch {
      Complaint.print("score", Complaint.sentence(error))
      throw ExitCode.failure
    }
  }
}

struct ScoreFilms: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "films", abstract: "Score the films of a list (the default).",
    discussion: """
      Scores are the joined outputs of the members before any calibration, held within 1e-6 and 1 - 1e-6. The plan is the
      published one unless options say otherwise: --fidelity exact --tta flip_scale --merge mean --flips allowed
      --postprocess normal_gating --alpha 0.5.

      A run that is interrupted goes on where it stopped when it is started again. A film that cannot be read is one line on
      standard error and a row without numbers, or a black image with --black-images. Films that the quality checks reject
      are scored like any other, as the published code does; with --refuse-rejected they count as not read. Under mpirun, srun and in a Slurm job
      array each process takes its own part and writes OUTPUT.I-of-N; `hilum score merge` makes one file of the parts.
      --uncertainty writes OUTPUT.uncertainty.csv beside the scores, which stay as they are.

      Exit codes: 0 all were scored, 2 usage, 3 some films were refused. A part that mpirun or Slurm gave ends with 0 in place
      of 3, since mpirun ends the other parts otherwise; then `hilum score merge` ends with 3.
      """)

  @Option(help: "The folder of the films.") var images: String
  @Option(
    help: "A CSV file whose column ImageID, or else first column, names them (default: the whole folder).")
  var list: String?
  @Option(help: "The column of --list that names the films.") var imageCol = "ImageID"
  @Option(help: "The folder of the model pack (default: $HILUM_PACK, or the bundled pack).") var pack: String?
  @Option(help: "The file to write.") var output: String
  @Option(help: "Only part I of N, from 1/N to N/N.") var shard: String?
  @Flag(help: "Score a black image in place of a film that cannot be read, as the published code does.")
  var blackImages = false
  @Flag(help: "Write how unsure each score is into a second table: entropy, mutual information and spread.")
  var uncertainty = false
  @Option(help: "Passes with dropout for --uncertainty, where a member's head has it (default: 20).")
  var dropout: Int?
  @Flag(help: "Leave films without numbers that the quality checks reject (Docs/Quality.md).")
  var refuseRejected = false
  @Option(help: "Threads of the networks (default: one for each processor).") var threads: Int?
  @OptionGroup(title: "What is recorded") var log: AuditOptions
  @OptionGroup(title: "How members are asked and joined") var plan: PlanOptions

  func validate() throws {
    guard !(blackImages && refuseRejected) else {
      throw ValidationError("--black-images and --refuse-rejected exclude each other.")
    }
    guard shard == nil || shard.flatMap({ Shard($0) }) != nil else {
      throw ValidationError("--shard is I/N with I from 1 to N, such as 2/4.")
    }
    guard dropout == nil || uncertainty else {
      throw ValidationError("--dropout belongs to --uncertainty.")
    }
    guard (dropout.map { (0...1000).contains($0) } ?? true) else {
      throw ValidationError("--dropout is 0 to 1000.")
    }
    guard (threads.map { (1...256).contains($0) } ?? true) else {
      throw ValidationError("--threads is 1 to 256.")
    }
  }

  /// What the published command line does where nothing is said.
  static let published = InferencePlan(
    augmentation: .flipScale, merge: .mean, fidelity: .exact, flips: .allowed, ensemble: .weightedMean,
    gating: 0.5)

  func run() async throws {
    try await ScoreCommand.telling {
      guard let folder = pack ?? Places.pack else { throw ReviewError.packMissing(folder: "Samples/pack") }
      let list = try ScoreList(table: list, column: imageCol, folder: images)
      let given = shard.flatMap { Shard($0) }
      let inherited = given == nil ? Shard.ofThisProcess(ProcessInfo.processInfo.environment) : nil
      let pack = try Pack.opening(folder)
      let engine = try plan.engine(pack, over: defaults(pack), threads: threads)
      try pack.confirm()
      for warning in engine.warnings { Complaint.print("score", warning) }
      let run = ScoreRun(
        engine: engine, list: list, shard: given ?? inherited, blackImages: blackImages,
        refusesRejected: refuseRejected, dropout: uncertainty ? dropout ?? ReadRun.usualDropout : nil,
        audit: try log.writer("score"))
      let path = inherited?.path(beside: output) ?? output
      let refused = try await run.run(to: path)
      await engine.keepPanels()
      // mpirun ends every other part when one ends with anything but 0: merging tells of the refused films instead.
      guard refused == 0 || inherited != nil else { throw ExitCode(3) }
    }
  }

  /// The published plan; without gating where the pack has no "Normal" and nobody asked for gating.
  private func defaults(_ pack: Pack) -> InferencePlan {
    var defaults = Self.published
    if !pack.manifest.labels.contains(NormalGating.label) { defaults.gating = nil }
    return defaults
  }
}

struct ScoreMergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Make one file of the parts of a run.",
    discussion: """
      The file is the one that a single process would have written; with --uncertainty its second table is merged too.
      Exit codes: 0 merged, 1 the parts cannot be merged, 2 usage, 3 merged, and some films were refused.
      """)

  @Argument(help: "The parts (default: OUTPUT.I-of-N beside the output).") var parts: [String] = []
  @Option(help: "The file to write.") var output: String

  func run() async throws {
    try await ScoreCommand.telling {
      let empty = try ScoreMerge.merge(parts.isEmpty ? ScoreMerge.parts(of: output) : parts, into: output)
      guard empty == 0 else {
        Complaint.print("score", "films without scores: \(empty).")
        throw ExitCode(3)
      }
    }
  }
}
