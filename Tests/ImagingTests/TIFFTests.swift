/// TIFF pictures, written here strip by strip.

import Imaging
import Testing

@Suite("TIFF")
struct TIFFTests {
  /// One strip of samples behind a directory of SHORT and LONG entries.
  func tiff(
    columns: UInt16, rows: UInt16, depth: UInt16, channels: UInt16 = 1, photometric: UInt16 = 1,
    big: Bool = false,
    compression: UInt16 = 1, _ data: [UInt8]
  ) -> [UInt8] {
    func two(_ value: UInt16) -> [UInt8] {
      let bytes = [UInt8(value & 0xFF), UInt8(value >> 8)]
      return big ? bytes.reversed() : bytes
    }
    func four(_ value: Int) -> [UInt8] {
      let bytes = (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) }
      return big ? bytes.reversed() : bytes
    }
    let depths = Array(repeating: two(depth), count: Int(channels)).flatMap { $0 }
    let entries: [(UInt16, UInt16)] = [
      (256, columns), (257, rows), (259, compression), (262, photometric), (277, channels), (278, rows),
    ]
    var directory: [(UInt16, [UInt8])] = entries.map { tag, value in
      (tag, two(tag) + two(3) + four(1) + two(value) + two(0))
    }
    let count = directory.count + 3
    let behind = 8 + 2 + 12 * count + 4
    let inline = channels == 1 ? two(depth) + two(0) : four(behind)
    directory.append((258, two(258) + two(3) + four(Int(channels)) + inline))
    directory.append((273, two(273) + two(4) + four(1) + four(behind + depths.count)))
    directory.append((279, two(279) + two(4) + four(1) + four(data.count)))
    let header = Array((big ? "MM" : "II").utf8) + two(42) + four(8)
    return header + two(UInt16(count)) + directory.sorted { $0.0 < $1.0 }.flatMap(\.1) + four(0) + depths
      + data
  }

  @Test("8-bit gray, in both byte orders") func gray() throws {
    for big in [false, true] {
      let film = try Film.open(
        bytes: tiff(columns: 3, rows: 2, depth: 8, big: big, [0, 1, 2, 253, 254, 255]))
      #expect(film.format == .tiff && film.frame.rows == 2 && film.frame.bitsStored == 8)
      #expect(film.frame.values == [0, 1, 2, 253, 254, 255])
    }
  }

  @Test("16-bit gray is read in the byte order of the file") func deep() throws {
    let little = try Film.open(bytes: tiff(columns: 2, rows: 1, depth: 16, [0x34, 0x12, 0xFF, 0xFF]))
    let big = try Film.open(bytes: tiff(columns: 2, rows: 1, depth: 16, big: true, [0x12, 0x34, 0xFF, 0xFF]))
    #expect(
      little.frame.values == [0x1234, 65535] && big.frame == little.frame && big.frame.bitsStored == 16)
  }

  @Test("where 0 is white, the values are turned so that 0 is black") func white() throws {
    let film = try Film.open(bytes: tiff(columns: 3, rows: 1, depth: 8, photometric: 0, [0, 100, 255]))
    #expect(film.frame.values == [255, 155, 0])
  }

  @Test("RGB is pixel-interleaved, and a fourth channel is left out") func colour() throws {
    let film = try Film.open(
      bytes: tiff(columns: 1, rows: 2, depth: 8, channels: 3, photometric: 2, [1, 2, 3, 4, 5, 6]))
    #expect(film.frame.values == [1, 2, 3, 4, 5, 6] && film.frame.photometric == .rgb)
    let alpha = try Film.open(
      bytes: tiff(columns: 1, rows: 1, depth: 8, channels: 4, photometric: 2, [1, 2, 3, 4]))
    #expect(alpha.frame.values == [1, 2, 3])
  }

  @Test("packed runs are unpacked") func packBits() throws {
    let film = try Film.open(
      bytes: tiff(columns: 6, rows: 1, depth: 8, compression: 32773, [0xFD, 9, 1, 7, 8]))
    #expect(film.frame.values == [9, 9, 9, 9, 7, 8])
  }

  @Test("what is short, huge or of another kind is refused with its reason") func refused() {
    #expect(throws: ImagingError.tooManyPixels(columns: 65535, rows: 65535, limit: 64_000_000)) {
      try Film.open(bytes: tiff(columns: 65535, rows: 65535, depth: 8, [1]))
    }
    #expect(throws: ImagingError.unsupported(.tiff, feature: "samples of other than 8 or 16 bits")) {
      try Film.open(bytes: tiff(columns: 8, rows: 1, depth: 1, [1]))
    }
    #expect(throws: ImagingError.unsupported(.tiff, feature: "this compression")) {
      try Film.open(bytes: tiff(columns: 8, rows: 1, depth: 8, compression: 7, [1]))
    }
    let whole = tiff(columns: 4, rows: 4, depth: 16, Array(repeating: 7, count: 32))
    for count in 0..<whole.count {
      #expect(throws: ImagingError.self, "\(count) bytes") {
        try Film.open(bytes: Array(whole.prefix(count)))
      }
    }
  }
}
