/// Station 2 of the data path: pixels in the units of the detector, before any window and any inversion.

/// One gray plane of modality values.
///
/// A pixel is a code into a table of at most 65536 modality values. Whatever is computed from a value (window, percentile,
/// model level) is computed once for each code, in double precision, and then looked up for each pixel.
package struct ModalityImage: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  package let photometric: PhotometricInterpretation
  /// 1...16 bits of a stored value.
  package let bitsStored: Int
  /// What the modality values can be, from the bits stored and the transform.
  package let nominalRange: ClosedRange<Double>
  /// How the file asks to be shown.
  package let presentation: Presentation
  /// Which side is which, and what was done to bring it there.
  package let orientation: Orientation
  /// The colour frame that the gray plane was made from, if there is one.
  let colour: StoredFrame?
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
    _ frame: StoredFrame, transform: ModalityTransform = .identity, padding: ClosedRange<Int>? = nil,
    presentation: Presentation? = nil, orientation: PatientOrientation? = nil
  ) {
    self.orientation = Orientation(stored: orientation)
    rows = frame.rows
    columns = frame.columns
    photometric = frame.photometric
    bitsStored = frame.bitsStored
    let stored = frame.storedRange
    nominalRange = transform.range(of: stored)
    levels = stored.map { transform($0) }
    codes = frame.grayCodes()
    colour = frame.samplesPerPixel == 3 ? frame : nil
    self.padding = padding.flatMap { range in
      let low = max(range.lowerBound, stored.lowerBound), high = min(range.upperBound, stored.upperBound)
      return low <= high ? low - stored.lowerBound...high - stored.lowerBound : nil
    }
    let fallback = frame.bitsStored <= 8 ? Presentation.full(nominalRange) : Presentation()
    self.presentation = presentation ?? fallback
  }

  /// `image` with its pixels at other places. Only `reoriented` calls this, with the orientation that belongs to it.
  init(_ image: ModalityImage, _ change: Reorientation, _ orientation: Orientation) {
    let size = change.size(rows: image.rows, columns: image.columns)
    (rows, columns) = (size.rows, size.columns)
    photometric = image.photometric
    bitsStored = image.bitsStored
    nominalRange = image.nominalRange
    presentation = image.presentation
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
