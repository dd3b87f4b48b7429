/// A parsed DICOM file: typed access to its attributes, and nothing that outlives it.

internal import CDicom

/// Owns DCMTK's data set and frees it once.
struct DicomDataSet: ~Copyable {
  let file: OpaquePointer

  /// Parses a whole file, with or without preamble. Throws `.damaged` with DCMTK's reason.
  init(parsing bytes: [UInt8]) throws(ImagingError) {
    var reason = [CChar](repeating: 0, count: 128)
    var file: OpaquePointer?
    let status = bytes.withUnsafeBufferPointer { cdicom_open($0.baseAddress, $0.count, &file, &reason) }
    guard let file else {
      switch status {
      case CDICOM_NO_MEMORY: throw .outOfMemory
      case CDICOM_TOO_DEEP: throw .damaged(.dicom, reason: "its sequences are nested too deeply")
      case CDICOM_TOO_LARGE: throw .damaged(.dicom, reason: "it inflates to over a hundred times its size")
      default: throw .damaged(.dicom, reason: text(reason).isEmpty ? "it cannot be parsed" : text(reason))
      }
    }
    self.file = file
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
    return TransferSyntax(
      uid: text(uid), name: text(name), isKnown: known != 0, isEncapsulated: encapsulated != 0)
  }

  /// Value `index` of an attribute, trimmed; nil where it is absent, empty or not textual.
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

  /// Whether there is a Pixel Data element, readable or not.
  var hasPixels: Bool {
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
