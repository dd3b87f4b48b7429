/// What a DICOM file says of its image: all that a film is but its pixels.

struct ImageHeader: Equatable, Codable {
  let layout: PixelLayout
  let transform: ModalityTransform
  let padding: ClosedRange<Int>?
  let presentation: Presentation
  let orientation: PatientOrientation?
  let metadata: AcquisitionMetadata
  let identity: PatientIdentity?

  init(_ data: borrowing DicomDataSet, _ layout: PixelLayout) throws(ImagingError) {
    let isGray = layout.photometric.isGray
    self.layout = layout
    transform = isGray ? try data.modalityTransform(layout) : .identity
    padding = isGray ? try data.padding(layout) : nil
    let asked = data.presentation(layout)
    presentation = isGray ? asked : asked.withoutWindows
    orientation = data.orientation
    var metadata = data.acquisition
    metadata.frames = layout.frames
    metadata.transferSyntaxUID = data.transferSyntax.uid
    self.metadata = metadata
    identity = data.identity
  }

  /// Of a file that was cut before its native gray pixels; nil for any other.
  init?(head bytes: [UInt8], limits: DecodeLimits) {
    guard let data = try? DicomDataSet(parsing: bytes, limits: limits, whole: true), !data.isEmpty,
      let coding = try? data.transferSyntax.coding(), coding == .native,
      let layout = try? PixelLayout(data, coding: coding, limits: limits), layout.holdsGrayCodes,
      let header = try? ImageHeader(data, layout)
    else { return nil }
    self = header
  }

  /// Frame `index` of the file whose head this is; nil where its bytes are too few for that.
  /// - Parameter words: the pixels as `PixelElement.words`, used up where they are the film's only frame.
  func film(_ bytes: [UInt8], _ pixels: PixelElement, words: inout [UInt16], frame index: Int) -> Film? {
    guard layout.holdsGrayCodes, layout.frames == 1, index == 0, layout.bitsAllocated == 16,
      words.count == layout.samples
    else { return film(bytes, pixels, frame: index) }
    layout.mask(&words)
    return Film(self, frame: layout.frame(codes: words))
  }

  func film(_ bytes: [UInt8], _ pixels: PixelElement, frame index: Int) -> Film? {
    guard layout.holdsGrayCodes, (0..<layout.frames).contains(index) else { return nil }
    let codes = bytes.withUnsafeBufferPointer {
      try? layout.codes(UnsafeBufferPointer(rebasing: $0[pixels.value]), frame: index, of: layout.frames)
        .get()
    }
    return codes.map { Film(self, frame: layout.frame(codes: $0)) }
  }
}

extension PixelLayout {
  /// Native gray of 8 or 16 bits allocated.
  var holdsGrayCodes: Bool { holdsCodes && photometric.isGray }

  func frame(codes: [UInt16]) -> StoredFrame {
    StoredFrame(
      rows: rows, columns: columns, bitsStored: bitsStored, isSigned: isSigned, photometric: photometric,
      codes: codes)
  }
}

extension Film {
  /// - Parameter shown: the frame in gray or in red, green and blue; nil where it is that already.
  init(_ header: ImageHeader, frame: StoredFrame, shown: StoredFrame? = nil) {
    let image = ModalityImage(
      shown ?? frame, transform: header.transform, padding: header.padding, presentation: header.presentation,
      orientation: header.orientation)
    self.init(
      format: .dicom, frame: frame, image: image, metadata: header.metadata, identity: header.identity,
      codedPhotometric: header.layout.photometric)
  }
}
