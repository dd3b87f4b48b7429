/// How a DICOM file packs its pixels (Image Pixel Module, PS3.3 C.7.6.3), checked before anything is allocated.

struct PixelLayout {
  let rows: Int
  let columns: Int
  let samplesPerPixel: Int
  /// Red, green and blue planes follow one another instead of being interleaved.
  let isPlanar: Bool
  let bitsAllocated: Int
  let bitsStored: Int
  /// Bits below the lowest stored bit.
  let shift: Int
  let isSigned: Bool
  let photometric: PhotometricInterpretation
  let frames: Int

  var samples: Int { rows * columns * samplesPerPixel }
  /// Bytes of all frames, or nil where the number overflows; frames of 1 bit follow one another without a gap.
  var bytes: Int? {
    let (bits, overflow) = (samples * bitsAllocated).multipliedReportingOverflow(by: frames)
    return overflow || bits > Int.max - 7 ? nil : (bits + 7) / 8
  }

  init(_ data: borrowing DicomDataSet, limits: Limits) throws(ImagingError) {
    rows = try Self.positive(.rows, data)
    columns = try Self.positive(.columns, data)
    guard rows * columns <= limits.pixels else {
      throw .tooManyPixels(columns: columns, rows: rows, limit: limits.pixels)
    }
    samplesPerPixel = try data.word(.samplesPerPixel).map { Int($0) } ?? 1
    photometric = try Self.photometric(data, samplesPerPixel: samplesPerPixel)
    bitsAllocated = try data.required(.bitsAllocated)
    bitsStored = try data.word(.bitsStored).map { Int($0) } ?? bitsAllocated
    let highBit = try data.word(.highBit).map { Int($0) } ?? bitsStored - 1
    guard [1, 8, 16].contains(bitsAllocated) else {
      if bitsAllocated == 32 || bitsAllocated == 64 || bitsAllocated == 12 {
        throw .unsupported(.dicom, feature: "\(bitsAllocated) bits allocated")
      }
      throw .attribute(.bitsAllocated, .outOfRange(bitsAllocated))
    }
    guard (1...bitsAllocated).contains(bitsStored) else {
      throw .attribute(.bitsStored, .outOfRange(bitsStored))
    }
    guard (bitsStored - 1..<bitsAllocated).contains(highBit) else {
      throw .attribute(.highBit, .outOfRange(highBit))
    }
    shift = highBit - bitsStored + 1
    let representation = try data.word(.pixelRepresentation) ?? 0
    guard representation <= 1 else {
      throw .attribute(.pixelRepresentation, .outOfRange(Int(representation)))
    }
    isSigned = representation == 1
    let planar = try data.word(.planarConfiguration) ?? 0
    guard planar <= 1 || samplesPerPixel == 1 else {
      throw .attribute(.planarConfiguration, .outOfRange(Int(planar)))
    }
    isPlanar = planar == 1
    frames = try Self.frames(data)
  }

  private static func positive(_ tag: DicomTag, _ data: borrowing DicomDataSet) throws(ImagingError) -> Int {
    let value = try data.required(tag)
    guard value > 0 else { throw .attribute(tag, .outOfRange(value)) }
    return value
  }

  private static func photometric(_ data: borrowing DicomDataSet, samplesPerPixel: Int) throws(ImagingError)
    -> PhotometricInterpretation
  {
    guard let name = data.string(.photometric) else { throw .attribute(.photometric, .missing) }
    guard let photometric = PhotometricInterpretation(rawValue: name) else {
      let known = [
        "PALETTE COLOR", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT", "ARGB", "CMYK",
        "HSV",
      ]
      throw .unsupported(
        .dicom, feature: known.contains(name) ? "\(name) pixels" : "an unknown kind of colour")
    }
    guard samplesPerPixel == (photometric == .rgb ? 3 : 1) else {
      throw .attribute(.samplesPerPixel, .contradicts(.photometric))
    }
    return photometric
  }

  /// Number of Frames, at least 1; a text that is no number counts as absent.
  private static func frames(_ data: borrowing DicomDataSet) throws(ImagingError) -> Int {
    guard let text = data.string(.numberOfFrames), let frames = Int(text), frames != 0 else { return 1 }
    guard frames > 0 else { throw .attribute(.numberOfFrames, .outOfRange(frames)) }
    return frames
  }
}
