/// Pixels in canonical forms, so that two decoders can be compared by hash: little endian, row-major, samples last.

import Imaging
import Review

/// Samples of one frame as numbers, with the width in which they are hashed.
struct CanonicalPixels {
  let rows: Int
  let columns: Int
  let samplesPerPixel: Int
  /// `rows * columns * samplesPerPixel`.
  let values: [Double]
  let sha256: String

  /// Stored values: 32-bit integers.
  init(stored frame: StoredFrame) {
    self.init(frame, hashing: .int32)
  }

  /// Colours: samples of 1, 2 or 4 bytes, whichever holds the bits.
  init(colours frame: StoredFrame) {
    self.init(frame, hashing: frame.bitsStored <= 8 ? .uint8 : frame.bitsStored <= 16 ? .uint16 : .int32)
  }

  /// Modality values: float32 of `slope * stored + intercept` computed in double precision, or of the table's entry.
  init(rescaled film: Film) {
    let frame = film.frame
    let values = frame.numbers.map { film.image.transform($0) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * values.count)
    for value in values { Self.append(Float(value).bitPattern, 4, to: &bytes) }
    self.init(frame, values, bytes)
  }

  /// Floating-point stored values, in the width that the file has.
  init(reals: RealPixels, of frame: StoredFrame) {
    var bytes: [UInt8] = []
    for value in reals.values {
      if reals.isDouble {
        for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64(byte)))) }
      } else {
        Self.append(Float(value).bitPattern, 4, to: &bytes)
      }
    }
    self.init(frame, reals.values, bytes)
  }

  /// A picture's own samples, alpha included.
  init(native picture: PNGImage) {
    let (words, width) =
      switch picture.samples {
      case .eight(let samples): (samples.map { UInt32($0) }, 1)
      case .sixteen(let samples): (samples.map { UInt32($0) }, 2)
      }
    var bytes: [UInt8] = []
    for word in words { Self.append(word, width, to: &bytes) }
    rows = picture.rows
    columns = picture.columns
    samplesPerPixel = picture.channels
    values = words.map { Double($0) }
    sha256 = SHA256.hash(bytes)
  }

  private enum Width: Int { case uint8 = 1, uint16 = 2, int32 = 4 }

  private init(_ frame: StoredFrame, hashing width: Width) {
    var bytes: [UInt8] = []
    let values = frame.values
    bytes.reserveCapacity(values.count * width.rawValue)
    for value in values { Self.append(UInt32(bitPattern: value), width.rawValue, to: &bytes) }
    self.init(frame, frame.numbers, bytes)
  }

  private init(_ frame: StoredFrame, _ values: [Double], _ bytes: [UInt8]) {
    rows = frame.rows
    columns = frame.columns
    samplesPerPixel = frame.samplesPerPixel
    self.values = values
    sha256 = SHA256.hash(bytes)
  }

  private static func append(_ word: UInt32, _ bytes: Int, to out: inout [UInt8]) {
    for byte in 0..<bytes { out.append(UInt8(truncatingIfNeeded: word >> (8 * UInt32(byte)))) }
  }
}

extension CanonicalPixels {
  var minimum: Double { values.min() ?? 0 }
  var maximum: Double { values.max() ?? 0 }
  /// Rounded to 6 decimals.
  var mean: Double { Self.rounded(values.reduce(0, +) / Double(max(values.count, 1)), 1e6) }

  /// Means of 8 x 8 blocks over all samples, to 4 decimals; nil where a block would be empty. The first blocks are one
  /// longer where the size does not divide.
  var grid8: [Double?] {
    let down = Self.blocks(rows), across = Self.blocks(columns)
    return down.flatMap { rows in across.map { columns in mean(rows, columns) } }
  }

  private func mean(_ rows: Range<Int>, _ columns: Range<Int>) -> Double? {
    guard !rows.isEmpty, !columns.isEmpty else { return nil }
    var sum = 0.0
    for y in rows {
      let start = (y * self.columns + columns.lowerBound) * samplesPerPixel
      for i in start..<start + columns.count * samplesPerPixel { sum += values[i] }
    }
    return Self.rounded(sum / Double(rows.count * columns.count * samplesPerPixel), 1e4)
  }

  private static func blocks(_ size: Int) -> [Range<Int>] {
    var start = 0
    return (0..<8).map { block in
      let length = size / 8 + (block < size % 8 ? 1 : 0)
      defer { start += length }
      return start..<start + length
    }
  }

  private static func rounded(_ value: Double, _ scale: Double) -> Double {
    (value * scale).rounded(.toNearestOrEven) / scale
  }
}
