/// Station 2 of the data path: pixels in the units of the detector, before any window and any inversion.

/// One gray plane of modality values.
///
/// A pixel is a code into a table of at most 65536 modality values. Whatever is computed from a value (window, percentile,
/// model level) is computed once for each code, in double precision, and then looked up for each pixel.
package struct ModalityImage: Equatable, Codable, Sendable {
  package let rows: Int
  package let columns: Int
  package let photometric: PhotometricInterpretation
  /// 1...16 bits of a stored value.
  package let bitsStored: Int
  /// What the modality values can be, from the bits stored and the transform.
  package let nominalRange: ClosedRange<Double>
  /// From stored to modality values.
  package let transform: ModalityTransform
  /// Stored values outside the exposed field, as the file gives them.
  package let storedPadding: ClosedRange<Int>?
  /// How the file asks to be shown.
  package private(set) var presentation: Presentation
  /// Which side is which, and what was done to bring it there.
  package let orientation: Orientation
  /// The RGB frame that the gray plane was made from, if there is one.
  package let colour: StoredFrame?
  /// `rows * columns` codes, row-major.
  let codes: [UInt16]
  /// The modality value of each code; `1 << bitsStored` of them.
  let levels: [Double]
  /// Codes that mean "no detector here" and take no part in statistics.
  let padding: ClosedRange<Int>?

  /// - Parameters:
  ///   - padding: stored values that mark pixels outside the exposed field (PS3.3 C.7.5.1.1.2).
  ///   - orientation: directions of the frame as it is stored, if its file says.
  package init(
    _ stored: StoredFrame, transform: ModalityTransform = .identity, padding: ClosedRange<Int>? = nil,
    presentation: Presentation? = nil, orientation: PatientOrientation? = nil
  ) {
    let (frame, scale, offset) = stored.narrowed()
    self.orientation = Orientation(stored: orientation)
    rows = frame.rows
    columns = frame.columns
    photometric = frame.photometric
    self.transform = transform
    storedPadding = padding
    bitsStored = frame.bitsStored
    let span = frame.storedRange
    levels = span.map { transform(Double($0) * scale + offset) }
    let ends = [levels[0], levels[levels.count - 1]]
    nominalRange =
      stored.bitsStored > 16 ? min(ends[0], ends[1])...max(ends[0], ends[1]) : transform.range(of: span)
    codes = frame.grayCodes()
    colour = frame.samplesPerPixel == 3 ? frame : nil
    self.padding = padding.flatMap { range in
      guard stored.bitsStored <= 16 else { return nil }
      let low = max(range.lowerBound, span.lowerBound), high = min(range.upperBound, span.upperBound)
      return low <= high ? low - span.lowerBound...high - span.lowerBound : nil
    }
    var presentation = presentation ?? Presentation()
    if presentation.windows.isEmpty, presentation.table == nil, frame.bitsStored <= 8 {
      presentation.show(all: nominalRange)
    }
    self.presentation = presentation
  }

  /// `image` with its pixels at other places. Only `reoriented` calls this, with the orientation that belongs to it.
  init(_ image: ModalityImage, _ change: Reorientation, _ orientation: Orientation) {
    let size = change.size(rows: image.rows, columns: image.columns)
    (rows, columns) = (size.rows, size.columns)
    photometric = image.photometric
    bitsStored = image.bitsStored
    nominalRange = image.nominalRange
    presentation = image.presentation
    transform = image.transform
    storedPadding = image.storedPadding
    self.orientation = orientation
    colour = image.colour?.reoriented(change)
    codes = change.apply(to: image.codes, rows: image.rows, columns: image.columns)
    levels = image.levels
    padding = image.padding
  }

  /// The modality value of one pixel.
  package func value(row: Int, column: Int) -> Double {
    levels[Int(codes[row * columns + column])]
  }

  package func isPadding(row: Int, column: Int) -> Bool {
    padding?.contains(Int(codes[row * columns + column])) ?? false
  }

  /// The same pixels, to be shown otherwise.
  package func presented(_ presentation: Presentation) -> ModalityImage {
    var image = self
    image.presentation = presentation
    return image
  }

  /// All modality values, row-major.
  package var values: [Float] {
    let table = levels.map { Float($0) }
    return codes.map { table[Int($0)] }
  }

  /// The one inversion of the house: `value`, mirrored within `range` where low stored values are bright (PS3.3
  /// C.7.6.3.1.2). Both arrows that leave this station pass through here, after their own arithmetic, exactly once.
  func bright(_ value: Double, in range: ClosedRange<Double>) -> Double {
    photometric == .monochrome1 ? range.lowerBound + range.upperBound - value : value
  }

  /// `table[code]` for each pixel.
  func look<T>(up table: [T]) -> [T] {
    precondition(table.count == levels.count)
    return [T](unsafeUninitializedCapacity: codes.count) { out, count in
      codes.withUnsafeBufferPointer { codes in
        table.withUnsafeBufferPointer { table in
          for i in 0..<codes.count { out.initializeElement(at: i, to: table[Int(codes[i])]) }
        }
      }
      count = codes.count
    }
  }
}
