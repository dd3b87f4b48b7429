/// Checks of the header, each with its reason.

internal import Foundation

/// What the header says against reading the film as a frontal chest film.
struct HeaderChecks {
  let findings: [QualityFinding]

  init(_ film: Film) {
    let facts = film.metadata
    var found: [QualityFinding] = []
    if let modality = facts.modality, !["CR", "DX", "RG", "XR", "DR", "OT", "XC", "SC"].contains(modality) {
      found.append(.init(.modality, .rejectInput, "The modality is \(modality), not radiography."))
    }
    if let part = facts.bodyPart, !AcquisitionWords.chest.contains(part), part != "UNKNOWN" {
      found.append(.init(.bodyPart, .rejectInput, "The header names another part of the body: \(part)."))
    }
    if facts.projection?.isLateral == true
      || (facts.projection == nil && facts.orientation?.isSagittal == true)
    {
      found.append(.init(.lateral, .rejectInput, "The header names a lateral film."))
    } else if facts.projection == .oblique {
      found.append(.init(.lateral, .rejectInput, "The header names an oblique film."))
    }
    if Self.isSecondary(facts) {
      found.append(
        .init(
          .secondaryCapture, .caution,
          "A secondary capture: its gray values may not be those of the detector."))
    }
    if film.frame.samplesPerPixel == 3, !film.frame.isGrayInColour {
      found.append(.init(.colour, .caution, "The picture is in colour."))
    }
    if let deviation = facts.exposure.deviation, abs(deviation) > 3 {
      let check: QualityCheck = deviation < 0 ? .underExposed : .overExposed
      let text = "The deviation index is \(String(format: "%.1f", deviation)), beyond 3."
      found.append(.init(check, .caution, text, ["deviationIndex": deviation]))
    }
    for contradiction in facts.contradictions {
      found.append(.init(.contradiction, .caution, contradiction.sentence))
    }
    if facts.polarityIsContradictory(film.frame.photometric) {
      found.append(
        .init(
          .contradiction, .caution,
          "Presentation LUT Shape contradicts the photometric interpretation, which is followed."))
    }
    findings = found
  }

  /// Secondary Capture Image Storage and its multi-frame kin, or a file that says that it was captured or digitised.
  private static func isSecondary(_ facts: AcquisitionMetadata) -> Bool {
    let isClass = facts.sopClassUID?.hasPrefix("1.2.840.10008.5.1.4.1.1.7") ?? false
    let isType = facts.imageType.count > 1 && facts.imageType[1] == "SECONDARY"
    return isClass || isType
      || facts.conversionType.map { ["DV", "DI", "DF", "WSD", "SD", "SI", "SYN"].contains($0) } ?? false
  }
}

extension Contradiction {
  fileprivate var sentence: String {
    switch self {
    case .age: "The age contradicts the birth date by over a year."
    case .viewAndOrientation: "The view position contradicts the patient orientation."
    case .laterality: "A side is named on a film of both sides, or two sides contradict each other."
    case .orientation:
      "The patient orientation names one axis twice or uses unknown letters, and is not followed."
    }
  }
}

extension StoredFrame {
  /// All three channels are within two 256ths of each other.
  fileprivate var isGrayInColour: Bool {
    let allowed = Int32(max(1, (1 << bitsStored) / 128))
    return stride(from: 0, to: values.count, by: 3).allSatisfy { i in
      abs(values[i] - values[i + 1]) <= allowed && abs(values[i + 1] - values[i + 2]) <= allowed
    }
  }
}
