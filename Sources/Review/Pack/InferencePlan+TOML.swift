/// A pack's plan and seal as keys of `pack.toml`, and the fingerprint that ties a calibration to both.

internal import Foundation
internal import Neural

extension InferencePlan {
  /// The keys `ensemble` and `tta`, and `merge`, `fidelity`, `flips`, `gating_alpha` and `precision` where they are there.
  init(_ table: inout StrictTable) throws(ReviewError) {
    self.init()
    ensemble = try table.choice("ensemble", EnsembleMode.self)
    augmentation = try table.choice("tta", AugmentationConfig.self)
    if table.has("merge") { merge = try table.choice("merge", ViewMerge.self) }
    if table.has("fidelity") { fidelity = try table.choice("fidelity", Fidelity.self) }
    if table.has("flips") { flips = try table.choice("flips", FlipPolicy.self) }
    if table.has("gating_alpha") { gating = try table.number("gating_alpha", in: 0...10) }
    if table.has("precision") { precision = try table.choice("precision", Precision.self) }
  }

  var toml: [String] {
    var lines = [
      #"ensemble = "\#(ensemble.rawValue)""#, #"tta = "\#(augmentation.rawValue)""#,
      #"merge = "\#(merge.rawValue)""#, #"fidelity = "\#(fidelity.rawValue)""#,
      #"flips = "\#(flips.rawValue)""#,
    ]
    if let gating { lines.append("gating_alpha = \(gating)") }
    if precision != .float32 { lines.append(#"precision = "\#(precision.rawValue)""#) }
    return lines
  }
}

extension CalibrationSeal {
  init(_ table: inout StrictTable) throws(ReviewError) {
    fittedTo = try Self.hash("fitted_to", &table)
    data = try Self.hash("data_sha256", &table)
    films = try table.integer("films", in: 0...Int(Int32.max))
    date = try table.text("date", limit: 10)
  }

  var toml: [String] {
    [
      #"fitted_to = "\#(fittedTo)""#, #"data_sha256 = "\#(data)""#, "films = \(films)",
      #"date = "\#(date)""#,
    ]
  }

  private static func hash(_ key: String, _ table: inout StrictTable) throws(ReviewError) -> String {
    let text = try table.text(key)
    guard SHA256.isHexadecimal(text) else {
      throw .packValue(key: key, wanted: "64 lower-case hexadecimal digits")
    }
    return text
  }
}

extension PackManifest {
  /// The SHA-256 of all that a calibration depends on: each member's name, weights, input and weight, the labels, and how
  /// members and views are joined.
  /// - Parameter names: the members that take part.
  package func fingerprint(members names: [String], plan: InferencePlan) -> String {
    let lines =
      members.filter { names.contains($0.name) }.map {
        "\($0.name) \($0.weights.sha256) \($0.size) \($0.profile.rawValue) \($0.weight)"
      } + [plan.text] + labels
    return SHA256.hash(lines.joined(separator: "\n").utf8)
  }

  /// Whether the pack's calibration holds for these members and this plan, and if not, why.
  package func calibrationStatus(members names: [String], plan: InferencePlan) -> CalibrationStatus {
    guard calibration != nil else { return .none }
    let missing = members.map(\.name).filter { !names.contains($0) }
    guard missing.isEmpty else {
      return .void(
        "Not calibrated without \(missing.joined(separator: ", ")): scores rank, and mean nothing else.")
    }
    let isSealed = seal.map { $0.fittedTo == fingerprint(members: names, plan: plan) }
    if isSealed ?? (plan.text == self.plan.text) { return .applied(seal) }
    guard plan.text == self.plan.text else {
      let (asked, fitted) = plan.differences(from: self.plan)
      return .void(
        "Calibrated for \(fitted), not for \(asked): scores rank; run `hilum calibrate` for this plan.")
    }
    return .void("Weights or plan changed after the calibration: scores rank; run `hilum calibrate` again.")
  }
}
