/// The end of the path for eyes: gray levels ready for a screen, still 16 bits deep.

/// A windowed, correctly polarised film: 0 is black, 65535 white. Built only by `ModalityImage.display(_:)`.
package struct DisplayImage: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  /// `rows * columns` gray levels, row-major.
  package let gray: [UInt16]
  /// The sides of the film that this shows.
  package let orientation: Orientation

  init(rows: Int, columns: Int, gray: [UInt16], orientation: Orientation) {
    precondition(gray.count == rows * columns)
    self.orientation = orientation
    self.rows = rows
    self.columns = columns
    self.gray = gray
  }

  /// The film turned or flipped on the light box; its sides go with its pixels.
  package func reoriented(_ change: Reorientation) -> DisplayImage {
    if change == .identity { return self }
    let size = change.size(rows: rows, columns: columns)
    return DisplayImage(
      rows: size.rows, columns: size.columns, gray: change.apply(to: gray, rows: rows, columns: columns),
      orientation: orientation.after(change, because: .reader))
  }
}

/// A linear window on modality values (PS3.3 C.11.2.1.2): `center ± width / 2` spans black to white.
package struct Window: Equatable, Hashable, Codable, Sendable {
  package var center: Double
  package var width: Double

  package init(center: Double, width: Double) {
    self.center = center
    self.width = width
  }
}
