/// Whether a film from another process keeps the promises that its types make: a decoder that went wrong may say anything.

extension DecodeAnswer {
  var isConsistent: Bool {
    switch self {
    case .film(let film): film.isConsistent
    case .header(let header): header?.isConsistent != false
    case .deidentified(let film): film.isConsistent
    case .refused, .lacking, .swept, .rehearsed: true
    }
  }
}

extension Film {
  /// The numbers of values fit the sizes, and every code has its level.
  var isConsistent: Bool {
    frame.isConsistent && image.isConsistent && rgb?.isConsistent != false
      && (reals.map { $0.values.count == frame.rows * frame.columns } ?? true)
  }
}

extension ImageHeader {
  var isConsistent: Bool { layout.isConsistent && transform.isConsistent && presentation.isConsistent }
}

extension PixelLayout {
  var isConsistent: Bool {
    sides.contains(rows) && sides.contains(columns) && samplesPerPixel == photometric.samplesPerPixel
      && [1, 8, 16, 32].contains(bitsAllocated) && (1...bitsAllocated).contains(bitsStored)
      && (0...bitsAllocated - bitsStored).contains(shift) && frames > 0
  }
}

extension ModalityTransform {
  var isConsistent: Bool {
    switch self {
    case .linear(let slope, let intercept): slope.isFinite && intercept.isFinite
    case .table(let table): table.isConsistent
    }
  }
}

/// Far beyond any film, and small enough that three samples a pixel can be counted.
private let sides = 1...(1 << 24)

extension StoredFrame {
  var isConsistent: Bool {
    guard sides.contains(rows), sides.contains(columns), [1, 3].contains(samplesPerPixel),
      (1...32).contains(bitsStored)
    else { return false }
    return hasItsSamples && (luma.map { $0.count == rows * columns } ?? true)
  }
}

extension ModalityImage {
  var isConsistent: Bool {
    guard sides.contains(rows), sides.contains(columns), codes.count == rows * columns,
      (1...16).contains(bitsStored), levels.count == 1 << bitsStored,
      padding.map({ $0.lowerBound >= 0 && $0.upperBound < levels.count }) ?? true
    else { return false }
    return codes.areBelow(bits: bitsStored) && colour?.isConsistent != false
      && presentation.isConsistent
  }
}

extension [UInt16] {
  /// Whether every code is one of so many bits.
  func areBelow(bits: Int) -> Bool {
    guard bits < 16 else { return true }
    let outside = withUnsafeBufferPointer { codes in
      var all: UInt16 = 0
      for code in codes { all |= code }
      return all
    }
    return Int(outside) < 1 << bits
  }
}

extension Presentation {
  var isConsistent: Bool {
    table?.isConsistent != false && outputTable?.isConsistent != false
      && overlays.allSatisfy(\.isConsistent) && pixelAspect.isFinite && pixelAspect > 0
  }
}

extension Overlay {
  var isConsistent: Bool {
    sides.contains(rows) && sides.contains(columns) && bits.count * 8 >= rows * columns
      && abs(top) < 1 << 24 && abs(left) < 1 << 24
  }
}

extension LookupTable {
  var isConsistent: Bool { !values.isEmpty && (1...16).contains(bits) }
}
