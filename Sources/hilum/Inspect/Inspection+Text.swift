/// An inspection as one JSON object, or as lines for people.

import Foundation
import Imaging

extension Inspection {
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// A label and a value a line; what the file does not say is left out.
  var lines: [String] {
    var facts: [(String, String)] = [
      ("format", format), ("transfer syntax", transferSyntaxUID ?? ""),
      ("size", "\(columns) x \(rows)" + (frames > 1 ? ", \(frames) frames" : "")),
      ("pixels", "\(photometricInterpretation), \(samplesPerPixel) x \(bitsStored) bits"),
      ("stored", "\(Self.number(stored.min)) to \(Self.number(stored.max)), sha256 \(stored.sha256)"),
    ]
    if let rescaled {
      let range = "\(Self.number(rescaled.min)) to \(Self.number(rescaled.max))"
      facts.append(
        ("rescaled", "\(range), mean \(Self.number(rescaled.mean)), sha256 \(rescaled.sha256)"))
    }
    if let rgb { facts.append(("rgb", "sha256 \(rgb.sha256)")) }
    if let native { facts.append(("native", "sha256 \(native.sha256)")) }
    facts += described
    facts += steps.map { ("step", "\($0.name): \($0.detail)" + ($0.clause.isEmpty ? "" : " (\($0.clause))")) }
    facts +=
      qc.findings.map { ("qc", "\($0.verdict.rawValue): \($0.reason)") } + warnings.map { ("warning", $0) }
    return facts.filter { !$0.1.isEmpty }.map { label, value in
      label + String(repeating: " ", count: max(17 - label.count, 1)) + value
    }
  }

  private var described: [(String, String)] {
    [
      ("modality", metadata.modality ?? ""), ("body part", metadata.bodyPart ?? ""),
      ("view", metadata.viewPosition ?? ""), ("laterality", metadata.laterality ?? ""),
      ("orientation", metadata.orientation.map { "\($0.alongRow)\\\($0.downColumn)" } ?? ""),
      ("study date", metadata.studyDate ?? ""), ("sex", metadata.sex?.rawValue ?? ""),
      ("age", metadata.ageYears.map { "\(Self.number($0)) years" } ?? ""),
      ("spacing", metadata.spacing.map(Self.spacing) ?? ""),
      ("made by", [metadata.manufacturer, metadata.modelName].compactMap { $0 }.joined(separator: " ")),
    ]
  }

  private static func spacing(_ spacing: PixelSpacing) -> String {
    "\(number(spacing.rowMM)) x \(number(spacing.columnMM)) mm (\(spacing.source.rawValue))"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}
