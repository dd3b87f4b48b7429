/// Every compressed transfer syntax, on ramps whose values can be named (Fixtures/make_syntaxes.py).

import Foundation
import Imaging
import Testing

@Suite("Compressed DICOM")
struct SyntaxTests {
  static let rows = 32, columns = 40

  static func bytes(_ name: String) throws -> [UInt8] {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/syntaxes/\(name)", withExtension: "dcm"))
    return [UInt8](try Data(contentsOf: url))
  }

  static func film(_ name: String, frame: Int = 0) throws -> Film {
    try Film.open(bytes: bytes(name), frame: frame)
  }

  static func gray(plus offset: Int = 0) -> [Int32] {
    var values: [Int32] = []
    for y in 0..<rows {
      for x in 0..<columns {
        let level = 60 * x + 50 * y + x * y % 7
        values.append(Int32(level + offset))
      }
    }
    return values
  }

  static let colour: [Int32] = {
    var values: [Int32] = []
    for y in 0..<rows {
      for x in 0..<columns { values += [Int32(6 * x), Int32(8 * y), Int32(3 * (x + y))] }
    }
    return values
  }()

  @Test(
    "a lossless picture comes back value for value",
    arguments: [
      "jpeg_lossless_70", "jpeg_lossless_57", "jpegls_80", "rle_5", "jpeg2000_90",
    ])
  func lossless(name: String) throws {
    let film = try Self.film(name)
    #expect(film.frame.values == Self.gray())
    #expect(film.frame.bitsStored == 12 && !film.frame.isSigned && film.frame.rows == Self.rows)
    #expect(film.metadata.transferSyntaxUID?.hasSuffix(".\(name.split(separator: "_").last ?? "")") == true)
  }

  @Test(
    "signed values keep their sign through compression",
    arguments: [
      "jpeg_lossless_signed_70", "jpegls_signed_80", "jpeg2000_signed_90",
    ])
  func signed(name: String) throws {
    let film = try Self.film(name)
    #expect(film.frame.isSigned && film.frame.values == Self.gray(plus: -2048))
  }

  @Test(
    "a lossy picture stays within what its coder was asked for",
    arguments: [("jpegls_near2_81", 2), ("jpeg_extended_51", 3), ("jpeg2000_91", 16)])
  func lossy(name: String, error: Int32) throws {
    let values = try Self.film(name).frame.values
    #expect(zip(values, Self.gray()).allSatisfy { abs($0 - $1) <= error })
  }

  @Test("8-bit JPEG is read as 8 bits") func baseline() throws {
    let frame = try Self.film("jpeg_baseline_50").frame
    #expect(frame.bitsStored == 8)
    #expect(zip(frame.values, Self.gray()).allSatisfy { abs($0 - ($1 >> 4)) <= 2 })
  }

  @Test(
    "colours come back as red, green and blue, whatever they were coded as",
    arguments: [
      ("rle_rgb_5", 0), ("jpegls_rgb_80", 0), ("jpeg2000_rct_90", 0), ("jpeg2000_ict_91", 8),
      ("jpeg_ybr_full_50", 5), ("jpeg_ybr_full_422_50", 9),
    ])
  func colours(name: String, error: Int32) throws {
    let film = try Self.film(name)
    let rgb = try #require(film.rgb)
    #expect(zip(rgb.values, Self.colour).allSatisfy { abs($0 - $1) <= error })
  }

  @Test("YBR_FULL is kept as stored and named as the file names it") func ybr() throws {
    let film = try Self.film("jpeg_ybr_full_50")
    #expect(film.photometricInterpretation == "YBR_FULL" && film.frame.photometric == .ybrFull)
    #expect(film.frame.values[0] <= 2 && abs(film.frame.values[1] - 128) <= 2)
    #expect(try Self.film("jpeg2000_rct_90").photometricInterpretation == "YBR_RCT")
  }

  @Test(
    "each frame of several is found, with one fragment each or with two and no offset table",
    arguments: ["jpeg_lossless_frames_70", "jpeg_lossless_fragments_70", "rle_frames_5"])
  func frames(name: String) throws {
    for frame in 0..<3 {
      let film = try Self.film(name, frame: frame)
      #expect(film.metadata.frames == 3 && film.frame.values == Self.gray(plus: frame))
    }
    #expect(throws: ImagingError.noSuchFrame(4, of: 3)) { try Self.film(name, frame: 3) }
  }

  @Test("High-Throughput JPEG 2000 is refused by name and UID") func refusedByName() throws {
    #expect(
      throws: ImagingError.compressed(
        uid: "1.2.840.10008.1.2.4.201", name: "High-Throughput JPEG 2000 (Lossless Only)")
    ) { try Self.film("htj2k_201") }
  }

  @Test(
    "a compressed picture of another size than its header says is refused, not cut or padded",
    arguments: ["jpeg_lossless_70", "jpegls_80", "jpeg2000_90", "rle_5"])
  func otherSize(name: String) throws {
    var bytes = try Self.bytes(name)
    let rows: [UInt8] = [0x28, 0, 0x10, 0, 0x55, 0x53, 2, 0, 32, 0]
    let at = try #require(bytes.indices.first { bytes[$0...].starts(with: rows) })
    for wrong in [UInt8(31), 33] {
      bytes[at + 8] = wrong
      #expect(throws: ImagingError.self) { try Film.open(bytes: bytes) }
    }
  }

  @Test("a film that breaks off anywhere is refused or complete, and never kills the program")
  func truncation() throws {
    for name in ["jpeg_lossless_70", "jpegls_80", "jpeg2000_90", "rle_5", "jpeg_baseline_50"] {
      let bytes = try Self.bytes(name)
      for count in stride(from: 0, to: bytes.count, by: 7) {
        let film = try? Film.open(bytes: Array(bytes.prefix(count)))
        #expect(film == nil || count > bytes.count - 16, "\(name) cut to \(count) bytes")
      }
    }
  }
}
