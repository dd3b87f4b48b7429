/// `hilum pack drop-labels`: the same networks, speaking of fewer findings.

import ArgumentParser
import Foundation
import Review
import Terminal

struct PackDropLabels: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop-labels",
    abstract: "Make a pack whose networks leave some labels out.",
    discussion: "The new pack is not calibrated: run `hilum calibrate` on it.")

  @Argument(help: "The pack's folder.") var folder: String
  @Option(help: "The labels to leave out, separated by commas.") var labels: String
  @Option(help: "The folder to make.") var out: String

  func run() async throws {
    try await PackCommand.telling {
      let pack = try Pack(folder, refitting: true)
      let dropped = labels.split(separator: ",").map(String.init)
      let cut = try PackWriter.create(
        out, name: pack.manifest.name, caution: pack.manifest.caution, sources: pack.sources,
        labels: pack.manifest.labels, dropping: dropped, zeroShot: pack.manifest.zeroShot,
        plan: pack.manifest.plan)
      _ = try Engine(cut)
      print("\(cut.manifest.name)  \(cut.sha256)  \(counted(cut.manifest.labels.count, "label"))")
    }
  }
}
