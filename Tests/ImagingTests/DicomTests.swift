/// DICOM pixels, in every uncompressed encoding and packing, and the attributes beside them.

import Imaging
import Testing

@Suite("DICOM")
struct DicomTests {
  let ramp = (0..<12).map { UInt16($0 * 341) }

  func film(_ change: (inout DicomBuilder) -> Void = { _ in }) throws -> Film {
    var file = DicomBuilder(rows: 3, columns: 4, words: ramp)
    change(&file)
    return try Film.open(bytes: file.build())
  }

  @Test("the same film is read from every uncompressed encoding", arguments: DicomBuilder.Encoding.allCases)
  func encodings(encoding: DicomBuilder.Encoding) throws {
    for preamble in [true, false] {
      let film = try film {
        $0.encoding = encoding
        $0.preamble = preamble
      }
      #expect(film.format == .dicom && film.frame.rows == 3 && film.frame.columns == 4)
      #expect(film.frame.values == ramp.map { Int32($0) } && film.frame.bitsStored == 12)
      #expect(film.metadata.transferSyntaxUID == encoding.rawValue)
    }
  }

  @Test("signed 12-bit values keep their sign, whatever lies in the unused bits") func signed() throws {
    let film = try film {
      $0.set(0x0028_0103, "US", .words([1]))
      $0.set(
        0x7FE0_0010, "OW", .words([0x0000, 0x07FF, 0xF800, 0x0FFF] + Array(repeating: 0xA001, count: 8)))
    }
    #expect(film.frame.isSigned)
    #expect(film.frame.values == [0, 2047, -2048, -1] + Array(repeating: 1, count: 8))
  }

  @Test("bits above and below the stored ones are masked away") func masked() throws {
    let above = try film { $0.set(0x7FE0_0010, "OW", .words(ramp.map { $0 | 0xF000 })) }
    #expect(above.frame.values == ramp.map { Int32($0) })
    let shifted = try film {
      $0.set(0x0028_0102, "US", .words([15]))
      $0.set(0x7FE0_0010, "OW", .words(ramp.map { $0 << 4 | 0xF }))
    }
    #expect(shifted.frame.values == ramp.map { Int32($0) })
  }

  @Test("8-bit pixels of an odd count are read without their pad byte") func eightBit() throws {
    var file = DicomBuilder(rows: 3, columns: 3, words: [])
    file.set(0x0028_0100, "US", .words([8]))
    file.set(0x0028_0101, "US", .words([8]))
    file.set(0x0028_0102, "US", .words([7]))
    file.set(0x7FE0_0010, "OB", .bytes([1, 2, 3, 4, 5, 6, 7, 8, 255, 0]))
    #expect(try Film.open(bytes: file.build()).frame.values == [1, 2, 3, 4, 5, 6, 7, 8, 255])
  }

  @Test("8-bit pixels in big-endian words come out in order") func eightBitBig() throws {
    var file = DicomBuilder(rows: 2, columns: 2, words: [], encoding: .explicitBig)
    file.set(0x0028_0100, "US", .words([8]))
    file.set(0x0028_0101, "US", .words([8]))
    file.set(0x0028_0102, "US", .words([7]))
    file.set(0x7FE0_0010, "OW", .words([0x0201, 0x0403]))
    #expect(try Film.open(bytes: file.build()).frame.values == [1, 2, 3, 4])
  }

  @Test("1-bit pixels are unpacked from the lowest bit, and frames follow without a gap") func oneBit() throws
  {
    var file = DicomBuilder(rows: 3, columns: 3, words: [])
    for tag: UInt32 in [0x0028_0100, 0x0028_0101] { file.set(tag, "US", .words([1])) }
    file.set(0x0028_0102, "US", .words([0]))
    file.set(0x0028_0008, "IS", .text("2"))
    file.set(0x7FE0_0010, "OB", .bytes([0b0101_0011, 0b1111_1111, 3, 0]))
    #expect(try Film.open(bytes: file.build()).frame.values == [1, 1, 0, 0, 1, 0, 1, 0, 1])
  }

