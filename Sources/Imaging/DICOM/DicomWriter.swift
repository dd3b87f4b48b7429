/// Writes films as DICOM: Digital X-Ray Image Storage, For Presentation, explicit little endian (PS3.3 A.26).

internal import CDicom

package enum DicomWriter {
  private static let sopClass = "1.2.840.10008.5.1.4.1.1.1.1"

  /// The film as a Part 10 file. `frame` is gray and unsigned; the same frame and attributes give the same bytes.
  package static func write(frame: StoredFrame, attributes: DXAttributes) throws(ImagingError) -> [UInt8] {
    precondition(
      frame.samplesPerPixel == 1 && !frame.isSigned && frame.bitsStored >= 2, "DX films are unsigned gray")
    precondition(max(frame.rows, frame.columns) <= 65535)
    guard let writer = cdicom_writer_open() else { throw .outOfMemory }
    defer { cdicom_writer_close(writer) }
    for (tag, value) in identity(attributes) + exposure(attributes) + rendering(frame, attributes) {
      try check(tag, cdicom_put_text(writer, tag.group, tag.element, value))
    }
    for (tag, value) in pixelModule(frame, attributes) {
      try check(tag, cdicom_put_word(writer, tag.group, tag.element, value))
    }
    let view = attributes.view.code
    try code(writer, .viewCodeSequence, view.value, view.meaning)
    try code(writer, .anatomicRegionSequence, "T-D3000", "Chest")
    let context = DicomTag.acquisitionContextSequence
    try check(context, cdicom_put_code(writer, context.group, context.element, nil, nil, nil))
    let words = frame.values.map { UInt16(truncatingIfNeeded: $0) }
    try check(.pixelData, cdicom_put_pixels(writer, words, words.count))
    return try encode(writer)
  }

  private typealias Text = (tag: DicomTag, value: String)

  private static func identity(_ a: DXAttributes) -> [Text] {
    [
      (.specificCharacterSet, "ISO_IR 192"), (.imageType, "DERIVED\\PRIMARY"), (.sopClassUID, sopClass),
      (.sopInstanceUID, a.sopInstanceUID), (.studyDate, a.studyDate), (.studyTime, a.studyTime),
      (.accessionNumber, a.accessionNumber), (.modality, "DX"), (.presentationIntentType, "FOR PRESENTATION"),
      (.manufacturer, a.manufacturer), (.referringPhysicianName, ""),
      (.seriesDescription, a.seriesDescription),
      (.modelName, a.modelName), (.patientName, a.patientName), (.patientID, a.patientID),
      (.patientBirthDate, a.birthDate ?? ""), (.patientSex, a.sex?.rawValue ?? ""),
      (.studyInstanceUID, a.studyInstanceUID), (.seriesInstanceUID, a.seriesInstanceUID),
      (.studyID, a.studyID),
      (.seriesNumber, "1"), (.instanceNumber, String(a.instanceNumber)),
    ] + (a.ageYears.map { [(.patientAge, padded($0) + "Y")] } ?? [])
  }

  private static func exposure(_ a: DXAttributes) -> [Text] {
    let spacing = decimal(a.pixelSpacingMM)
    return [
      (.bodyPart, a.bodyPart), (.viewPosition, a.view.rawValue), (.imageLaterality, "U"),
      (.positionerType, ""),
      (.detectorType, ""), (.imagerPixelSpacing, "\(spacing)\\\(spacing)"),
      (.patientOrientation, "\(a.orientation.alongRow)\\\(a.orientation.downColumn)"),
      (.burnedInAnnotation, "NO"), (.lossyImageCompression, "00"),
    ]
  }

  private static func rendering(_ frame: StoredFrame, _ a: DXAttributes) -> [Text] {
    let isInverse = frame.photometric == .monochrome1
    var texts: [Text] = [
      (.photometric, frame.photometric.rawValue), (.presentationLUTShape, isInverse ? "INVERSE" : "IDENTITY"),
      (.pixelIntensityRelationship, "LOG"), (.rescaleIntercept, "0"), (.rescaleSlope, "1"),
      (.rescaleType, "US"),
    ]
    if !a.windows.isEmpty {
      texts.append((.windowCenter, a.windows.map { decimal($0.center) }.joined(separator: "\\")))
      texts.append((.windowWidth, a.windows.map { decimal($0.width) }.joined(separator: "\\")))
      texts.append((.voiLUTFunction, a.windowFunction.rawValue))
    }
    return texts
  }

  /// The sign says whether a higher value means more X-rays: it does where high values are shown dark.
  private static func pixelModule(_ frame: StoredFrame, _ a: DXAttributes) -> [(tag: DicomTag, value: UInt16)]
  {
    let bits = UInt16(frame.bitsStored)
    return [
      (.samplesPerPixel, 1), (.rows, UInt16(frame.rows)), (.columns, UInt16(frame.columns)),
      (.bitsAllocated, 16),
      (.bitsStored, bits), (.highBit, bits - 1), (.pixelRepresentation, 0),
      (.pixelIntensitySign, frame.photometric == .monochrome1 ? 1 : UInt16(bitPattern: -1)),
    ] + (a.padding.map { [(.pixelPaddingValue, $0)] } ?? [])
  }

  private static func code(_ writer: OpaquePointer, _ tag: DicomTag, _ value: String, _ meaning: String)
    throws(ImagingError)
  {
    try check(tag, cdicom_put_code(writer, tag.group, tag.element, value, "SRT", meaning))
  }

  private static func check(_ tag: DicomTag, _ status: cdicom_status) throws(ImagingError) {
    if status == CDICOM_NO_MEMORY { throw .outOfMemory }
    if status != CDICOM_OK { throw .attribute(tag, .wrongType) }
  }

  private static func encode(_ writer: OpaquePointer) throws(ImagingError) -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    guard cdicom_encode(writer, &bytes, &count) == CDICOM_OK, let bytes else { throw .outOfMemory }
    defer { cdicom_free(bytes) }
    return [UInt8](UnsafeBufferPointer(start: bytes, count: count))
  }

  /// A decimal string: at most 16 characters (PS3.5 6.2).
  private static func decimal(_ value: Double) -> String {
    let text = value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(value)
    return String(text.prefix(16))
  }

  private static func padded(_ years: Int) -> String {
    let digits = String(min(max(years, 0), 999))
    return String(repeating: "0", count: 3 - digits.count) + digits
  }
}
