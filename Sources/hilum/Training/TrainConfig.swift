/// The configuration of a training: what its TOML file says.

import Foundation
import Imaging
package import Neural
import TOMLKit

enum LossName: String, CaseIterable {
  case asl, bce
}

/// Every key of the file. Paths are relative to the file.
package struct TrainConfig {
  var architecture: String
  var size: Int
  var profile: PreprocessProfile
  package var output: String
  var threads: Int
  /// Minutes after which the training stops at the end of a step; all of its parts together.
  var maxMinutes: Double
  var checkpointMinutes: Double
  package var data: TrainData
  /// A file to start from as a whole, or one whose backbone is taken.
  var startWeights: String?
  var startBackbone: String?
  package var headBias: Double
  package var plan: TrainingPlan
  var augmentation: Augmentation

  /// - Throws: `TrainError`.
  init(path: String) throws(TrainError) {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw .unreadable(file: path, reason: "it is not there, or is not text")
    }
    try self.init(text, file: path)
  }

  package init(_ text: String, file: String) throws(TrainError) {
    let root: TOMLTable
    do {
      root = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw .syntax(file: file, line: error.source.begin.line, reason: error.description)
    } catch {
      throw .syntax(file: file, line: 1, reason: "\(error)")
    }
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    func path(_ relative: String) -> String { URL(fileURLWithPath: relative, relativeTo: folder).path }

    var table = ConfigTable(root)
    architecture = try table.string("arch")
    guard ModelRegistry.names.contains(architecture) else {
      let known = ModelRegistry.names.joined(separator: ", ")
      throw .value(key: "arch", found: "\"\(architecture)\"", wanted: "one of \(known)")
    }
    size = try table.integer("size", in: 32...2048)
    profile = try table.choice("profile", default: .repoInference)
    output = path(try table.string("output"))
    threads = try table.integer("threads", in: 1...256, default: Threads.processors)
    maxMinutes = try table.number("max_minutes", in: 0.01...100_000, default: 100_000)
    checkpointMinutes = try table.number("checkpoint_minutes", in: 0.01...1000, default: 5)
    let seed = UInt64(try table.integer("seed", in: 0...Int.max, default: 42))

    var data = try table.table("data")
    self.data = try TrainData(&data, path: path)
    var start = try table.table("start")
    startWeights = try start.optionalString("weights").map(path)
    startBackbone = try start.optionalString("backbone").map(path)
    let standard = architecture.hasSuffix(".standard")
    headBias = try start.number("head_bias", in: -20...20, default: standard ? -2 : 0)
    var augment = try table.table("augment")
    augmentation = try Augmentation(&augment)
    var (head, whole) = (try table.table("head"), try table.table("whole"))
    let phases = [try TrainingPhase(head: &head), try TrainingPhase(whole: &whole)]
    var recipe = try table.table("recipe")
    plan = try TrainingPlan(&recipe, phases.filter { $0.epochs > 0 }, !augmentation.isIdentity, seed)
    try checkRegions()
    let unknown = [table, data, start, augment, head, whole, recipe].flatMap(\.unknown)
    guard unknown.isEmpty else { throw .unknownKeys(unknown) }
  }
}

extension TrainConfig {
  /// A region guide needs films that stay where their regions are.
  private func checkRegions() throws(TrainError) {
    guard !data.regions.isEmpty else { return }
    guard augmentation.keepsPlaces else {
      throw .value(
        key: "data.regions", found: "given", wanted: "left out, or augment.shift, scale and degrees 0")
    }
  }
}

/// Where the films and their findings are.
package struct TrainData {
  package var tables: [String]
  /// One folder for all tables, or one for each.
  var images: [String]
  var validationTables: [String]
  var validationImages: [String]
  /// The share of patients to validate with, where neither tables nor a column `split` say it.
  var validationShare: Double
  /// JSON files of regions for the region guide, one for each csv; none where empty.
  var regions: [String]
  /// The findings to learn, in this order; all columns where empty.
  var labels: [String]

  init(_ table: inout ConfigTable, path: (String) -> String) throws(TrainError) {
    tables = try table.strings("csv").map(path)
    guard !tables.isEmpty else { throw .missingKey("data.csv") }
    images = try table.strings("images").map(path)
    guard images.count == 1 || images.count == tables.count else {
      throw .value(
        key: "data.images", found: "\(images.count) folders", wanted: "one folder, or one for each csv")
    }
    validationTables = try table.strings("validation_csv").map(path)
    validationImages = try table.strings("validation_images").map(path)
    guard
      validationImages.count == validationTables.count
        || (validationImages.count == 1 && !validationTables.isEmpty)
    else {
      throw .value(
        key: "data.validation_images", found: "\(validationImages.count) folders",
        wanted: "one folder, or one for each validation_csv")
    }
    validationShare = try table.number("validation_share", in: 0.001...0.9, default: 0.1)
    labels = try table.strings("labels")
    regions = try table.strings("regions").map(path)
    guard regions.isEmpty || regions.count == tables.count else {
      throw .value(key: "data.regions", found: "\(regions.count) files", wanted: "one file for each csv")
    }
  }
}

extension TrainingPhase {
  fileprivate init(head table: inout ConfigTable) throws(TrainError) {
    self.init(
      wholeNetwork: false, epochs: try table.integer("epochs", in: 0...10_000, default: 0), backboneRate: 0,
      headRate: try table.number("rate", in: 0...1, default: 1e-3),
      weightDecay: try table.number("weight_decay", in: 0...1, default: 0.01), decays: false)
  }

  fileprivate init(whole table: inout ConfigTable) throws(TrainError) {
    self.init(
      wholeNetwork: true, epochs: try table.integer("epochs", in: 1...10_000),
      backboneRate: try table.number("backbone_rate", in: 0...1),
      headRate: try table.number("head_rate", in: 0...1),
      weightDecay: try table.number("weight_decay", in: 0...1, default: 0.05),
      warmUpEpochs: try table.number("warm_up_epochs", in: 0...1000, default: 1))
  }
}

extension TrainingPlan {
  fileprivate init(
    _ table: inout ConfigTable, _ phases: [TrainingPhase], _ augments: Bool, _ seed: UInt64
  ) throws(TrainError) {
    let loss: any Loss =
      switch try table.choice("loss", default: LossName.asl) {
      case .asl:
        AsymmetricLoss(
          negativeFocus: try table.number("negative_focus", in: 0...10, default: 4),
          positiveFocus: try table.number("positive_focus", in: 0...10, default: 0),
          clip: try table.number("probability_clip", in: 0...0.5, default: 0.05))
      case .bce: BinaryCrossEntropy(reduction: .batchMean)
      }
    self.init(
      phases: phases, batch: try table.integer("batch", in: 2...4096, default: 16), loss: loss,
      clip: try table.number("clip", in: 0.001...1000, default: 1),
      epsilon: try table.number("epsilon", in: 1e-12...1e-2, default: 1e-8),
      dropPath: Float(try table.number("drop_path", in: 0...0.9, default: 0)),
      averageDecay: try table.number("average_decay", in: 0...0.999999, default: 0.999),
      augments: augments, regionShare: try table.number("region_share", in: 0...100, default: 0.1), seed: seed
    )
  }
}
