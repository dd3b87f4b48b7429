/// Facts of acquisition out of a DICOM data set. Names and numbers of the patient never come here.

extension DicomDataSet {
  var acquisition: AcquisitionMetadata {
    var facts = AcquisitionMetadata()
    facts.sopClassUID = uid(.sopClassUID)
    facts.sopInstanceUID = uid(.sopInstanceUID)
    facts.studyInstanceUID = uid(.studyInstanceUID)
    facts.seriesInstanceUID = uid(.seriesInstanceUID)
    facts.studyDate = string(.studyDate).flatMap(HeaderText.date)
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
    facts.ageYears = string(.patientAge).flatMap(HeaderText.years) ?? yearsSinceBirth
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

  private func uid(_ tag: DicomTag) -> String? {
    string(tag).flatMap(HeaderText.uid)
  }

  func code(_ tag: DicomTag, _ index: Int = 0) -> String? {
    string(tag, index).flatMap(HeaderText.code)
  }

  private func yesOrNo(_ tag: DicomTag) -> Bool? {
    string(tag).flatMap { ["YES": true, "NO": false][$0] }
  }

  /// Text for a screen: plain ASCII without control characters, at most 64 characters.
  private static func printable(_ text: String) -> String? {
    text.utf8.count <= 64 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) } ? text : nil
  }

  private var yearsSinceBirth: Double? {
    HeaderText.years(from: string(.patientBirthDate), to: string(.studyDate))
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
    if let stated = string(.patientAge).flatMap(HeaderText.years), let counted = yearsSinceBirth,
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