  @Test("RGB is read the same whether its planes are apart or interleaved") func planar() throws {
    func read(_ planar: UInt16, _ bytes: [UInt8]) throws -> Film {
      try film {
        $0.set(0x0028_0002, "US", .words([3]))
        $0.set(0x0028_0004, "CS", .text("RGB"))
        $0.set(0x0028_0006, "US", .words([planar]))
        $0.set(0x0028_0010, "US", .words([1]))
        $0.set(0x0028_0011, "US", .words([2]))
        for (tag, value): (UInt32, UInt16) in [(0x0028_0100, 8), (0x0028_0101, 8), (0x0028_0102, 7)] {
          $0.set(tag, "US", .words([value]))
        }
        $0.set(0x7FE0_0010, "OB", .bytes(bytes))
      }
    }
    let apart = try read(1, [10, 40, 20, 50, 30, 60]), together = try read(0, [10, 20, 30, 40, 50, 60])
    #expect(apart.frame == together.frame && apart.frame.values == [10, 20, 30, 40, 50, 60])
    // (9797 * 10 + 19234 * 20 + 3737 * 30) >> 15
    #expect(apart.image.value(row: 0, column: 0) == 18)
  }

  @Test("rescale slope and intercept make modality values; a negative slope is nothing special")
  func rescale() throws {
    let film = try film {
      $0.set(0x0028_1052, "DS", .text("1000"))
      $0.set(0x0028_1053, "DS", .text("-0.5"))
    }
    let expected: [Float] = ramp.map { value in 1000 - Float(value) / 2 }
    #expect(film.image.values == expected)
    #expect(film.image.nominalRange == (1000 - 4095 * 0.5)...1000)
  }

  @Test("a modality LUT replaces the rescale and clamps at both ends") func modalityLUT() throws {
    let film = try film {
      $0.set(0x7FE0_0010, "OW", .words([0, 99, 100, 101, 102, 103, 4095, 100, 100, 100, 100, 100]))
      $0.set(
        0x0028_3000, "SQ",
        .item([
          .init(tag: 0x0028_3002, vr: "US", value: .words([3, 100, 16])),
          .init(tag: 0x0028_3006, vr: "OW", value: .words([7, 500, 60000])),
        ]))
    }
    #expect(film.image.values == [7, 7, 7, 500, 60000, 60000, 60000, 7, 7, 7, 7, 7])
  }

  @Test("facts of acquisition are read, and nonsense in them is left out") func acquisition() throws {
    let facts = try film {
      $0.set(0x0008_0020, "DA", .text("20240229"))
      $0.set(0x0008_0060, "CS", .text("DX"))
      $0.set(0x0010_0010, "PN", .text("Nobody^Knows"))
      $0.set(0x0010_0040, "CS", .text("F"))
      $0.set(0x0010_1010, "AS", .text("018M"))
      $0.set(0x0018_1164, "DS", .text("0.143\\0.2"))
      $0.set(0x0018_5101, "CS", .text("PA"))
      $0.set(0x0020_000D, "UI", .text("2.25.77"))
      $0.set(0x0020_0020, "CS", .text("L\\F"))
      $0.set(0x0020_0062, "CS", .text("X\u{1B}["))
    }.metadata
    #expect(facts.studyDate == "20240229" && facts.modality == "DX" && facts.sex == .female)
    #expect(facts.ageYears == 1.5 && facts.viewPosition == "PA" && facts.studyInstanceUID == "2.25.77")
    #expect(facts.spacing == PixelSpacing(rowMM: 0.143, columnMM: 0.2, source: .detector))
    #expect(
      facts.orientation == PatientOrientation(alongRow: "L", downColumn: "F") && facts.laterality == nil)
    #expect(!String(describing: facts).contains("Nobody"))
  }
}
