/// `hilum pack`: makes, checks and shows model packs.

import ArgumentParser
import Foundation
import Imaging
import Review

struct PackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pack", abstract: "Make, check and show model packs.",
    subcommands: [
      PackInit.self, PackBuild.self, PackCard.self, PackDropLabels.self, PackInspect.self, PackVerify.self,
    ])

  static func telling(_ name: String = "pack", _ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let error as ValidationError {
      throw error
    } catch {
      Complaint.print(name, Complaint.sentence(error))
      throw ExitCode.failure
    }
  }
}

struct PackInit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract:
      "Make a pack of one network from its weights, without calibration: it ranks, and gives no probability.")

  @Option(help: "The architecture, such as convnextv2_base.csra.") var arch: String
  @Option(help: "The weights, a safetensors file.") var weights: String
  @Option(help: "cxrlt30, or names separated by commas (default: as the weights say, else cxrlt30).")
  var labels: String?
  @Option(help: "The side of the input, a multiple of 32 (default: as the weights say, else 512).")
  var inputSize: Int?
  @Option(help: "hfCard or repoInference (default: as the weights say, else repoInference).") var profile:
    PreprocessProfile?
  @Option(help: "The pack's name (default: the architecture).") var name: String?
  @Option(help: "The folder to make.") var out: String

  func run() async throws {
    try await PackCommand.telling {
      let argument = MemberArgument(name: "main", architecture: arch, file: weights)
      let source = try argument.source(size: inputSize, profile: profile)
      let pack = try PackWriter.create(
        out, name: name ?? arch, sources: [source], labels: argument.labels(labels))
      _ = try Engine(pack)
      print("\(pack.manifest.name)  \(pack.sha256)")
    }
  }
}

struct PackInspect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show what a pack says of itself.")

  @Argument(help: "The pack's folder.") var folder: String

  func run() async throws {
    try await PackCommand.telling {
      let pack = try Pack(folder)
      print("\(pack.manifest.name)  version \(pack.manifest.version)  \(pack.sha256)\n")
      print(pack.manifest.toml)
      print(pack.card)
    }
  }
}

struct PackVerify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check every file of a pack against its hash, and every weight.")

  @Argument(help: "The pack's folder.") var folder: String

  func run() async throws {
    try await PackCommand.telling {
      let pack = try Pack(folder)
      if let warning = try Engine(pack).warnings.first { throw ValidationError(warning) }
      print("\(pack.manifest.name)  \(pack.sha256)  ok")
    }
  }
}
