/// Photometric interpretations, and files that are packed or damaged in unusual ways.

import Imaging
import Testing

@Suite("DICOM packing")
struct PackingTests {
  /// A picture of 8-bit samples.
  func eight(
    rows: Int, columns: Int, _ photometric: String, samples: UInt16, _ bytes: [UInt8],
    _ change: (inout DicomBuilder) -> Void = { _ in }
  ) throws -> Film {
    var file = DicomBuilder(rows: rows, columns: columns, words: [])
    file.set(0x0028_0002, "US", .words([samples]))
    file.set(0x0028_0004, "CS", .text(photometric))
    if samples > 1 { file.set(0x0028_0006, "US", .words([0])) }
    for (tag, value): (UInt32, UInt16) in [(0x0028_0100, 8), (0x0028_0101, 8), (0x0028_0102, 7)] {
      file.set(tag, "US", .words([value]))
    }
    file.set(0x7FE0_0010, "OB", .bytes(bytes))
    change(&file)
    return try Film.open(bytes: file.build())
  }

  @Test("a palette makes colours of 16 bits, and of 8 bits packed two to a word") func palette() throws {
    func film(_ tables: [[UInt16]], bits: UInt16, first: UInt16 = 10) throws -> StoredFrame? {
      try eight(rows: 1, columns: 4, "PALETTE COLOR", samples: 1, [0, 10, 11, 200]) {
        for (i, table) in tables.enumerated() {
          $0.set(0x0028_1101 + UInt32(i), "US", .words([4, first, bits]))
          $0.set(0x0028_1201 + UInt32(i), "OW", .words(table))
        }
      }.rgb
    }
    let deep = try #require(
      try film([[1, 2, 3, 4], [500, 600, 700, 800], [9000, 10000, 11000, 65535]], bits: 16))
    #expect(
      deep.values == [1, 500, 9000, 1, 500, 9000, 2, 600, 10000, 4, 800, 65535] && deep.bitsStored == 16)
    let packed = try #require(try film([[0x0201, 0x0403], [0x0605, 0x0807], [0x0A09, 0xFF0B]], bits: 8))
    #expect(packed.values == [1, 5, 9, 1, 5, 9, 2, 6, 10, 4, 8, 255] && packed.bitsStored == 8)
  }

  @Test("YBR_FULL becomes RGB, and keeps what is stored") func ybr() throws {
    let film = try eight(rows: 1, columns: 2, "YBR_FULL", samples: 3, [81, 90, 240, 145, 54, 34])
    #expect(film.frame.values == [81, 90, 240, 145, 54, 34])
    #expect(film.rgb?.values == [238, 14, 14, 13, 238, 14])
  }

  @Test("YBR_FULL_422 shares its colours between two pixels") func ybr422() throws {
    let film = try eight(rows: 1, columns: 4, "YBR_FULL_422", samples: 3, [1, 2, 128, 128, 3, 4, 100, 150])
    #expect(film.frame.values == [1, 128, 128, 2, 128, 128, 3, 100, 150, 4, 100, 150])
    #expect(throws: ImagingError.self) {
      try eight(rows: 1, columns: 4, "YBR_FULL_422", samples: 3, Array(repeating: 9, count: 12))
    }
  }

  @Test("an 8-bit film that is one byte short is refused, and one with a pad byte is not") func oneByteShort()
    throws
  {
    #expect(throws: ImagingError.pixelDataTooShort(bytes: 99, expected: 100)) {
      try eight(rows: 10, columns: 10, "MONOCHROME2", samples: 1, Array(repeating: 7, count: 99))
    }
    let padded = try eight(rows: 9, columns: 11, "MONOCHROME2", samples: 1, Array(repeating: 7, count: 100))
    #expect(padded.frame.values.count == 99)
  }

  @Test("32-bit values are read whole, and shown in 65,536 steps") func thirtyTwo() throws {
    for encoding in [DicomBuilder.Encoding.explicitLittle, .explicitBig] {
      var file = DicomBuilder(rows: 1, columns: 2, words: [], encoding: encoding)
      for (tag, value): (UInt32, UInt16) in [(0x0028_0100, 32), (0x0028_0101, 32), (0x0028_0102, 31)] {
        file.set(tag, "US", .words([value]))
      }
      // Words are written in the byte order of the file: the high half comes first in big endian.
      file.set(0x7FE0_0010, "OW", .words(encoding == .explicitBig ? [0xFFFF, 1, 0, 7] : [1, 0xFFFF, 7, 0]))
      let film = try Film.open(bytes: file.build())
      #expect(film.frame.numbers == [4_294_901_761, 7])
      #expect(film.image.value(row: 0, column: 0) == Double(0xFFFF_0001 as UInt32))
      #expect(film.image.value(row: 0, column: 1) == 7)
    }
  }

  @Test("a data set in implicit representation under another syntax's name is read by what it is")
  func implicitLie()
    throws
  {
    let words = (0..<12).map { UInt16($0) }
    var file = DicomBuilder(rows: 3, columns: 4, words: words, encoding: .implicitLittle)
    file.claimed = "1.2.840.10008.1.2.1"
    let film = try Film.open(bytes: file.build())
    #expect(film.frame.values == words.map { Int32($0) })
    #expect(film.metadata.transferSyntaxUID == "1.2.840.10008.1.2.1")
  }

  @Test("a sequence of undefined length before the pixels is stepped over") func undefinedLength() throws {
    var file = DicomBuilder(rows: 3, columns: 4, words: (0..<12).map { UInt16($0) })
    let item: [UInt8] = [0xFE, 0xFF, 0, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]
    let inside: [UInt8] = [8, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x44, 0x58]
    let ends: [UInt8] = [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
    file.set(0x0009_0010, "LO", .text("OWN"))
    var bytes = file.build()
    let tag: [UInt8] = [9, 0, 0x10, 0, 0x4C, 0x4F, 4, 0]
    let at = try #require(bytes.indices.first { bytes[$0...].starts(with: tag) })
    bytes.insert(
      contentsOf: [9, 0, 1, 0x10, 0x53, 0x51, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF] + item + inside + ends,
      at: at + 12)
    #expect(try Film.open(bytes: bytes).frame.values == (0..<12).map { Int32($0) })
  }

  @Test("numbers in an unknown representation are read as text")
  func unknown() throws {
    var file = DicomBuilder(rows: 3, columns: 4, words: (0..<12).map { UInt16($0) })
    file.set(0x0028_1052, "UN", .bytes(Array("-24 ".utf8)))
    file.set(0x0028_1053, "UN", .bytes(Array("2 ".utf8)))
    #expect(try Film.open(bytes: file.build()).image.value(row: 0, column: 1) == -22)
  }

  @Test("RLE runs fill their plane exactly, or the film is refused") func runLength() throws {
    func film(_ segment: [UInt8], offset: UInt8 = 64, count: UInt8 = 1) throws -> Film {
      var header = [UInt8](repeating: 0, count: 64)
      (header[0], header[4]) = (count, offset)
      return try eight(rows: 1, columns: 8, "MONOCHROME2", samples: 1, []) {
        $0.claimed = "1.2.840.10008.1.2.5"
        $0.set(0x7FE0_0010, "OB", .fragment(header + segment))
      }
    }
    #expect(try film([0xFD, 5, 128, 3, 1, 2, 3, 4]).frame.values == [5, 5, 5, 5, 1, 2, 3, 4])
    #expect(try film([0xF9, 5, 0, 0]).frame.values == Array(repeating: 5, count: 8))
    for bad in [[0xF8, 5], [0xFA, 5, 1, 1], [0xF9, 5, 3, 1, 2, 3, 4], [7, 1, 2, 3], [0xFD, 5], []]
      as [[UInt8]]
    {
      #expect(throws: ImagingError.self) { try film(bad) }
    }
    #expect(throws: ImagingError.self) { try film([0xF9, 5], offset: 200) }
    #expect(throws: ImagingError.self) { try film([0xF9, 5], offset: 4) }
    #expect(throws: ImagingError.self) { try film([0xF9, 5], count: 2) }
  }

  @Test("floating-point pixels are kept as they are and shown in even steps") func floats() throws {
    let film = try real([-1.5, 0.25, 2.0])
    #expect(film.reals?.values == [-1.5, 0.25, 2] && film.reals?.isDouble == false)
    #expect(
      film.image.value(row: 0, column: 0) == -1.5 && abs(film.image.value(row: 0, column: 2) - 2) < 1e-9)
    #expect(abs(film.image.value(row: 0, column: 1) - 0.25) < 1e-4)
    #expect(throws: ImagingError.pixelDataTooShort(bytes: 8, expected: 12)) { try real([1, 2]) }
    #expect(throws: ImagingError.self) { try real([1, .nan, 2]) }
  }

  func real(_ values: [Float]) throws -> Film {
    var file = DicomBuilder(rows: 1, columns: 3, words: [])
    file.remove(0x7FE0_0010)
    let bytes = values.flatMap { value in (0..<4).map { UInt8(value.bitPattern >> (8 * $0) & 0xFF) } }
    file.set(0x7FE0_0008, "OF", .bytes(bytes))
    return try Film.open(bytes: file.build())
  }
}
