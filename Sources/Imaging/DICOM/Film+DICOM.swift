/// A DICOM file as a film: pixels, modality transform, padding and presentation.

extension Film {
  /// Opens frame `index` of a DICOM image; the first is 0.
  init(dicom bytes: [UInt8], limits: DecodeLimits, frame index: Int) throws(ImagingError) {
    let data = try DicomDataSet(parsing: bytes, limits: limits)
    let syntax = data.transferSyntax
    let coding = try syntax.coding()
    guard !data.isEmpty else { throw .damaged(.dicom, reason: "it holds no attributes") }
    guard data.hasPixels else {
      if let film = try Film.real(data, limits: limits, frame: index) {
        self = film
        return
      }
      throw .noImage(sopClass: data.string(.sopClassUID).flatMap { DicomDataSet.className(of: $0) })
    }
    let layout = try PixelLayout(data, coding: coding, limits: limits)
    guard (0..<layout.frames).contains(index) else { throw .noSuchFrame(index + 1, of: layout.frames) }
    let frame = try data.frame(index, layout, syntax, coding, limits)
    let palette = frame.photometric == .paletteColor ? try data.palette(layout) : nil
    let isGray = frame.photometric.isGray
    guard let shown = isGray ? frame : frame.rgb(palette: palette) else {
      throw .unsupported(.dicom, feature: "\(frame.photometric.rawValue) of \(frame.bitsStored) bits")
    }
    self.init(try ImageHeader(data, layout), frame: frame, shown: shown)
  }
}

extension DicomDataSet {
  /// The stored values of one frame, decoded where they are compressed.
  func frame(
    _ index: Int, _ layout: PixelLayout, _ syntax: TransferSyntax, _ coding: PixelCoding,
    _ limits: DecodeLimits
  ) throws(ImagingError) -> StoredFrame {
    if coding == .native, layout.holdsCodes {
      return layout.frame(codes: try withPixels { layout.codes($0, frame: index, of: layout.frames) })
    }
    let decoded: FrameDecoder.Decoded
    if coding == .native {
      let values = try withPixels { layout.unpack($0, frame: index, of: layout.frames) }
      decoded = .init(values: values, bitsStored: layout.bitsStored, photometric: layout.photometric)
    } else {
      let decoder = FrameDecoder(layout: layout, syntax: syntax, coding: coding, limits: limits)
      decoded = try decoder.decode(codedFrame(index, of: layout.frames))
    }
    if let codes = decoded.codes {
      return StoredFrame(
        rows: layout.rows, columns: layout.columns, bitsStored: decoded.bitsStored, isSigned: layout.isSigned,
        photometric: decoded.photometric, codes: codes)
    }
    return StoredFrame(
      rows: layout.rows, columns: layout.columns, samplesPerPixel: layout.samplesPerPixel,
      bitsStored: decoded.bitsStored, isSigned: layout.isSigned, photometric: decoded.photometric,
      values: decoded.values)
  }

  /// Red, green and blue tables, of 8 or 16 bits an entry (PS3.3 C.7.6.3.1.5 and .6).
  func palette(_ layout: PixelLayout) throws(ImagingError) -> Palette {
    guard let descriptor = wordArray(.paletteDescriptors[0]), descriptor.count >= 3 else {
      throw .attribute(.paletteDescriptors[0], .missing)
    }
    let entries = descriptor[0] == 0 ? 65536 : Int(descriptor[0])
    var tables: [[UInt16]] = []
    var bits = 16
    for (tag, segments) in zip(DicomTag.paletteData, DicomTag.segmentedPaletteData) {
      if let data = wordArray(segments), wordArray(tag) == nil {
        bits = descriptor[2] == 8 ? 8 : 16
        guard let table = PaletteSegments.expand(data, bits: bits, entries: entries) else {
          throw .attribute(segments, .outOfRange(data.count))
        }
        tables.append(table)
        continue
      }
      guard let data = wordArray(tag) else { throw .attribute(tag, .missing) }
      guard data.count >= (entries + 1) / 2 else { throw .attribute(tag, .outOfRange(data.count)) }
      bits = data.count >= entries ? 16 : 8
      tables.append(Array((bits == 16 ? data : data.flatMap { [$0 & 0xFF, $0 >> 8] }).prefix(entries)))
    }
    guard tables.allSatisfy({ $0.count == entries }) else {
      throw .attribute(.paletteData[0], .contradicts(.paletteDescriptors[0]))
    }
    let first = layout.isSigned ? Int(Int16(bitPattern: descriptor[1])) : Int(descriptor[1])
    return Palette(first: first, bits: bits, red: tables[0], green: tables[1], blue: tables[2])
  }

  /// Modality LUT Sequence if there is one, else Rescale Slope and Intercept, else the identity (PS3.3 C.11.1).
  func modalityTransform(_ layout: PixelLayout) throws(ImagingError) -> ModalityTransform {
    if let table = lookupTable(.modalityLUTSequence, signed: layout.isSigned) { return .table(table) }
    let slope = try decimal(.rescaleSlope) ?? 1, intercept = try decimal(.rescaleIntercept) ?? 0
    guard slope != 0, abs(slope) < 1e9, abs(intercept) < 1e12 else {
      throw .attribute(.rescaleSlope, .notANumber)
    }
    return .linear(slope: slope, intercept: intercept)
  }

  /// Stored values from Pixel Padding Value to Pixel Padding Range Limit, in either order (PS3.3 C.7.5.1.1.2).
  func padding(_ layout: PixelLayout) throws(ImagingError) -> ClosedRange<Int>? {
    guard let value = try? word(.pixelPaddingValue) else { return nil }
    let limit = (try? word(.pixelPaddingRangeLimit)) ?? value
    let ends = [value, limit].map { layout.isSigned ? Int(Int16(bitPattern: $0)) : Int($0) }
    return ends.min().flatMap { low in ends.max().map { low...$0 } }
  }
}
