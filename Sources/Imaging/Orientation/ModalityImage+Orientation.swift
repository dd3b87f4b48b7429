/// The one place where pixels change sides.

extension ModalityImage {
  /// The film as it is read: upright as its EXIF block asks, then in the reading convention as Patient Orientation says.
  /// Without either it is left as it lies, and its sides stay unknown.
  package func inReadingConvention(exif: Int? = nil) -> ModalityImage {
    var image = self
    if let change = exif.flatMap(Reorientation.init(exif:)) {
      image = image.reoriented(change, because: .exif)
    }
    if let change = image.orientation.letters?.toReading {
      image = image.reoriented(change, because: .patientOrientation)
    }
    return image
  }

  /// Pixels and letters, changed together.
  func reoriented(_ change: Reorientation, because reason: OrientationReason) -> ModalityImage {
    if change == .identity { return self }
    return ModalityImage(self, change, orientation.after(change, because: reason))
  }
}

extension StoredFrame {
  /// The frame turned and mirrored; its values are the same ones at other places.
  func reoriented(_ change: Reorientation) -> StoredFrame {
    let size = change.size(rows: rows, columns: columns)
    return StoredFrame(
      rows: size.rows, columns: size.columns, samplesPerPixel: samplesPerPixel, bitsStored: bitsStored,
      isSigned: isSigned, photometric: photometric,
      values: change.apply(to: values, rows: rows, columns: columns, samples: samplesPerPixel),
      luma: luma.map { change.apply(to: $0, rows: rows, columns: columns) })
  }
}
