/// The product of opening a file: its pixels, what they mean, and how they were taken.

/// One radiograph. Opening it does not window, invert or resize anything.
package struct Film: Equatable, Sendable {
  package let format: FileFormat
  /// Pixel values as stored.
  package let frame: StoredFrame
  /// The same pixels in modality units.
  package let image: ModalityImage
  package let metadata: AcquisitionMetadata

  init(format: FileFormat, frame: StoredFrame, image: ModalityImage, metadata: AcquisitionMetadata) {
    self.format = format
    self.frame = frame
    self.image = image
    self.metadata = metadata
  }

  /// Opens the regular file at `path`.
  package static func open(path: String, limits: Limits = .standard) throws(ImagingError) -> Film {
    try open(bytes: ImageFile.read(path, limits: limits), limits: limits)
  }

  /// Opens a whole file held in memory; its format is told by its first bytes.
  package static func open(bytes: [UInt8], limits: Limits = .standard) throws(ImagingError) -> Film {
    switch try FileFormat.recognise(bytes).get() {
    case .png: return try Film(raster: .png, PNGImage(decoding: bytes, limits: limits).frame)
    case .jpeg:
      let picture = try JPEGImage(decoding: bytes, limits: limits)
      return Film(raster: .jpeg, picture.frame, exifOrientation: picture.exifOrientation)
    case .dicom: return try Film(dicom: bytes, limits: limits)
    }
  }

  private init(raster format: FileFormat, _ frame: StoredFrame, exifOrientation: Int? = nil) {
    var metadata = AcquisitionMetadata()
    metadata.exifOrientation = exifOrientation
    self.init(format: format, frame: frame, image: ModalityImage(frame), metadata: metadata)
  }
}
