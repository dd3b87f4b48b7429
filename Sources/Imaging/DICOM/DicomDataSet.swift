/// A parsed DICOM file: typed access to its attributes, and nothing that outlives it.

internal import CDicom

/// Owns DCMTK's data set and frees it once.
struct DicomDataSet: ~Copyable {
  let file: OpaquePointer

  /// The whole file, and where its pixels lie in it; nil where the library has read them itself.
  private let bytes: [UInt8]
  private let pixels: PixelElement?

  /// Parses a whole file, with or without preamble. Throws `.damaged` with DCMTK's reason.
  ///
  /// Where the pixels can be found by the lengths of the elements before them, only what lies before them is parsed.
  ///
  /// - Parameter whole: the library gets the pixels too, to write the file again.
  init(parsing bytes: [UInt8], limits: DecodeLimits = .standard, whole: Bool = false) throws(ImagingError) {
    if !whole, let pixels = PixelElement(in: bytes, nesting: limits.nesting),
      let file = try? Self.open(pixels.head(of: bytes), limits)
    {
      (self.file, self.pixels, self.bytes) = (file, pixels, bytes)
    } else {
      (self.file, pixels, self.bytes) = (try Self.open(bytes, limits), nil, bytes)
    }
  }

  /// The library keeps pointers into what it parses only until it returns.
  private static func open(_ bytes: [UInt8], _ limits: DecodeLimits) throws(ImagingError) -> OpaquePointer {
    var reason = [CChar](repeating: 0, count: 128)
    var file: OpaquePointer?
    var bounds = cdicom_limits(
      nesting: limits.nesting, text_bytes: limits.textBytes, inflated_bytes: limits.inflatedBytes,
      inflation_ratio: limits.inflationRatio)
    let status = bytes.withUnsafeBufferPointer {
      cdicom_open($0.baseAddress, $0.count, &bounds, &file, &reason)
    }
    if let file { return file }
    switch status {
    case CDICOM_NO_MEMORY: throw .outOfMemory
    case CDICOM_TOO_DEEP:
      throw .damaged(.dicom, reason: "its sequences are nested more than \(limits.nesting) deep")
    case CDICOM_TOO_LARGE:
      throw .damaged(.dicom, reason: "it inflates to over \(limits.inflationRatio) times its size")
    default: throw .damaged(.dicom, reason: text(reason).isEmpty ? "it cannot be parsed" : text(reason))
    }
  }

  deinit { cdicom_close(file) }

  var isEmpty: Bool { cdicom_count(file) == 0 }

  struct TransferSyntax {
    let uid: String
    let name: String
    let isKnown: Bool
    let isEncapsulated: Bool
  }

  var transferSyntax: TransferSyntax {
    var uid = [CChar](repeating: 0, count: 65), name = [CChar](repeating: 0, count: 128)
    var known: Int32 = 0, encapsulated: Int32 = 0
    cdicom_transfer_syntax(file, &uid, &name, &known, &encapsulated)
    if let pixels, pixels.isImplicit {
      let claimed = String(decoding: bytes[pixels.syntax].filter { $0 > 0x20 && $0 < 0x7F }, as: UTF8.self)
      return TransferSyntax(
        uid: claimed, name: claimed, isKnown: true, isEncapsulated: !pixels.items.isEmpty)
    }
    return TransferSyntax(
      uid: text(uid), name: text(name), isKnown: known != 0, isEncapsulated: encapsulated != 0)
  }

  /// Value `index` of an attribute, trimmed; nil where it is absent, empty, not textual or longer than the limits allow.
  func string(_ tag: DicomTag, _ index: Int = 0) -> String? {
    var buffer = [CChar](repeating: 0, count: 256)
    let status = cdicom_text(file, tag.group, tag.element, UInt32(index), &buffer, buffer.count)
    guard status == CDICOM_OK else { return nil }
    let trimmed = text(buffer).split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    return trimmed.isEmpty ? nil : trimmed
  }

  /// A decimal string; nil where it is absent. Throws where it is no finite number.
  func decimal(_ tag: DicomTag, _ index: Int = 0) throws(ImagingError) -> Double? {
    guard let string = string(tag, index) else { return nil }
    guard let value = Double(string), value.isFinite, !string.contains("x") else {
      throw .attribute(tag, .notANumber)
    }
    return value
  }

  /// A 16-bit attribute's bits; nil where it is absent. Throws where it has another representation.
  func word(_ tag: DicomTag) throws(ImagingError) -> UInt16? {
    var value: UInt16 = 0
    switch cdicom_word(file, tag.group, tag.element, &value) {
    case CDICOM_OK: return value
    case CDICOM_ABSENT: return nil
    default: throw .attribute(tag, .wrongType)
    }
  }

  /// A 16-bit attribute that the image cannot do without.
  func required(_ tag: DicomTag) throws(ImagingError) -> Int {
    guard let value = try word(tag) else { throw .attribute(tag, .missing) }
    return Int(value)
  }

