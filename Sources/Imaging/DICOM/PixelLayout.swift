/// How a DICOM file packs its pixels (Image Pixel Module, PS3.3 C.7.6.3), checked before anything is allocated.

struct PixelLayout: Equatable, Codable {
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
  /// 16-bit halves of 32-bit words lie high half first.
  let isBigEndian: Bool

  var samples: Int { rows * columns * samplesPerPixel }

  /// Native YBR_FULL_422 stores two pixels as Y Y Cb Cr (PS3.3 C.7.6.3.1.2); everything else as many samples as it has.
  var packedSamples: Int { photometric == .ybrFull422 ? rows * columns * 2 : samples }

  /// Bytes of `frames` native frames, or nil where the number overflows; frames of 1 bit follow one another without a gap.
  func bytes(of frames: Int) -> Int? {
    let (bits, overflow) = (packedSamples * bitsAllocated).multipliedReportingOverflow(by: frames)
    return overflow || bits > Int.max - 7 ? nil : (bits + 7) / 8
  }

  /// What DCMTK's codecs are told: they look only for the number of samples behind the name.
  var codecPhotometric: String { samplesPerPixel == 3 ? "RGB" : "MONOCHROME2" }

  init(
    _ data: borrowing DicomDataSet, coding: PixelCoding, limits: DecodeLimits
  ) throws(ImagingError) {
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
    guard [1, 8, 16, 32].contains(bitsAllocated) else {
      if [12, 64].contains(bitsAllocated) {
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
    isPlanar = planar == 1 && samplesPerPixel > 1
    frames = try Self.frames(data)
    isBigEndian = data.transferSyntax.uid == "1.2.840.10008.1.2.2"
    if photometric == .ybrFull422, coding == .native {
      guard columns % 2 == 0, bitsAllocated == 8, !isPlanar else {
        throw .attribute(.photometric, .contradicts(.columns))
      }
    }
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
      let known = ["YBR_PARTIAL_420", "YBR_PARTIAL_422", "ARGB", "CMYK", "HSV", "XYB"]
      throw .unsupported(
        .dicom, feature: known.contains(name) ? "\(name) pixels" : "an unknown kind of colour")
    }
    guard samplesPerPixel == photometric.samplesPerPixel else {
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
