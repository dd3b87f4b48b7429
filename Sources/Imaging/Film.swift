/// The product of opening a file: its pixels, what they mean, and how they were taken.

/// One radiograph. Opening it does not window, invert or resize anything; it brings the film into the reading convention.
package struct Film: Equatable, Sendable {
  package let format: FileFormat
  /// Pixel values as stored.
  package let frame: StoredFrame
  /// The same pixels in modality units, in the reading convention as far as the file says how they lie. Their
  /// `orientation` tells what was turned or mirrored.
  package let image: ModalityImage
  package let metadata: AcquisitionMetadata
  /// Whose film it is, masked; nil where the format has no place for a patient.
  package let identity: PatientIdentity?

  /// - Parameter image: as the file stores it; this is where every film is brought into the reading convention.
  init(
    format: FileFormat, frame: StoredFrame, image: ModalityImage, metadata: AcquisitionMetadata,
    identity: PatientIdentity? = nil
  ) {
    self.format = format
    self.frame = frame
    self.image = image.inReadingConvention(exif: metadata.exifOrientation)
    var metadata = metadata
    metadata.spacing = metadata.spacing?.after(self.image.orientation.change)
    self.metadata = metadata
    self.identity = identity
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
