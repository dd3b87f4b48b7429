/// Small files that announce, or unfold into, more than any film may be: each is refused from its header or in the middle.

import Foundation
import Imaging
import Testing

@Suite("Bombs")
struct BombTests {
  private func fixture(_ name: String) throws -> [UInt8] {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return try ImageFile.read(folder.path + "/" + name)
  }

  private func refusal(_ bytes: [UInt8]) -> ImagingError? {
    do {
      _ = try Film.open(bytes: bytes)
      return nil
    } catch {
      return error
    }
  }

  private func find(_ marker: [UInt8], in bytes: [UInt8]) throws -> Int {
    try #require(bytes.indices.first { bytes[$0...].starts(with: marker) })
  }

  private func isTooLarge(_ error: ImagingError?) -> Bool {
    if case .tooManyPixels(_, _, limit: 64_000_000) = error { true } else { false }
  }

  @Test("headers of 65,535 pixels a side are refused before memory is taken, in every format") func sizes()
    throws
  {
    var dicom = DicomBuilder(rows: 1, columns: 1, words: [0])
    for tag: UInt32 in [0x0028_0010, 0x0028_0011] { dicom.set(tag, "US", .words([65535])) }
    #expect(isTooLarge(refusal(dicom.build())))
    #expect(isTooLarge(refusal(Array("P5 65535 65535 255\n\0".utf8))))
    var png = try PNGImage(rows: 1, columns: 1, gray: [UInt8(0)]).encoded()
    png.replaceSubrange(16..<24, with: [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF])
    #expect(refusal(png) != nil)
    var jpeg = try fixture("gray.jpg")
    let frame = try find([0xFF, 0xC2], in: jpeg)
    jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
    #expect(isTooLarge(refusal(jpeg)))
    var tiff = try fixture("tiff/gray16_raw.tif")
    for tag: [UInt8] in [[0x00, 0x01], [0x01, 0x01]] {
      let entry = try find(tag + [0x04, 0, 1, 0, 0, 0], in: tiff)
      tiff.replaceSubrange(entry + 8..<entry + 12, with: [0xFF, 0xFF, 0, 0])
    }
    #expect(isTooLarge(refusal(tiff)))
  }

  @Test("a codestream of another size than its data set, or of too many tiles, is not decoded")
  func codestreams() throws {
    let film = try fixture("syntaxes/jpeg2000_90.dcm")
    let size = try find([0xFF, 0x51], in: film)
    var huge = film
    huge.replaceSubrange(size + 6..<size + 14, with: [0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF])
    #expect(
      refusal(huge)
        == .attribute(DicomTag(0x0028, 0x0010, "Rows"), .contradicts(DicomTag(0x7FE0, 0x0010, "PixelData"))))
    var limits = DecodeLimits.standard
    limits.jpeg2000Tiles = 2
    var tiled = film
    tiled.replaceSubrange(size + 22..<size + 30, with: [0, 0, 0, 1, 0, 0, 0, 1])
    #expect(throws: ImagingError.self) { try Film.open(bytes: tiled, limits: limits) }
  }

  @Test("frames beyond the bytes that are there are refused") func frames() {
    var film = DicomBuilder(rows: 2, columns: 2, words: [1, 2, 3, 4])
    film.set(0x0028_0008, "IS", .text("2147483647"))
    #expect(refusal(film.build()) != nil)
  }

  @Test("a deflated data set that unfolds beyond 64 MB and a hundred times its size is left in the middle")
  func deflated() {
    var film = DicomBuilder(rows: 2, columns: 2, words: [1, 2, 3, 4], encoding: .deflated)
    film.remove(0x7FE0_0010)
    let head = film.build()
    // The meta group with its syntax, then a deflate stream of one zero and endless copies of it.
    let start = 128 + 4 + 12 + 8 + 22
    let bomb = Array(head[..<start]) + Self.zeros(megabytes: 80)
    #expect(bomb.count < 800_000)
    #expect(refusal(bomb) == .damaged(.dicom, reason: "it inflates to over 100 times its size"))
  }

  /// Raw deflate (RFC 1951) with fixed codes: a zero, then copies of 258 bytes from one byte back.
  private static func zeros(megabytes: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var bits = 0, count = 0
    func put(_ value: Int, _ width: Int) {
      bits |= value << count
      count += width
      while count >= 8 {
        bytes.append(UInt8(bits & 0xFF))
        bits >>= 8
        count -= 8
      }
    }
    put(0b011, 3)
    put(0b0000_1100, 8)
    // Length 258 is code 285, written 11000101 from its highest bit; the distance code is five zeros.
    for _ in 0..<(megabytes << 20) / 258 { put(0b0_0000_1010_0011, 13) }
    put(0, 15)
    return bytes
  }
}
