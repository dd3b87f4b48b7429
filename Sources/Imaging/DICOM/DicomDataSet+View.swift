/// How the beam went and how the patient was placed, out of codes and out of the words that sites use for it.

internal import CDicom
internal import Foundation

/// Words by which descriptions betray how a film was taken. Only the word is kept, never the text around it.
package enum AcquisitionWords {
  /// Body Part Examined of chest films: the defined term and its common variants.
  package static let chest: Set<String> = [
    "CHEST", "THORAX", "LUNG", "LUNGS", "RIB", "RIBS", "CHEST PA", "CHEST AP", "CHEST LAT",
  ]
  static let portable = ["PORTABLE", "BEDSIDE", "BED SIDE", "MOBILE", "PORTATIL", "BETTAUFNAHME", "AU LIT"]
  static let postures: [(word: String, posture: Posture)] = [
    ("DECUBITUS", .decubitus), ("SUPINE", .supine), ("RECUMBENT", .supine), ("LIEGEND", .supine),
    ("SITTING", .sitting), ("SEATED", .sitting), ("SITZEND", .sitting), ("ERECT", .erect),
    ("UPRIGHT", .erect), ("STANDING", .erect), ("STEHEND", .erect),
  ]
  static let projections: [String: Projection] = [
    "PA": .posteroAnterior, "AP": .anteroPosterior, "LL": .leftLateral, "RL": .rightLateral,
    "LAT": .lateral, "LATERAL": .lateral, "LLAT": .leftLateral, "RLAT": .rightLateral, "LAO": .oblique,
    "RAO": .oblique, "LPO": .oblique, "RPO": .oblique, "OBL": .oblique, "OBLIQUE": .oblique,
  ]
  /// CID 4010, in SNOMED CT and in the older SRT codes.
  static let viewCodes: [String: Projection] = [
    "272479007": .posteroAnterior, "R-10214": .posteroAnterior, "399348003": .anteroPosterior,
    "R-10206": .anteroPosterior, "399173006": .leftLateral, "R-10236": .leftLateral,
    "399198007": .rightLateral, "399067008": .lateral, "399135007": .oblique, "399356000": .oblique,
    "399006002": .oblique, "399038007": .oblique, "399182000": .oblique,
  ]
}

extension DicomDataSet {
  /// View Position, else the code of the view, else a frontal or lateral film by no more than its letters: then nil.
  var projection: Projection? {
    if let word = code(.viewPosition)?.split(separator: " ").first,
      let known = AcquisitionWords.projections[String(word)]
    {
      return known
    }
    return itemCode(.viewCodeSequence).flatMap { AcquisitionWords.viewCodes[$0] }
  }

  /// The first description that names a bedside film.
  var portableHint: PortableHint? {
    for tag in Self.descriptions {
      guard let text = words(tag) else { continue }
      if let word = AcquisitionWords.portable.first(where: { text.contains(" \($0) ") }) {
        return PortableHint(source: tag.name, word: word)
      }
    }
    return nil
  }

  var posture: Posture? {
    for tag in Self.descriptions {
      guard let text = words(tag) else { continue }
      if let found = AcquisitionWords.postures.first(where: { text.contains(" \($0.word) ") }) {
        return found.posture
      }
    }
    return nil
  }

  private static var descriptions: [DicomTag] {
    [
      .viewPosition, .studyDescription, .seriesDescription, .protocolName, .performedProcedure,
      .requestedProcedure,
    ]
  }

  /// The words of a description in capitals, each between spaces.
  private func words(_ tag: DicomTag) -> String? {
    string(tag).map { text in
      let letters = text.uppercased().map { $0.isLetter || $0.isNumber ? $0 : " " }
      return " " + String(letters).split(separator: " ").joined(separator: " ") + " "
    }
  }

  /// Code Value (0008,0100) of a sequence's first item.
  private func itemCode(_ tag: DicomTag) -> String? {
    var value = [CChar](repeating: 0, count: 65)
    guard cdicom_item_code(file, tag.group, tag.element, &value, value.count) == CDICOM_OK else { return nil }
    return trimmed(text(value))
  }

  /// Name, number and birth date for the screen, out of the file's own character set. Masked from the first moment.
  var identity: PatientIdentity {
    PatientIdentity(
      name: unicode(.patientName) ?? "", id: unicode(.patientID) ?? "",
      birthDate: unicode(.patientBirthDate) ?? "")
  }

  private func unicode(_ tag: DicomTag) -> String? {
    var buffer = [CChar](repeating: 0, count: 1024)
    guard cdicom_unicode(file, tag.group, tag.element, &buffer, buffer.count) == CDICOM_OK else { return nil }
    return trimmed(text(buffer))
  }
}

/// Without spaces at either end. Each film asks for this in a process that has just begun, where the way through
/// Foundation's character sets costs more than all the rest of a header.
private func trimmed(_ text: String) -> String {
  func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\t" || scalar.properties.generalCategory == .spaceSeparator
  }
  let rest = text.unicodeScalars.drop(while: isSpace)
  let end = rest.lastIndex { !isSpace($0) }.map { rest.index(after: $0) } ?? rest.startIndex
  return String(rest[..<end])
}
