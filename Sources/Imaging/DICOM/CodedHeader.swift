/// What the header of a compressed frame announces, read before a decoder is let near it.

/// Size and kind of a JPEG, JPEG-LS or JPEG 2000 picture.
struct CodedHeader: Equatable, Sendable {
  var rows: Int
  var columns: Int
  var components: Int
  /// Bits of one sample.
  var precision: Int
  /// JPEG only: the colours are YCbCr by the file's own markers, to be undone for RGB.
  var isYCbCr = false
  /// JPEG only: the components are named R, G and B.
  var isNamedRGB = false
  /// JPEG 2000 only.
  var isSigned = false
  var tiles = 1
  /// JPEG only: scans up to the end of the data.
  var scans = 1
}

extension CodedHeader {
  /// The frame header of a JPEG or JPEG-LS stream (ISO/IEC 10918-1 B.2.2), or nil where there is none.
  init?(jpeg bytes: [UInt8]) {
    var app = Markers()
    var at = 2
    guard bytes.count > 4, bytes[0] == 0xFF, bytes[1] == 0xD8 else { return nil }
    while at + 4 <= bytes.count {
      guard bytes[at] == 0xFF else { return nil }
      let marker = bytes[at + 1]
      if marker == 0xFF {
        at += 1
        continue
      }
      // Markers without a length have no place in a header, and decoders have been seen to spin on them.
      guard marker > 0x01, !(0xD0...0xD9).contains(marker) else { return nil }
      let length = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
      guard length >= 2, at + 2 + length <= bytes.count else { return nil }
      let body = bytes[at + 4..<at + 2 + length]
      if Self.isFrame(marker) {
        self.init(frame: marker, Array(body), app)
        scans = Self.scans(bytes, from: at)
        return
      }
      if marker == 0xDA { return nil }
      app.note(marker, body)
      at += 2 + length
    }
    return nil
  }

  /// What the application segments say of the colours.
  private struct Markers {
    var hasJFIF = false
    var adobeTransform: UInt8?

    mutating func note(_ marker: UInt8, _ body: ArraySlice<UInt8>) {
      if marker == 0xE0, body.starts(with: "JFIF\0".utf8) { hasJFIF = true }
      if marker == 0xEE, body.starts(with: "Adobe".utf8), body.count >= 12 {
        adobeTransform = body[body.startIndex + 11]
      }
    }
  }

  /// SOF0...SOF15 without DHT, JPG and DAC; and JPEG-LS's SOF55.
  private static func isFrame(_ marker: UInt8) -> Bool {
    marker == 0xF7 || ((0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker))
  }

  private init?(frame marker: UInt8, _ body: [UInt8], _ app: Markers) {
    guard body.count >= 6, body.count >= 6 + 3 * Int(body[5]) else { return nil }
    rows = Int(body[1]) << 8 | Int(body[2])
    columns = Int(body[3]) << 8 | Int(body[4])
    components = Int(body[5])
    precision = Int(body[0])
    let names = (0..<components).map { body[6 + 3 * $0] }
    let isDCT = ![0xC3, 0xC7, 0xCB, 0xCF, 0xF7].contains(marker)
    isNamedRGB = [[82, 71, 66], [114, 103, 98]].contains(names)
    isYCbCr = isDCT && components == 3 && (app.adobeTransform.map { $0 == 1 } ?? app.hasJFIF)
  }

  /// Start-of-scan markers; within entropy-coded data a 0xFF is always followed by a stuffed zero.
  private static func scans(_ bytes: [UInt8], from start: Int) -> Int {
    var scans = 0
    bytes.withUnsafeBufferPointer { bytes in
      var at = start
      while at + 1 < bytes.count {
        if bytes[at] == 0xFF && bytes[at + 1] == 0xDA { scans += 1 }
        at += 1
      }
    }
    return scans
  }
}

extension CodedHeader {
  /// The SIZ segment of a JPEG 2000 codestream, with or without JP2 boxes around it (ISO/IEC 15444-1 A.5.1).
  init?(jpeg2000 bytes: [UInt8]) {
    let start = Self.codestream(bytes)
    guard bytes.count >= start + 45, bytes[start...].starts(with: [0xFF, 0x4F, 0xFF, 0x51]) else {
      return nil
    }
    func long(_ at: Int) -> Int { (0..<4).reduce(0) { $0 << 8 | Int(bytes[start + at + $1]) } }
    let extent = (long(8), long(12)), origin = (long(16), long(20))
    let tile = (long(24), long(28)), tileOrigin = (long(32), long(36))
    guard extent.0 > origin.0, extent.1 > origin.1, tile.0 > 0, tile.1 > 0, tileOrigin.0 <= origin.0,
      tileOrigin.1 <= origin.1
    else { return nil }
    columns = extent.0 - origin.0
    rows = extent.1 - origin.1
    components = Int(bytes[start + 40]) << 8 | Int(bytes[start + 41])
    precision = Int(bytes[start + 42] & 0x7F) + 1
    isSigned = bytes[start + 42] & 0x80 != 0
    let across = (extent.0 - tileOrigin.0 + tile.0 - 1) / tile.0
    let down = (extent.1 - tileOrigin.1 + tile.1 - 1) / tile.1
    tiles = across.multipliedReportingOverflow(by: down).partialValue
  }

  /// Where the codestream begins: at once, or inside the `jp2c` box.
  private static func codestream(_ bytes: [UInt8]) -> Int {
    guard bytes.starts(with: [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]) else { return 0 }
    var at = 12
    while at + 8 <= bytes.count {
      if bytes[at + 4..<at + 8].elementsEqual("jp2c".utf8) { return at + 8 }
      let length = (0..<4).reduce(0) { $0 << 8 | Int(bytes[at + $1]) }
      guard length >= 8 else { break }
      at += length
    }
    return bytes.count
  }
}
