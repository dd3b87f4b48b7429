/// A DICOM file as a film: pixels, modality transform, padding and presentation.

extension Film {
  /// Opens an uncompressed DICOM image. Only the first frame is read.
  init(dicom bytes: [UInt8], limits: Limits) throws(ImagingError) {
    let data = try DicomDataSet(parsing: bytes)
    let syntax = data.transferSyntax
    guard syntax.isKnown else { throw .unknownTransferSyntax(uid: syntax.uid) }
    guard !data.isEmpty else { throw .damaged(.dicom, reason: "it holds no attributes") }
    guard data.hasPixels else {
      throw .noImage(sopClass: data.string(.sopClassUID).flatMap { DicomDataSet.className(of: $0) })
    }
    guard !syntax.isEncapsulated else { throw .compressed(uid: syntax.uid, name: syntax.name) }
    let layout = try PixelLayout(data, limits: limits)
    let values = try data.withPixels { layout.unpack($0) }
    let frame = StoredFrame(
      rows: layout.rows, columns: layout.columns, samplesPerPixel: layout.samplesPerPixel,
      bitsStored: layout.bitsStored, isSigned: layout.isSigned, photometric: layout.photometric,
      values: values)
    let isGray = layout.samplesPerPixel == 1
    let image = ModalityImage(
      frame, transform: isGray ? try data.modalityTransform(layout) : .identity,
      padding: isGray ? try data.padding(layout) : nil,
      presentation: isGray ? data.presentation(layout) : nil, orientation: data.orientation)
    var metadata = data.acquisition
    metadata.frames = layout.frames
    metadata.transferSyntaxUID = syntax.uid
    self.init(
      format: .dicom, frame: frame, image: image, metadata: metadata, identity: data.identity)
  }
}

extension DicomDataSet {
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

  /// Windows, their function and the VOI table; values that are no numbers are as good as absent here.
  func presentation(_ layout: PixelLayout) -> Presentation? {
    var presentation = Presentation()
    for index in 0..<16 {
      guard let center = try? decimal(.windowCenter, index), let width = try? decimal(.windowWidth, index)
      else {
        break
      }
      presentation.windows.append(Window(center: center, width: width))
    }
    presentation.function = string(.voiLUTFunction).flatMap { WindowFunction(rawValue: $0) } ?? .linear
    presentation.table = lookupTable(.voiLUTSequence, signed: layout.isSigned)
    return presentation.windows.isEmpty && presentation.table == nil ? nil : presentation
  }

  /// A table of as many entries as its descriptor calls for (0 means 65536), of 8 bits two to a word or 16 bits each.
  private func lookupTable(_ tag: DicomTag, signed: Bool) -> LookupTable? {
    guard let (descriptor, data) = table(tag) else { return nil }
    let entries = descriptor[0] == 0 ? 65536 : Int(descriptor[0])
    let bits = Int(descriptor[2])
    guard (1...16).contains(bits) else { return nil }
    let first = signed ? Int(Int16(bitPattern: descriptor[1])) : Int(descriptor[1])
    if data.count >= entries {
      return LookupTable(
        first: first, bits: bits, values: data.prefix(entries).map { min($0, UInt16((1 << bits) - 1)) })
    }
    guard bits <= 8, data.count * 2 >= entries else { return nil }
    let bytes = data.flatMap { [$0 & 0xFF, $0 >> 8] }
    return LookupTable(first: first, bits: bits, values: Array(bytes.prefix(entries)))
  }
}
