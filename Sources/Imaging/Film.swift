/// The product of opening a file: its pixels, what they mean, and how they were taken.

/// One radiograph. Opening it does not window, invert or resize anything; it brings the film into the reading convention.
package struct Film: Equatable, Codable, Sendable {
  package let format: FileFormat
  /// Pixel values as stored.
  package let frame: StoredFrame
  /// The same pixels in modality units, in the reading convention as far as the file says how they lie. Their
  /// `orientation` tells what was turned or mirrored.
  package let image: ModalityImage
  package let metadata: AcquisitionMetadata
  /// Whose film it is, masked; nil where the format has no place for a patient.
  package let identity: PatientIdentity?
  /// What the file calls its colours, where decoding has already turned them into others.
  let codedPhotometric: PhotometricInterpretation?
  /// The stored values of a film of floating-point pixels, of which `frame` holds 65,536 steps.
  package let reals: RealPixels?
  /// The picture in red, green and blue as it is stored, at its full depth; nil for gray.
  package let rgb: StoredFrame?

  /// - Parameter image: as the file stores it; this is where every film is brought into the reading convention.
  init(
    format: FileFormat, frame: StoredFrame, image: ModalityImage, metadata: AcquisitionMetadata,
    identity: PatientIdentity? = nil, codedPhotometric: PhotometricInterpretation? = nil,
    reals: RealPixels? = nil
  ) {
    self.codedPhotometric = codedPhotometric
    self.reals = reals
    rgb = frame.photometric == .rgb ? frame : image.colour
    self.format = format
    self.frame = frame
    self.image = image.inReadingConvention(exif: metadata.exifOrientation)
    var metadata = metadata
    metadata.spacing = metadata.spacing?.after(self.image.orientation.change)
    self.metadata = metadata
    self.identity = identity
  }

  /// Opens the regular file at `path`.
  package static func open(path: String, limits: DecodeLimits = .standard, frame: Int = 0)
    throws(ImagingError)
    -> Film
  {
    try open(bytes: ImageFile.read(path, limits: limits), limits: limits, frame: frame)
  }

  /// Opens a whole file held in memory; its format is told by its first bytes. `frame` counts from 0.
  package static func open(bytes: [UInt8], limits: DecodeLimits = .standard, frame: Int = 0)
    throws(ImagingError)
    -> Film
  {
    let format = try FileFormat.recognise(bytes).get()
    guard format == .dicom || frame == 0 else { throw .noSuchFrame(frame + 1, of: 1) }
    switch format {
    case .png: return try Film(raster: .png, PNGImage(decoding: bytes, limits: limits).frame)
    case .jpeg:
      let picture = try JPEGImage(decoding: bytes, limits: limits)
      return Film(raster: .jpeg, picture.frame, exifOrientation: picture.exifOrientation)
    case .tiff:
      let picture = try TIFFImage(decoding: bytes, limits: limits)
      return Film(raster: .tiff, picture.frame, exifOrientation: picture.orientation)
    case .pnm: return Film(raster: .pnm, try PNMImage(decoding: bytes, limits: limits).frame)
    case .dicom: return try Film(dicom: bytes, limits: limits, frame: frame)
    }
  }

  private init(raster format: FileFormat, _ frame: StoredFrame, exifOrientation: Int? = nil) {
    var metadata = AcquisitionMetadata()
    metadata.exifOrientation = exifOrientation
    self.init(format: format, frame: frame, image: ModalityImage(frame), metadata: metadata)
  }
}
