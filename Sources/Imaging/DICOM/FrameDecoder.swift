/// One compressed frame to stored values: its header is compared with the data set, then its decoder is called.

internal import CDicom

struct FrameDecoder {
  let layout: PixelLayout
  let syntax: DicomDataSet.TransferSyntax
  let coding: PixelCoding
  let limits: DecodeLimits

  /// What a frame decodes to. Colours are pixel-interleaved.
  struct Decoded {
    var values: [Int32] = []
    /// Single samples of up to 16 bits, counted from the lowest value; then there are no `values`.
    var codes: [UInt16]?
    /// At least the layout's: a codestream may hold more bits than the data set announces.
    var bitsStored: Int
    var photometric: PhotometricInterpretation
  }

  func decode(_ coded: [UInt8]) throws(ImagingError) -> Decoded {
    switch coding {
    case .jpeg2000: return try jpeg2000(coded)
    case .jpeg, .jpegLS: return try jpeg(coded)
    case .rle: return try runLength(coded)
    case .native, .encapsulated:
      let values = try coded.withUnsafeBufferPointer { layout.unpack($0, frame: 0, of: 1) }.get()
      return Decoded(values: values, bitsStored: layout.bitsStored, photometric: layout.photometric)
    }
  }

  private func jpeg(_ coded: [UInt8]) throws(ImagingError) -> Decoded {
    guard let header = CodedHeader(jpeg: coded) else { throw damaged("there is no frame header") }
    try check(header)
    guard header.scans <= limits.jpegScans else { throw damaged("it has over \(limits.jpegScans) scans") }
    let decoded = try samples(coded, header)
    return layout.samplesPerPixel == 3 && coding == .jpeg ? coloured(decoded, header) : decoded
  }

  /// The stream's own markers are believed: YCbCr under the name of RGB becomes RGB, and RGB under a YBR name stays.
  private func coloured(_ decoded: Decoded, _ header: CodedHeader) -> Decoded {
    var decoded = decoded
    if header.isNamedRGB { decoded.photometric = .rgb }
    guard layout.photometric == .rgb, header.isYCbCr else { return decoded }
    let frame = StoredFrame(
      rows: layout.rows, columns: layout.columns, samplesPerPixel: 3, bitsStored: decoded.bitsStored,
      photometric: .ybrFull, values: decoded.values)
    if let rgb = frame.rgb() { decoded.values = rgb.values }
    return decoded
  }

  private func runLength(_ coded: [UInt8]) throws(ImagingError) -> Decoded {
    let width = layout.bitsAllocated / 8
    guard width > 0 else {
      throw .unsupported(.dicom, feature: "\(layout.bitsAllocated)-bit samples in \(syntax.name)")
    }
    let raw = try RunLength.decode(
      coded, pixels: layout.rows * layout.columns, samples: layout.samplesPerPixel, bytesPerSample: width)
    if let decoded = narrow(raw, width, down: layout.shift, bits: layout.bitsStored) { return decoded }
    let words = raw.withUnsafeBufferPointer { layout.widen($0, bytes: width) }
    let shifted = layout.shift == 0 ? words : words.map { $0 &>> Int32(layout.shift) }
    return fit(shifted, signBits: layout.bitsStored, layout.photometric)
  }

  /// JPEG and JPEG-LS by DCMTK: 8 or 16 `bits` a sample in memory, `precision` of them used.
  private func samples(_ coded: [UInt8], _ header: CodedHeader) throws(ImagingError) -> Decoded {
    let bits = header.precision <= 8 ? 8 : 16
    let width = bits / 8, size = (layout.samples * width + 1) / 2 * 2
    var raw = [UInt8](repeating: 0, count: size)
    try call { what, message in
      var what = what
      what.bits_allocated = UInt16(bits)
      what.bits_stored = UInt16(header.precision)
      return coded.withUnsafeBufferPointer { bytes in
        raw.withUnsafeMutableBufferPointer { out in
          cdicom_decode(&what, bytes.baseAddress, bytes.count, out.baseAddress, out.count, message)
        }
      }
    }
    let signBits = coding == .jpegLS ? header.precision : min(layout.bitsStored, 16)
    if let decoded = narrow(raw, width, down: 0, bits: signBits) { return decoded }
    let words = raw.withUnsafeBufferPointer { layout.widen($0, bytes: width) }
    return fit(words, signBits: signBits, layout.photometric)
  }

