/// Facts of acquisition out of a DICOM data set. Names and numbers of the patient never come here.

extension DicomDataSet {
  var acquisition: AcquisitionMetadata {
    var facts = AcquisitionMetadata()
    facts.sopClassUID = uid(.sopClassUID)
    facts.sopInstanceUID = uid(.sopInstanceUID)
    facts.studyInstanceUID = uid(.studyInstanceUID)
    facts.seriesInstanceUID = uid(.seriesInstanceUID)
    facts.studyDate = string(.studyDate).flatMap(Self.date)
    facts.modality = code(.modality)
    facts.imageType = (0..<8).compactMap { code(.imageType, $0) }
    facts.conversionType = code(.conversionType)
    facts.presentationIntent = code(.presentationIntentType)
    facts.bodyPart = code(.bodyPart)
    facts.manufacturer = string(.manufacturer).flatMap(Self.printable)
    facts.modelName = string(.modelName).flatMap(Self.printable)
    facts.viewPosition = code(.viewPosition)
    facts.laterality = laterality
    facts.orientation = orientation
    facts.sex = string(.patientSex).flatMap { PatientSex(rawValue: $0) }
    facts.ageYears = string(.patientAge).flatMap(Self.years) ?? yearsSinceBirth
    facts.spacing = spacing
    facts.exposure = exposure
    facts.presentationLUTShape = code(.presentationLUTShape)
    facts.burnedInAnnotation = yesOrNo(.burnedInAnnotation)
    facts.recognizableFeatures = yesOrNo(.recognizableFeatures)
    facts.projection = projection
    facts.portable = portableHint
    facts.posture = posture
    facts.contradictions = contradictions(facts)
    return facts
  }

  /// Digits and dots, at most 64.
  private func uid(_ tag: DicomTag) -> String? {
    string(tag).flatMap { uid in
      uid.utf8.count <= 64 && uid.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E } ? uid : nil
    }
  }

  /// A code string (VR CS): capitals, digits, space and underscore, at most 16.
  func code(_ tag: DicomTag, _ index: Int = 0) -> String? {
    string(tag, index).flatMap { code in
      let allowed = code.utf8.allSatisfy {
        (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x20 || $0 == 0x5F
      }
      return allowed && code.utf8.count <= 16 ? code : nil
    }
  }

  private func yesOrNo(_ tag: DicomTag) -> Bool? {
    string(tag).flatMap { ["YES": true, "NO": false][$0] }
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

  /// Whole years and days from Patient's Birth Date to Study Date; the birth date itself is not kept.
  private var yearsSinceBirth: Double? {
    guard let birth = string(.patientBirthDate).flatMap(Self.date).flatMap({ Int($0) }),
      let study = string(.studyDate).flatMap(Self.date).flatMap({ Int($0) }), study >= birth
    else { return nil }
    let years = Double((study - birth) / 10_000)
    return years <= 150 ? years : nil
  }

  /// Image Laterality, else Laterality.
  private var laterality: String? {
    (string(.imageLaterality) ?? string(.laterality)).flatMap {
      ["L", "R", "U", "B"].contains($0) ? $0 : nil
    }
  }

  /// Patient Orientation where both values are of the letters that the standard allows.
  var orientation: PatientOrientation? {
    let letters = (0..<2).compactMap { string(.patientOrientation, $0) }
    let valid = letters.allSatisfy { $0.utf8.count <= 3 && $0.allSatisfy { "ALRPFH".contains($0) } }
    return letters.count == 2 && valid
      ? PatientOrientation(alongRow: letters[0], downColumn: letters[1]) : nil
  }

  private var spacing: PixelSpacing? {
    PixelSpacing.best(
      imager: pair(.imagerPixelSpacing), pixel: pair(.pixelSpacing),
      scanned: pair(.nominalScannedPixelSpacing), calibration: code(.calibrationType),
      magnification: number(.magnificationFactor).flatMap { (0.5...5).contains($0) ? $0 : nil })
  }

  private func pair(_ tag: DicomTag) -> (Double, Double)? {
    guard let row = try? decimal(tag, 0), let column = try? decimal(tag, 1), row > 0, column > 0, row < 100,
      column < 100
    else { return nil }
    return (row, column)
  }

  private func number(_ tag: DicomTag) -> Double? { (try? decimal(tag)) ?? nil }

  private var exposure: ExposureFacts {
    var facts = ExposureFacts()
    facts.index = number(.exposureIndex)
    facts.targetIndex = number(.targetExposureIndex)
    facts.deviationIndex = number(.deviationIndex)
    facts.peakKilovoltage = number(.kVp)
    return facts
  }

  /// What the header says against itself.
  private func contradictions(_ facts: AcquisitionMetadata) -> [Contradiction] {
    var found: [Contradiction] = []
    if let stated = string(.patientAge).flatMap(Self.years), let counted = yearsSinceBirth,
      abs(stated - counted) > 1.5
    {
      found.append(.age)
    }
    if let isSagittal = facts.orientation?.isSagittal, let projection = facts.projection,
      projection.isFrontal && isSagittal || projection.isLateral && !isSagittal
    {
      found.append(.viewAndOrientation)
    }
    let sides = [string(.imageLaterality), string(.laterality)].compactMap { $0 }
    let isChest = facts.bodyPart.map { AcquisitionWords.chest.contains($0) } ?? false
    if Set(sides).count > 1 || (isChest && sides.contains { $0 == "L" || $0 == "R" }) {
      found.append(.laterality)
    }
    if string(.patientOrientation) != nil, facts.orientation?.directions == nil { found.append(.orientation) }
    return found
  }
}
