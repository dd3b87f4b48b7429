/// A pack's limits of judgement on disk, `trust.safetensors`: long rows of numbers as tensors, the rest as JSON in its metadata.

internal import Foundation
internal import Neural
internal import Trust

extension FittedTrust {
  static let fileName = "trust.safetensors"
  private static let schema = "hilum.trust/2"

  /// Everything but the tensors.
  private struct Header: Codable {
    struct Stranger: Codable {
      let member: String
      let odin: ODINSetting?
      let parts: [OODModel.Part]
      let warnLimit, abstainLimit: Double
      /// Of the Gaussians that take part, and k of the neighbours.
      let classesShrinkage, backgroundShrinkage: Double?
      let neighbours: Int?
    }
    let calibrators: [Calibrator]?
    let shifts: [PrevalenceShift?]?
    let policy: AbstentionPolicy?
    let stranger: Stranger?
    /// The names of the rows of `reference`.
    let reference: [String]?
  }

  /// Reads the file of a pack with so many labels.
  /// - Throws: `ReviewError.packValue` naming the file.
  init(_ path: String, labels: Int) throws(ReviewError) {
    guard let known = Self.read(path), known.policy?.limits.count ?? labels == labels,
      known.shifts?.count ?? labels == labels,
      known.calibrators.map({ $0.count == labels && $0.allSatisfy(\.isSound) }) ?? true
    else {
      let name = (path as NSString).lastPathComponent
      throw .packValue(
        key: name, wanted: "\(Self.schema) for \(labels) labels, as `hilum calibrate` writes it")
    }
    self = known
  }

  private static func read(_ path: String) -> FittedTrust? {
    guard let file = try? SafetensorsFile(path: path), file.metadata["schema"] == schema,
      let json = file.metadata["trust"],
      let header = try? JSONDecoder().decode(Header.self, from: Data(json.utf8))
    else { return nil }
    var known = FittedTrust(
      calibrators: header.calibrators, shifts: header.shifts, policy: header.policy)
    if let stranger = header.stranger {
      guard let model = model(stranger, file) else { return nil }
      known.stranger = StrangerModel(model: model, member: stranger.member, odin: stranger.odin)
    }
    if let names = header.reference {
      guard let rows = rows("reference", file),
        let reference = try? ScoreReference(names: names, scores: rows)
      else { return nil }
      known.reference = reference
    }
    return known
  }

  private static func model(_ header: Header.Stranger, _ file: SafetensorsFile) -> OODModel? {
    let classes = header.classesShrinkage.flatMap { gaussian("classes", $0, file) }
    let background = header.backgroundShrinkage.flatMap { gaussian("background", $0, file) }
    let neighbours = header.neighbours.flatMap { k -> NearestNeighbours? in
      guard let shape = file.entry("neighbours")?.shape, shape.count == 2,
        let bank = try? file.floats("neighbours")
      else { return nil }
      return NearestNeighbours(k: k, dimension: shape[1], bank: bank)
    }
    return OODModel(
      parts: header.parts, warnLimit: header.warnLimit, abstainLimit: header.abstainLimit,
      classes: classes, background: background, neighbours: neighbours)
  }

  private static func gaussian(_ name: String, _ shrinkage: Double, _ file: SafetensorsFile) -> TiedGaussian?
  {
    guard let shape = file.entry("\(name).whitening")?.shape, shape.count == 2,
      let whitening = try? file.doubles("\(name).whitening"), let means = rows("\(name).means", file)
    else { return nil }
    return TiedGaussian(dimension: shape[1], shrinkage: shrinkage, whitening: whitening, means: means)
  }

  private static func rows(_ name: String, _ file: SafetensorsFile) -> [[Double]]? {
    guard let shape = file.entry(name)?.shape, shape.count == 2, let values = try? file.doubles(name) else {
      return nil
    }
    return (0..<shape[0]).map { Array(values[($0 * shape[1])..<(($0 + 1) * shape[1])]) }
  }

  func encoded() -> [UInt8] {
    let model = stranger?.model
    let header = Header(
      calibrators: calibrators, shifts: shifts, policy: policy,
      stranger: stranger.map {
        Header.Stranger(
          member: $0.member, odin: $0.odin, parts: $0.model.parts, warnLimit: $0.model.warnLimit,
          abstainLimit: $0.model.abstainLimit, classesShrinkage: $0.model.classes?.shrinkage,
          backgroundShrinkage: $0.model.background?.shrinkage, neighbours: $0.model.neighbours?.k)
      }, reference: reference?.names)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = (try? encoder.encode(header)).map { String(decoding: $0, as: UTF8.self) }
    var writer = SafetensorsWriter(metadata: ["schema": Self.schema, "trust": json ?? ""])
    if let classes = model?.classes { Self.add("classes", classes, to: &writer) }
    if let background = model?.background { Self.add("background", background, to: &writer) }
    if let bank = model?.neighbours {
      writer.add("neighbours", [bank.films, bank.dimension], bank.bank)
    }
    if let reference { Self.add("reference", reference.scores, to: &writer) }
    return writer.encoded()
  }

  private static func add(_ name: String, _ gaussian: TiedGaussian, to writer: inout SafetensorsWriter) {
    let rank = gaussian.whitening.count / gaussian.dimension
    writer.add("\(name).whitening", [rank, gaussian.dimension], doubles: gaussian.whitening)
    add("\(name).means", gaussian.means, to: &writer)
  }

  /// Rows of one length.
  private static func add(_ name: String, _ rows: [[Double]], to writer: inout SafetensorsWriter) {
    writer.add(name, [rows.count, rows.first?.count ?? 0], doubles: rows.flatMap { $0 })
  }
}
