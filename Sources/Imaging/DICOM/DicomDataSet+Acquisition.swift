/// Facts of acquisition out of a DICOM data set. Names and numbers of the patient are never asked for.

extension DicomDataSet {
  var acquisition: AcquisitionMetadata {
    var facts = AcquisitionMetadata()
    facts.sopClassUID = uid(.sopClassUID)
    facts.sopInstanceUID = uid(.sopInstanceUID)
    facts.studyInstanceUID = uid(.studyInstanceUID)
    facts.seriesInstanceUID = uid(.seriesInstanceUID)
    facts.studyDate = string(.studyDate).flatMap(Self.date)
    facts.modality = code(.modality)
    facts.bodyPart = code(.bodyPart)
    facts.manufacturer = string(.manufacturer).flatMap(Self.printable)
    facts.modelName = string(.modelName).flatMap(Self.printable)
    facts.viewPosition = code(.viewPosition)
    facts.laterality = (string(.imageLaterality) ?? string(.laterality)).flatMap {
      ["L", "R", "U", "B"].contains($0) ? $0 : nil
    }
    facts.orientation = orientation
    facts.sex = string(.patientSex).flatMap { PatientSex(rawValue: $0) }
    facts.ageYears = string(.patientAge).flatMap(Self.years)
    facts.spacing =
      spacing(.imagerPixelSpacing, atDetector: true) ?? spacing(.pixelSpacing, atDetector: false)
    facts.presentationLUTShape = code(.presentationLUTShape)
    facts.burnedInAnnotation = string(.burnedInAnnotation).flatMap { ["YES": true, "NO": false][$0] }
    return facts
  }

  /// Digits and dots, at most 64.
  private func uid(_ tag: DicomTag) -> String? {
    string(tag).flatMap { uid in
      uid.utf8.count <= 64 && uid.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E } ? uid : nil
    }
  }

  /// A code string (VR CS): capitals, digits, space and underscore, at most 16.
  private func code(_ tag: DicomTag) -> String? {
    string(tag).flatMap { code in
      let allowed = code.utf8.allSatisfy {
        (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x20 || $0 == 0x5F
      }
      return allowed && code.utf8.count <= 16 ? code : nil
    }
  }

  /// Text for a screen: plain ASCII without control characters, at most 64 characters.
  private static func printable(_ text: String) -> String? {
    text.utf8.count <= 64 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) } ? text : nil
  }

  /// `YYYYMMDD` with a month and a day that exist.
  private static func date(_ text: String) -> String? {
    guard text.utf8.count == 8, let number = Int(text), number > 0 else { return nil }
    return (1...12).contains(number / 100 % 100) && (1...31).contains(number % 100) ? text : nil
  }

  /// An age string (VR AS): three digits and D, W, M or Y.
  private static func years(_ text: String) -> Double? {
    guard text.utf8.count == 4, let number = Double(text.dropLast()), let unit = text.last else { return nil }
    let perYear: [Character: Double] = ["D": 365.25, "W": 365.25 / 7, "M": 12, "Y": 1]
    return perYear[unit].map { number / $0 }
  }

  private var orientation: PatientOrientation? {
    let letters = (0..<2).compactMap { string(.patientOrientation, $0) }
    let valid = letters.allSatisfy { $0.utf8.count <= 3 && $0.allSatisfy { "ALRPFH".contains($0) } }
    return letters.count == 2 && valid
      ? PatientOrientation(alongRow: letters[0], downColumn: letters[1]) : nil
  }

  private func spacing(_ tag: DicomTag, atDetector: Bool) -> PixelSpacing? {
    guard let row = try? decimal(tag, 0), let column = try? decimal(tag, 1), row > 0, column > 0, row < 100,
      column < 100
    else { return nil }
    return PixelSpacing(rowMM: row, columnMM: column, isAtDetector: atDetector)
  }
}
