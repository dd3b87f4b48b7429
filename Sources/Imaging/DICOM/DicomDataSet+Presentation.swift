/// How a DICOM file asks to be shown: windows, tables, polarity, overlays, shutters and the shape of a pixel.

extension DicomDataSet {
  /// Values that are no numbers are as good as absent here: a film is not refused for them.
  func presentation(_ layout: PixelLayout) -> Presentation {
    var presentation = Presentation()
    presentation.windows = windows
    presentation.function = string(.voiLUTFunction).flatMap { WindowFunction(rawValue: $0) } ?? .linear
    presentation.table = lookupTable(.voiLUTSequence, signed: layout.isSigned)
    presentation.outputTable = lookupTable(.presentationLUTSequence, signed: false)
    presentation.overlays = (0..<16).compactMap { overlay(group: 0x6000 + 2 * UInt16($0), layout) }
    presentation.shutters = shutters
    presentation.shutterLevel = (try? word(.shutterPresentationValue)).flatMap { $0 } ?? 0
    presentation.pixelAspect = pixelAspect
    return presentation
  }

  var windows: [Window] {
    var windows: [Window] = []
    for index in 0..<16 {
      guard let center = try? decimal(.windowCenter, index), let width = try? decimal(.windowWidth, index)
      else { break }
      windows.append(Window(center: center, width: width))
    }
    return windows
  }

  /// Height over width of a pixel: PixelAspectRatio, else the spacing of rows and columns; 1 where nothing is said.
  var pixelAspect: Double {
    for tag in [DicomTag.pixelAspectRatio, .imagerPixelSpacing, .pixelSpacing] {
      guard let height = try? decimal(tag, 0), let width = try? decimal(tag, 1), height > 0, width > 0 else {
        continue
      }
      let ratio = height / width
      return (0.05...20).contains(ratio) && abs(ratio - 1) > 0.001 ? ratio : 1
    }
    return 1
  }

  /// The first table of a sequence; nil where there is none that can be read.
  func lookupTable(_ tag: DicomTag, signed: Bool) -> LookupTable? {
    guard let (descriptor, data) = table(tag) else { return nil }
    return LookupTable(descriptor: descriptor, data: data, signed: signed)
  }
}

extension DicomDataSet {
  /// One overlay group with its own data (PS3.3 C.9.2), or in a bit of the pixel data that no stored value uses, as older
  /// files have it. nil where there is none that can be read.
  private func overlay(group: UInt16, _ layout: PixelLayout) -> Overlay? {
    func tag(_ element: UInt16) -> DicomTag { DicomTag(group, element, "Overlay") }
    guard let rows = try? word(tag(0x10)), let columns = try? word(tag(0x11)), rows > 0, columns > 0 else {
      return nil
    }
    let origin = wordArray(tag(0x50)) ?? [1, 1]
    guard origin.count >= 2 else { return nil }
    let (top, left) = (Int(Int16(bitPattern: origin[0])) - 1, Int(Int16(bitPattern: origin[1])) - 1)
    let count = Int(rows) * Int(columns)
    let bits = wordArray(tag(0x3000)).map { $0.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
    guard let bits = bits ?? embedded(try? word(tag(0x102)), rows: Int(rows), columns: Int(columns), layout),
      bits.count * 8 >= count
    else { return nil }
    return Overlay(rows: Int(rows), columns: Int(columns), top: top, left: left, bits: bits)
  }

  private func embedded(_ position: UInt16?, rows: Int, columns: Int, _ layout: PixelLayout) -> [UInt8]? {
    let used = layout.shift..<layout.shift + layout.bitsStored
    guard let bit = position, rows == layout.rows, columns == layout.columns, layout.samplesPerPixel == 1,
      layout.bitsAllocated == 16, bit < 16, !used.contains(Int(bit)), fragmentCount == 0
    else { return nil }
    return try? withPixels { bytes in
      guard bytes.count >= 2 * rows * columns else {
        return .failure(.pixelDataTooShort(bytes: bytes.count, expected: 2 * rows * columns))
      }
      var plane = [UInt8](repeating: 0, count: (rows * columns + 7) / 8)
      for i in 0..<rows * columns {
        let word = UInt16(bytes[2 * i]) | UInt16(bytes[2 * i + 1]) << 8
        if word >> bit & 1 == 1 { plane[i >> 3] |= 1 << UInt8(i & 7) }
      }
      return .success(plane)
    }
  }
}
