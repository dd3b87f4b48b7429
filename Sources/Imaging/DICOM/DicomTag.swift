/// The DICOM attributes that Hilum reads or writes, by group, element and name (PS3.6).

/// One attribute's tag with the keyword that messages use.
package struct DicomTag: Hashable, Codable, Sendable {
  package let group: UInt16
  package let element: UInt16
  package let name: String

  package init(_ group: UInt16, _ element: UInt16, _ name: String) {
    self.group = group
    self.element = element
    self.name = name
  }

  /// `Rows (0028,0010)`
  package var label: String { "\(name) (\(Self.hex(group)),\(Self.hex(element)))" }

  private static func hex(_ value: UInt16) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}

extension DicomTag {
  static let sopClassUID = DicomTag(0x0008, 0x0016, "SOPClassUID")
  static let sopInstanceUID = DicomTag(0x0008, 0x0018, "SOPInstanceUID")
  static let studyDate = DicomTag(0x0008, 0x0020, "StudyDate")
  static let modality = DicomTag(0x0008, 0x0060, "Modality")
  static let presentationIntentType = DicomTag(0x0008, 0x0068, "PresentationIntentType")
  static let manufacturer = DicomTag(0x0008, 0x0070, "Manufacturer")
  static let modelName = DicomTag(0x0008, 0x1090, "ManufacturerModelName")
  static let patientSex = DicomTag(0x0010, 0x0040, "PatientSex")
  static let patientAge = DicomTag(0x0010, 0x1010, "PatientAge")
  static let bodyPart = DicomTag(0x0018, 0x0015, "BodyPartExamined")
  static let imagerPixelSpacing = DicomTag(0x0018, 0x1164, "ImagerPixelSpacing")
  static let viewPosition = DicomTag(0x0018, 0x5101, "ViewPosition")
  static let studyInstanceUID = DicomTag(0x0020, 0x000D, "StudyInstanceUID")
  static let seriesInstanceUID = DicomTag(0x0020, 0x000E, "SeriesInstanceUID")
  static let patientOrientation = DicomTag(0x0020, 0x0020, "PatientOrientation")
  static let laterality = DicomTag(0x0020, 0x0060, "Laterality")
  static let imageLaterality = DicomTag(0x0020, 0x0062, "ImageLaterality")
  static let samplesPerPixel = DicomTag(0x0028, 0x0002, "SamplesPerPixel")
  static let photometric = DicomTag(0x0028, 0x0004, "PhotometricInterpretation")
  static let planarConfiguration = DicomTag(0x0028, 0x0006, "PlanarConfiguration")
  static let numberOfFrames = DicomTag(0x0028, 0x0008, "NumberOfFrames")
  static let rows = DicomTag(0x0028, 0x0010, "Rows")
  static let columns = DicomTag(0x0028, 0x0011, "Columns")
  static let shutterShape = DicomTag(0x0018, 0x1600, "ShutterShape")
  static let shutterLeft = DicomTag(0x0018, 0x1602, "ShutterLeftVerticalEdge")
  static let shutterRight = DicomTag(0x0018, 0x1604, "ShutterRightVerticalEdge")
  static let shutterUpper = DicomTag(0x0018, 0x1606, "ShutterUpperHorizontalEdge")
  static let shutterLower = DicomTag(0x0018, 0x1608, "ShutterLowerHorizontalEdge")
  static let shutterCenter = DicomTag(0x0018, 0x1610, "CenterOfCircularShutter")
  static let shutterRadius = DicomTag(0x0018, 0x1612, "RadiusOfCircularShutter")
  static let shutterVertices = DicomTag(0x0018, 0x1620, "VerticesOfThePolygonalShutter")
  static let shutterPresentationValue = DicomTag(0x0018, 0x1622, "ShutterPresentationValue")
  static let pixelAspectRatio = DicomTag(0x0028, 0x0034, "PixelAspectRatio")
  static let pixelSpacing = DicomTag(0x0028, 0x0030, "PixelSpacing")
  static let bitsAllocated = DicomTag(0x0028, 0x0100, "BitsAllocated")
  static let bitsStored = DicomTag(0x0028, 0x0101, "BitsStored")
  static let highBit = DicomTag(0x0028, 0x0102, "HighBit")
  static let pixelRepresentation = DicomTag(0x0028, 0x0103, "PixelRepresentation")
  static let pixelPaddingValue = DicomTag(0x0028, 0x0120, "PixelPaddingValue")
  static let pixelPaddingRangeLimit = DicomTag(0x0028, 0x0121, "PixelPaddingRangeLimit")
  static let burnedInAnnotation = DicomTag(0x0028, 0x0301, "BurnedInAnnotation")
  static let windowCenter = DicomTag(0x0028, 0x1050, "WindowCenter")
  static let windowWidth = DicomTag(0x0028, 0x1051, "WindowWidth")
  static let rescaleIntercept = DicomTag(0x0028, 0x1052, "RescaleIntercept")
  static let rescaleSlope = DicomTag(0x0028, 0x1053, "RescaleSlope")
  static let voiLUTFunction = DicomTag(0x0028, 0x1056, "VOILUTFunction")
  static let modalityLUTSequence = DicomTag(0x0028, 0x3000, "ModalityLUTSequence")
  static let paletteDescriptors = [
    DicomTag(0x0028, 0x1101, "RedPaletteColorLookupTableDescriptor"),
    DicomTag(0x0028, 0x1102, "GreenPaletteColorLookupTableDescriptor"),
    DicomTag(0x0028, 0x1103, "BluePaletteColorLookupTableDescriptor"),
  ]
  static let paletteData = [
    DicomTag(0x0028, 0x1201, "RedPaletteColorLookupTableData"),
    DicomTag(0x0028, 0x1202, "GreenPaletteColorLookupTableData"),
    DicomTag(0x0028, 0x1203, "BluePaletteColorLookupTableData"),
  ]
  static let segmentedPaletteData = [
    DicomTag(0x0028, 0x1221, "SegmentedRedPaletteColorLookupTableData"),
    DicomTag(0x0028, 0x1222, "SegmentedGreenPaletteColorLookupTableData"),
    DicomTag(0x0028, 0x1223, "SegmentedBluePaletteColorLookupTableData"),
  ]
  static let lutDescriptor = DicomTag(0x0028, 0x3002, "LUTDescriptor")
  static let lutData = DicomTag(0x0028, 0x3006, "LUTData")
  static let voiLUTSequence = DicomTag(0x0028, 0x3010, "VOILUTSequence")
  static let presentationLUTSequence = DicomTag(0x2050, 0x0010, "PresentationLUTSequence")
  static let presentationLUTShape = DicomTag(0x2050, 0x0020, "PresentationLUTShape")
  static let pixelData = DicomTag(0x7FE0, 0x0010, "PixelData")
}

