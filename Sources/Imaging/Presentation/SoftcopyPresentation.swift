/// A Grayscale Softcopy Presentation State (PS3.3 A.33.1): how somebody wants images of theirs to be shown.

/// Read where its bytes lie, without a library. What it asks for an image is looked up when that image is shown.
package struct SoftcopyPresentation: Equatable, Sendable {
  /// Grayscale Softcopy Presentation State Storage (PS3.4 B.5).
  static let sopClass = "1.2.840.10008.5.1.4.1.1.11.1"
  private static let mostBytes = 16 << 20

  package let instanceUID: String
  /// Content Label (0070,0080): a code, and no word of the patient.
  package let label: String
  /// SOP Instance UIDs of the images that it is made for.
  package let images: Set<String>
  let data: DataItem

  package static func == (a: Self, b: Self) -> Bool { a.instanceUID == b.instanceUID }

  /// nil where the file holds no presentation state that can be read.
  package init?(path: String) {
    var limits = DecodeLimits.standard
    limits.fileBytes = Self.mostBytes
    guard let bytes = try? ImageFile.read(path, limits: limits) else { return nil }
    self.init(bytes)
  }

  package init?(_ bytes: [UInt8]) {
    guard let data = DataItem(file: bytes), data.string(.sopClassUID) == Self.sopClass,
      let uid = data.string(.sopInstanceUID).flatMap(HeaderText.uid)
    else { return nil }
    self.data = data
    instanceUID = uid
    label = data.string(.contentLabel).flatMap(HeaderText.code) ?? "UNNAMED"
    images = Set(
      data.items(.referencedSeriesSequence).flatMap { $0.items(.referencedImageSequence) }
        .compactMap { $0.string(.referencedSOPInstanceUID).flatMap(HeaderText.uid) })
  }

  /// The items of a sequence that are meant for a frame of an image: those that name it, or name none (PS3.3 10.4).
  func items(_ tag: DicomTag, for image: String, frame: Int) -> [DataItem] {
    data.items(tag).filter { item in
      let references = item.items(.referencedImageSequence)
      return references.isEmpty
        || references.contains { reference in
          guard reference.string(.referencedSOPInstanceUID) == image else { return false }
          let frames = (0..<1024).prefix { reference.string(.referencedFrameNumber, $0) != nil }
            .compactMap { reference.string(.referencedFrameNumber, $0).flatMap { Int($0) } }
          return frames.isEmpty || frames.contains(frame + 1)
        }
    }
  }
}

extension DicomTag {
  static let referencedSeriesSequence = DicomTag(0x0008, 0x1115, "ReferencedSeriesSequence")
  static let referencedImageSequence = DicomTag(0x0008, 0x1140, "ReferencedImageSequence")
  static let referencedSOPInstanceUID = DicomTag(0x0008, 0x1155, "ReferencedSOPInstanceUID")
  static let referencedFrameNumber = DicomTag(0x0008, 0x1160, "ReferencedFrameNumber")
  static let softcopyVOISequence = DicomTag(0x0028, 0x3110, "SoftcopyVOILUTSequence")
  static let maskSubtractionSequence = DicomTag(0x0028, 0x6100, "MaskSubtractionSequence")
  static let graphicAnnotationSequence = DicomTag(0x0070, 0x0001, "GraphicAnnotationSequence")
  static let annotationUnits = DicomTag(0x0070, 0x0005, "GraphicAnnotationUnits")
  static let textObjectSequence = DicomTag(0x0070, 0x0008, "TextObjectSequence")
  static let graphicObjectSequence = DicomTag(0x0070, 0x0009, "GraphicObjectSequence")
  static let graphicData = DicomTag(0x0070, 0x0022, "GraphicData")
  static let graphicType = DicomTag(0x0070, 0x0023, "GraphicType")
  static let imageHorizontalFlip = DicomTag(0x0070, 0x0041, "ImageHorizontalFlip")
  static let imageRotation = DicomTag(0x0070, 0x0042, "ImageRotation")
  static let displayedAreaTopLeft = DicomTag(0x0070, 0x0052, "DisplayedAreaTopLeftHandCorner")
  static let displayedAreaBottomRight = DicomTag(0x0070, 0x0053, "DisplayedAreaBottomRightHandCorner")
  static let displayedAreaSequence = DicomTag(0x0070, 0x005A, "DisplayedAreaSelectionSequence")
  static let contentLabel = DicomTag(0x0070, 0x0080, "ContentLabel")
  static let presentationSizeMode = DicomTag(0x0070, 0x0100, "PresentationSizeMode")
}
