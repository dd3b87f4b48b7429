/// PGM and PPM pictures (Netpbm): gray or RGB, 8 or 16 bits, as text or as bytes.

/// A decoded portable graymap or pixmap (`P2`, `P3`, `P5` or `P6`).
struct PNMImage: Equatable, Sendable {
  let rows: Int
  let columns: Int
  let channels: Int
  /// The value of white, 1...65535.
  let maximum: Int
  /// Row-major, pixel-interleaved.
  let values: [Int32]

  init(decoding bytes: [UInt8], limits: DecodeLimits = .standard) throws(ImagingError) {
    var text = PNMText(bytes)
    guard let kind = text.kind else { throw .damaged(.pnm, reason: "it is neither PGM nor PPM") }
    channels = kind.isColour ? 3 : 1
    guard let columns = text.number(), let rows = text.number(), let maximum = text.number(), columns > 0,
      rows > 0, (1...65535).contains(maximum)
    else { throw .damaged(.pnm, reason: "its header is not three numbers") }
    let (pixels, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, pixels <= limits.pixels else {
      throw .tooManyPixels(columns: columns, rows: rows, limit: limits.pixels)
    }
    (self.rows, self.columns, self.maximum) = (rows, columns, maximum)
    let count = pixels * channels
    values = try kind.isText ? Self.text(&text, count) : Self.raw(text.rest, count, wide: maximum > 255)
    guard values.allSatisfy({ $0 <= Int32(maximum) }) else {
      throw .damaged(.pnm, reason: "a sample is brighter than its header allows")
    }
  }

  private static func text(_ text: inout PNMText, _ count: Int) throws(ImagingError) -> [Int32] {
    // Each sample takes two characters at least, so that a short file cannot ask for a large picture.
    guard count <= text.left else { throw .pixelDataTooShort(bytes: text.left, expected: 2 * count - 1) }
    var values: [Int32] = []
    values.reserveCapacity(count)
    for _ in 0..<count {
      guard let value = text.number(), value <= 65535 else {
        throw .damaged(.pnm, reason: "sample \(values.count + 1) is no number")
      }
      values.append(Int32(value))
    }
    return values
  }

  /// Samples of one byte, or of two with the high one first.
  private static func raw(_ bytes: ArraySlice<UInt8>, _ count: Int, wide: Bool) throws(ImagingError)
    -> [Int32]
  {
    let needed = wide ? 2 * count : count
    guard bytes.count >= needed else { throw .pixelDataTooShort(bytes: bytes.count, expected: needed) }
    return bytes.withUnsafeBufferPointer { samples in
      (0..<count).map { wide ? Int32(samples[2 * $0]) << 8 | Int32(samples[2 * $0 + 1]) : Int32(samples[$0]) }
    }
  }

  /// Stored values; 8 or 16 bits as the value of white needs. Values below a full scale stay as they are stored.
  var frame: StoredFrame {
    StoredFrame(
      rows: rows, columns: columns, samplesPerPixel: channels, bitsStored: maximum > 255 ? 16 : 8,
      photometric: channels == 3 ? .rgb : .monochrome2, values: values)
  }
}

/// Decimal numbers parted by white space, with comments from `#` to the end of a line.
private struct PNMText {
  private let bytes: [UInt8]
  private var at = 2

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var kind: (isColour: Bool, isText: Bool)? {
    guard bytes.count > 2, bytes[0] == 0x50 else { return nil }
    switch bytes[1] {
    case 0x32: return (false, true)
    case 0x33: return (true, true)
    case 0x35: return (false, false)
    case 0x36: return (true, false)
    default: return nil
    }
  }

  var left: Int { bytes.count - at }

  /// What follows the single white space behind the last number.
  var rest: ArraySlice<UInt8> { bytes[min(at + 1, bytes.count)...] }

  mutating func number() -> Int? {
    while at < bytes.count, bytes[at] <= 0x20 || bytes[at] == 0x23 {
      if bytes[at] == 0x23 {
        while at < bytes.count, bytes[at] != 0x0A { at += 1 }
      } else {
        at += 1
      }
    }
    var value: Int?
    while at < bytes.count, (0x30...0x39).contains(bytes[at]), (value ?? 0) < 1_000_000 {
      value = (value ?? 0) * 10 + Int(bytes[at] - 0x30)
      at += 1
    }
    return value
  }
}