  /// Descriptor and data of the first item of a LUT sequence; nil where there is none that can be read.
  func table(_ tag: DicomTag) -> (descriptor: [UInt16], data: [UInt16])? {
    var descriptor: [UInt16] = [0, 0, 0]
    var data: UnsafePointer<UInt16>?
    var count = 0
    let status = cdicom_table(file, tag.group, tag.element, &descriptor, &data, &count)
    guard status == CDICOM_OK, let data else { return nil }
    return (descriptor, Array(UnsafeBufferPointer(start: data, count: count)))
  }

  /// Lends the native pixel data, little endian; throws where there are none or they cannot be read as native.
  func withPixels<T>(_ body: (UnsafeBufferPointer<UInt8>) -> Result<T, ImagingError>) throws(ImagingError)
    -> T
  {
    if let pixels { return try lend(pixels, body).get() }
    var bytes: UnsafePointer<UInt8>?
    var count = 0
    let status = cdicom_pixels(file, &bytes, &count)
    if status == CDICOM_NO_MEMORY { throw .outOfMemory }
    guard status == CDICOM_OK, let bytes else {
      throw status == CDICOM_ABSENT
        ? .attribute(.pixelData, .missing) : .damaged(.dicom, reason: "no readable pixel data")
    }
    return try body(UnsafeBufferPointer(start: bytes, count: count)).get()
  }

  private func lend<T>(
    _ pixels: PixelElement, _ body: (UnsafeBufferPointer<UInt8>) -> Result<T, ImagingError>
  ) -> Result<T, ImagingError> {
    guard !pixels.value.isEmpty else { return .failure(.damaged(.dicom, reason: "no readable pixel data")) }
    if pixels.isSwapped {
      var swapped = Array(bytes[pixels.value])
      for i in stride(from: 0, to: swapped.count - 1, by: 2) { swapped.swapAt(i, i + 1) }
      return swapped.withUnsafeBufferPointer(body)
    }
    return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[pixels.value])) }
  }

  /// Items of encapsulated pixel data, the offset table first; 0 where there are none.
  var fragmentCount: Int { pixels?.items.count ?? cdicom_fragment_count(file) }

  /// The bytes of one item, or its first `limit`.
  func fragment(_ index: Int, upTo limit: Int = .max) throws(ImagingError) -> [UInt8] {
    if let pixels {
      guard index < pixels.items.count else {
        throw .damaged(.dicom, reason: "a fragment of its pixels is missing")
      }
      return Array(bytes[pixels.items[index]].prefix(limit))
    }
    var bytes: UnsafePointer<UInt8>?
    var count = 0
    let status = cdicom_fragment(file, index, &bytes, &count)
    if status == CDICOM_NO_MEMORY { throw .outOfMemory }
    guard status == CDICOM_OK else { throw .damaged(.dicom, reason: "a fragment of its pixels is missing") }
    return Array(UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : count).prefix(limit))
  }

  func fragmentSize(_ index: Int) throws(ImagingError) -> Int {
    if let pixels, index < pixels.items.count { return pixels.items[index].count }
    return try fragment(index).count
  }

  /// The 16-bit words of an attribute, signed ones by their bits; nil where there are none.
  func wordArray(_ tag: DicomTag) -> [UInt16]? {
    var data: UnsafePointer<UInt16>?
    var count = 0
    guard cdicom_words(file, tag.group, tag.element, &data, &count) == CDICOM_OK, let data else { return nil }
    return Array(UnsafeBufferPointer(start: data, count: count))
  }

  /// All floating-point pixels; nil where there are none.
  func allReals() throws(ImagingError) -> (values: [Double], isDouble: Bool)? {
    var singles: UnsafePointer<Float>?
    var doubles: UnsafePointer<Double>?
    var count = 0
    switch cdicom_reals(file, &singles, &doubles, &count) {
    case CDICOM_ABSENT: return nil
    case CDICOM_NO_MEMORY: throw .outOfMemory
    default: break
    }
    if let singles { return (UnsafeBufferPointer(start: singles, count: count).map { Double($0) }, false) }
    if let doubles { return (Array(UnsafeBufferPointer(start: doubles, count: count)), true) }
    throw .damaged(.dicom, reason: "no readable pixel data")
  }

  var hasReals: Bool {
    var singles: UnsafePointer<Float>?
    var doubles: UnsafePointer<Double>?
    var count = 0
    return cdicom_reals(file, &singles, &doubles, &count) != CDICOM_ABSENT
  }

  /// Whether there is a Pixel Data element, readable or not.
  var hasPixels: Bool {
    if pixels != nil { return true }
    var bytes: UnsafePointer<UInt8>?
    var count = 0
    return cdicom_pixels(file, &bytes, &count) != CDICOM_ABSENT
  }

  /// The standard's name of a SOP class, for example "Enhanced SR".
  static func className(of uid: String) -> String? {
    var name = [CChar](repeating: 0, count: 128)
    cdicom_class_name(uid, &name)
    return text(name).isEmpty ? nil : text(name)
  }
}

/// The characters before the terminating zero.
func text(_ buffer: [CChar]) -> String {
  String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
