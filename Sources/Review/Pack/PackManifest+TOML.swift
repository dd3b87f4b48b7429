/// `pack.toml`, read strictly and written so that reading gives the same manifest back.

internal import Imaging
internal import Trust

extension PackManifest {
  /// - Throws: `ReviewError.packKeyMissing`, `.packKeyUnknown`, `.packValue` or `.packFileName`, naming the key.
  package init(toml text: String) throws(ReviewError) {
    var top = try StrictTable(text)
    let schema = try top.text("schema")
    guard schema == Self.schema else { throw .packValue(key: "schema", wanted: "\"\(Self.schema)\"") }
    name = try top.text("name")
    version = try top.text("version")
    caution = top.has("caution") ? try top.text("caution", limit: 400) : nil
    plan = try InferencePlan(&top)
    labels = try top.texts("labels", limit: 512)
    zeroShot = top.has("zero_shot") ? try top.texts("zero_shot", limit: 512) : []
    guard Set(zeroShot).isSubset(of: labels) else {
      throw .packValue(key: "zero_shot", wanted: "labels of this pack")
    }
    members = []
    for var table in try top.tables("member", limit: 16) {
      members.append(try Member(&table))
      try table.finish()
    }
    guard Set(members.map(\.name)).count == members.count else {
      throw .packValue(key: "member.name", wanted: "a different name for each member")
    }
    var cardTable = try top.table("card")
    card = try PinnedFile(&cardTable, "file")
    try cardTable.finish()
    trust = try Self.pinned("trust", &top)
    measured = try Self.pinned("measured", &top)
    (calibration, seal) = (nil, nil)
    if top.has("calibration") {
      var table = try top.table("calibration")
      hasCalibratorsElsewhere = table.has("calibrators")
      calibration = try Calibration(&table, labels: labels.count)
      if table.has("fitted_to") { seal = try CalibrationSeal(&table) }
      try table.finish()
    }
    try top.finish()
  }

  /// The file that the table `key` names, if it is there.
  private static func pinned(
    _ key: String, _ top: inout StrictTable
  ) throws(ReviewError) -> PinnedFile? {
    guard top.has(key) else { return nil }
    var table = try top.table(key)
    let file = try PinnedFile(&table, "file")
    try table.finish()
    return file
  }

  /// The text of `pack.toml`.
  package var toml: String {
    var lines = [
      "schema = \(quoted(Self.schema))", "name = \(quoted(name))", "version = \(quoted(version))",
    ]
    if let caution { lines.append("caution = \(quoted(caution))") }
    lines += plan.toml + ["labels = ["]
    lines += labels.map { "  \(quoted($0))," } + ["]"]
    if !zeroShot.isEmpty { lines.append("zero_shot = [\(zeroShot.map(quoted).joined(separator: ", "))]") }
    for member in members {
      lines += [
        "", "[[member]]", "name = \(quoted(member.name))", "architecture = \(quoted(member.architecture))",
        "weights = \(quoted(member.weights.name))", "sha256 = \(quoted(member.weights.sha256))",
        "size = \(member.size)", "profile = \(quoted(member.profile.rawValue))", "weight = \(member.weight)",
      ]
    }
    lines += ["", "[card]", "file = \(quoted(card.name))", "sha256 = \(quoted(card.sha256))"]
    for (key, file) in [("trust", trust), ("measured", measured)] {
      guard let file else { continue }
      lines += ["", "[\(key)]", "file = \(quoted(file.name))", "sha256 = \(quoted(file.sha256))"]
    }
    if let calibration {
      lines += ["", "[calibration]"]
      lines.append(
        calibration.temperatures.map { "temperatures = \($0)" }
          ?? "calibrators = \(quoted(FittedTrust.fileName))")
      lines += [
        "thresholds = \(calibration.thresholds.map(\.value))", "half_widths = \(calibration.halfWidths)",
      ]
      if let seal { lines += seal.toml }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

extension PackManifest.Member {
  fileprivate init(_ table: inout StrictTable) throws(ReviewError) {
    name = try table.text("name", limit: 40)
    architecture = try table.text("architecture")
    weights = try PackManifest.PinnedFile(&table, "weights")
    size = try table.integer("size", in: 32...2048)
    guard size % 32 == 0 else { throw .packValue(key: "member.size", wanted: "a multiple of 32") }
    profile = try table.choice("profile", PreprocessProfile.self)
    weight = try table.number("weight", in: 1e-6...1e6)
  }
}

extension PackManifest.PinnedFile {
  /// A name without folders, so that a pack cannot point outside itself.
  fileprivate init(_ table: inout StrictTable, _ key: String) throws(ReviewError) {
    name = try table.text(key)
    guard Self.isPlainName(name) else { throw .packFileName(name) }
    sha256 = try table.text("sha256")
    guard SHA256.isHexadecimal(sha256) else {
      throw .packValue(key: "sha256", wanted: "64 lower-case hexadecimal digits")
    }
  }

  static func isPlainName(_ name: String) -> Bool {
    let letters = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    return letters && !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 120
      && name != Pack.manifestName
  }
}

extension Calibration {
  fileprivate init(_ table: inout StrictTable, labels: Int) throws(ReviewError) {
    // Calibrators of other kinds stand in trust.safetensors, and take the place of these.
    let elsewhere = table.has("calibrators")
    if elsewhere { _ = try table.text("calibrators") }
    self.init(
      temperatures: elsewhere
        ? Array(repeating: 1, count: labels)
        : try table.numbers("temperatures", labels, in: 1e-6...1e6),
      thresholds: try table.numbers("thresholds", labels, in: 0...1),
      halfWidths: try table.numbers("half_widths", labels, in: 0...1))
  }
}