/// Attributes that tell how a film was taken.
extension DicomTag {
  static let conversionType = DicomTag(0x0008, 0x0064, "ConversionType")
  static let studyDescription = DicomTag(0x0008, 0x1030, "StudyDescription")
  static let kVp = DicomTag(0x0018, 0x0060, "KVP")
  static let protocolName = DicomTag(0x0018, 0x1030, "ProtocolName")
  static let magnificationFactor = DicomTag(0x0018, 0x1114, "EstimatedRadiographicMagnificationFactor")
  static let exposureIndex = DicomTag(0x0018, 0x1411, "ExposureIndex")
  static let targetExposureIndex = DicomTag(0x0018, 0x1412, "TargetExposureIndex")
  static let deviationIndex = DicomTag(0x0018, 0x1413, "DeviationIndex")
  static let nominalScannedPixelSpacing = DicomTag(0x0018, 0x2010, "NominalScannedPixelSpacing")
  static let recognizableFeatures = DicomTag(0x0028, 0x0302, "RecognizableVisualFeatures")
  static let calibrationType = DicomTag(0x0028, 0x0A02, "PixelSpacingCalibrationType")
  static let requestedProcedure = DicomTag(0x0032, 0x1060, "RequestedProcedureDescription")
  static let performedProcedure = DicomTag(0x0040, 0x0254, "PerformedProcedureStepDescription")
}

/// Attributes that are written but never read.
extension DicomTag {
  static let specificCharacterSet = DicomTag(0x0008, 0x0005, "SpecificCharacterSet")
  static let imageType = DicomTag(0x0008, 0x0008, "ImageType")
  static let studyTime = DicomTag(0x0008, 0x0030, "StudyTime")
  static let accessionNumber = DicomTag(0x0008, 0x0050, "AccessionNumber")
  static let referringPhysicianName = DicomTag(0x0008, 0x0090, "ReferringPhysicianName")
  static let seriesDescription = DicomTag(0x0008, 0x103E, "SeriesDescription")
  static let anatomicRegionSequence = DicomTag(0x0008, 0x2218, "AnatomicRegionSequence")
  static let patientName = DicomTag(0x0010, 0x0010, "PatientName")
  static let patientID = DicomTag(0x0010, 0x0020, "PatientID")
  static let patientBirthDate = DicomTag(0x0010, 0x0030, "PatientBirthDate")
  static let positionerType = DicomTag(0x0018, 0x1508, "PositionerType")
  static let detectorType = DicomTag(0x0018, 0x7004, "DetectorType")
  static let studyID = DicomTag(0x0020, 0x0010, "StudyID")
  static let seriesNumber = DicomTag(0x0020, 0x0011, "SeriesNumber")
  static let instanceNumber = DicomTag(0x0020, 0x0013, "InstanceNumber")
  static let pixelIntensityRelationship = DicomTag(0x0028, 0x1040, "PixelIntensityRelationship")
  static let pixelIntensitySign = DicomTag(0x0028, 0x1041, "PixelIntensityRelationshipSign")
  static let rescaleType = DicomTag(0x0028, 0x1054, "RescaleType")
  static let lossyImageCompression = DicomTag(0x0028, 0x2110, "LossyImageCompression")
  static let acquisitionContextSequence = DicomTag(0x0040, 0x0555, "AcquisitionContextSequence")
  static let viewCodeSequence = DicomTag(0x0054, 0x0220, "ViewCodeSequence")
}

/// Attributes of directories and of the patients of films.
extension DicomTag {
  static let directoryRecords = DicomTag(0x0004, 0x1220, "DirectoryRecordSequence")
  static let referencedFileID = DicomTag(0x0004, 0x1500, "ReferencedFileID")
  static let issuerOfPatientID = DicomTag(0x0010, 0x0021, "IssuerOfPatientID")
}
