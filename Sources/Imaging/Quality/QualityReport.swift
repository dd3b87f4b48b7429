/// What can be said of a film before anybody reads it: whether it is what it claims to be, and fit to be read.

/// A code of DICOM CID 6135 "Image Quality Finding" (PS3.16).
package struct QualityCode: Hashable, Codable, Sendable {
  package let value: String
  package let scheme: String
  package let meaning: String

  private init(_ value: String, _ meaning: String) {
    self.value = value
    scheme = "DCM"
    self.meaning = meaning
  }

  static let positioning = QualityCode("111209", "Positioning")
  static let underExposed = QualityCode("111211", "Under exposed")
  static let overExposed = QualityCode("111212", "Over exposed")
  static let noImage = QualityCode("111213", "No image")
  static let artifact = QualityCode("111215", "Artifact(s) other than grid or detector artifact")
  static let processing = QualityCode("111219", "Inappropriate image processing")
}

package enum QualityCheck: String, CaseIterable, Codable, Sendable {
  case blank, modality, bodyPart, lateral, notFrontalChest, inversion, sideways, underExposed, overExposed
  case clippedField, rotation, burnedInText, secondaryCapture, contradiction, colour, nearDuplicate

  /// nil where CID 6135 has no word for it.
  package var code: QualityCode? {
    switch self {
    case .blank: .noImage
    case .inversion: .processing
    case .sideways, .clippedField, .rotation: .positioning
    case .underExposed: .underExposed
    case .overExposed: .overExposed
    case .burnedInText: .artifact
    case .modality, .bodyPart, .lateral, .notFrontalChest, .secondaryCapture, .contradiction, .colour,
      .nearDuplicate:
      nil
    }
  }
}

/// How a film may be used; the worst of its findings decides.
package enum QualityVerdict: String, Codable, Comparable, Sendable {
  case accept
  case caution
  /// The film must not be given to a network that reads frontal chest films.
  case rejectInput = "reject_input"

  package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .accept: 0
    case .caution: 1
    case .rejectInput: 2
    }
  }
}

/// One thing that was noticed, with the numbers that it rests on.
package struct QualityFinding: Equatable, Codable, Sendable {
  package let check: QualityCheck
  package let verdict: QualityVerdict
  /// One sentence, without any text of the file but its codes.
  package let reason: String
  package let numbers: [String: Double]
  package let code: QualityCode?

  init(_ check: QualityCheck, _ verdict: QualityVerdict, _ reason: String, _ numbers: [String: Double] = [:])
  {
    self.check = check
    self.verdict = verdict
    self.reason = reason
    self.numbers = numbers
    code = check.code
  }
}

/// Everything that was noticed on one film. It travels with the film's results and never changes a pixel.
package struct QualityReport: Equatable, Codable, Sendable {
  package let verdict: QualityVerdict
  package let findings: [QualityFinding]
  /// What was measured, also where it gave no cause for a finding.
  package let measured: [String: Double]

  init(_ findings: [QualityFinding], measured: [String: Double]) {
    self.findings = findings
    self.measured = measured
    verdict = findings.map(\.verdict).max() ?? .accept
  }

  /// The reasons of the findings that decide the verdict.
  package var reasons: [String] { findings.filter { $0.verdict == verdict }.map(\.reason) }
}