  private func jpeg2000(_ coded: [UInt8]) throws(ImagingError) -> Decoded {
    guard let header = CodedHeader(jpeg2000: coded) else { throw damaged("there is no codestream header") }
    try check(header)
    guard header.tiles <= limits.jpeg2000Tiles else {
      throw damaged("it has over \(limits.jpeg2000Tiles) tiles")
    }
    var values = [Int32](repeating: 0, count: layout.samples)
    var precision: Int32 = 0, isSigned: Int32 = 0
    try call { what, message in
      var what = what
      return coded.withUnsafeBufferPointer { bytes in
        values.withUnsafeMutableBufferPointer { out in
          cdicom_jpeg2000(
            &what, bytes.baseAddress, bytes.count, Processors.forOneFilm, out.baseAddress, &precision,
            &isSigned, message)
        }
      }
    }
    let isTransformed = [.ybrICT, .ybrRCT].contains(layout.photometric)
    let photometric = isTransformed ? .rgb : layout.photometric
    if (isSigned != 0) == layout.isSigned { return fitSigned(values, photometric) }
    return fit(values, signBits: Int(precision), photometric)
  }

  private func check(_ header: CodedHeader) throws(ImagingError) {
    guard header.rows == layout.rows, header.columns == layout.columns else {
      throw .attribute(.rows, .contradicts(.pixelData))
    }
    guard header.components == layout.samplesPerPixel else {
      throw .attribute(.samplesPerPixel, .contradicts(.pixelData))
    }
    guard (1...16).contains(header.precision) else {
      throw .unsupported(.dicom, feature: "\(header.precision)-bit samples in \(syntax.name)")
    }
  }

  private func damaged(_ reason: String) -> ImagingError {
    .damaged(.dicom, reason: "in the \(syntax.name) stream, \(reason)")
  }

  private func call(
    _ body: (cdicom_coded, UnsafeMutablePointer<CChar>?) -> cdicom_status
  ) throws(ImagingError) {
    var message = [CChar](repeating: 0, count: 128)
    let status = syntax.uid.withCString { uid in
      layout.codecPhotometric.withCString { photometric in
        let what = cdicom_coded(
          transfer_syntax: uid, photometric: photometric, rows: UInt16(layout.rows),
          columns: UInt16(layout.columns),
          samples: UInt16(layout.samplesPerPixel), bits_allocated: UInt16(layout.bitsAllocated),
          bits_stored: UInt16(layout.bitsStored), is_signed: layout.isSigned ? 1 : 0)
        return message.withUnsafeMutableBufferPointer { body(what, $0.baseAddress) }
      }
    }
    let words = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    switch status {
    case CDICOM_OK: return
    case CDICOM_NO_MEMORY: throw .outOfMemory
    case CDICOM_MISMATCH: throw .attribute(.rows, .contradicts(.pixelData))
    default: throw damaged(words.isEmpty ? "the data are damaged" : words)
    }
  }
}

extension FrameDecoder {
  /// The short way for what nearly all radiographs are: one sample of up to 16 bits, all of them stored.
  private func narrow(_ raw: [UInt8], _ width: Int, down: Int, bits: Int) -> Decoded? {
    guard layout.samplesPerPixel == 1, width <= 2, bits == layout.bitsStored else { return nil }
    let codes = raw.withUnsafeBytes { layout.codes($0, wide: width == 2, down: down, bits: bits) }
    return Decoded(codes: codes, bitsStored: bits, photometric: layout.photometric)
  }

  /// Keeps `signBits` of each word, as a signed number where the layout says so, and widens the bits stored to what the
  /// stream really holds.
  private func fit(_ words: [Int32], signBits: Int, _ photometric: PhotometricInterpretation) -> Decoded {
    let up = Int32(32 - signBits)
    let values = words.map { word in
      let high = word &<< up
      return layout.isSigned ? high &>> up : Int32(bitPattern: UInt32(bitPattern: high) &>> UInt32(up))
    }
    if signBits <= layout.bitsStored {
      return Decoded(values: values, bitsStored: layout.bitsStored, photometric: photometric)
    }
    return fitSigned(values, photometric)
  }

  private func fitSigned(_ values: [Int32], _ photometric: PhotometricInterpretation) -> Decoded {
    var bits = layout.bitsStored
    if bits < 32 {
      let low = values.min() ?? 0, high = values.max() ?? 0
      while bits < 31 && !Self.holds(bits, layout.isSigned, low, high) { bits += 1 }
    }
    return Decoded(values: values, bitsStored: bits, photometric: photometric)
  }

  private static func holds(_ bits: Int, _ isSigned: Bool, _ low: Int32, _ high: Int32) -> Bool {
    isSigned
      ? low >= -(Int32(1) << (bits - 1)) && high < Int32(1) << (bits - 1)
      : low >= 0 && Int64(high) < Int64(1) << bits
  }
}
