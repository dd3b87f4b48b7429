/// PNG files of every kind read to exact samples, and back.

import Imaging
import Testing

@Suite("PNG")
struct PNGTests {
  @Test("8-bit gray, 16-bit gray and colour survive writing and reading unchanged") func roundTrip() throws {
    var noise = Noise("round trip")
    let pictures = [
      PNGImage(rows: 5, columns: 7, gray: noise.bytes(35)),
      PNGImage(rows: 5, columns: 7, gray: (0..<35).map { _ in UInt16.random(in: 0...65535, using: &noise) }),
      PNGImage(rows: 5, columns: 7, rgb: noise.bytes(105)),
    ]
    for picture in pictures { #expect(try PNGImage(decoding: picture.encoded()) == picture) }
  }

  @Test(
    "gray of 1, 2 and 4 bits spans 0 to 255",
    arguments: [
      (1, 0b0101_0000, [0, 255, 0, 255]),
      (2, 0b0001_1011, [0, 85, 170, 255]), (4, 0x0F, [0, 255]),
    ])
  func shallow(depth: Int, byte: Int, expected: [Int]) throws {
    let png = PNGBuilder(
      columns: UInt32(expected.count), rows: 1, depth: UInt8(depth), scanlines: [[0, UInt8(byte)]])
    #expect(try PNGImage(decoding: png.build()).samples == .eight(expected.map { UInt8($0) }))
  }

  @Test("a palette becomes RGB, and RGBA where the palette is transparent") func palette() throws {
    var png = PNGBuilder(columns: 2, rows: 1, colorType: 3, chunks: [("PLTE", [1, 2, 3, 40, 50, 60])])
    png.scanlines = [[0, 1, 0]]
    let opaque = try PNGImage(decoding: png.build())
    #expect(opaque.channels == 3 && opaque.samples == .eight([40, 50, 60, 1, 2, 3]))
    png.chunks.append(("tRNS", [128]))
    #expect(try PNGImage(decoding: png.build()).samples == .eight([40, 50, 60, 255, 1, 2, 3, 128]))
  }

  @Test("a colour key leaves gray and RGB samples as they are") func colorKey() throws {
    let png = PNGBuilder(columns: 2, rows: 1, chunks: [("tRNS", [0, 7])], scanlines: [[0, 7, 9]])
    let image = try PNGImage(decoding: png.build())
    #expect(image.channels == 1 && image.samples == .eight([7, 9]))
  }

  @Test("alpha is read but takes no part in the film") func alpha() throws {
    let png = PNGBuilder(columns: 2, rows: 1, colorType: 4, scanlines: [[0, 10, 255, 20, 0]])
    #expect(try PNGImage(decoding: png.build()).channels == 2)
    #expect(try Film.open(bytes: png.build()).frame.values == [10, 20])
  }

  @Test("16-bit samples keep all their bits, high byte first in the file") func sixteen() throws {
    let png = PNGBuilder(columns: 2, rows: 1, depth: 16, scanlines: [[0, 0x12, 0x34, 0xFF, 0x01]])
    #expect(try PNGImage(decoding: png.build()).samples == .sixteen([0x1234, 0xFF01]))
  }

  @Test("an interlaced picture is put together in order") func interlaced() throws {
    // Adam7 of a 3 x 3 picture: (0,0); (2,0) in pass 4; (0,2) and (2,2) in pass 5; (1,0) and (1,2) in 6; row 1 in 7.
    let png = PNGBuilder(
      columns: 3, rows: 3, interlace: 1,
      scanlines: [[0, 1], [0, 3], [0, 7, 9], [0, 2], [0, 8], [0, 4, 5, 6]])
    #expect(try PNGImage(decoding: png.build()).samples == .eight([1, 2, 3, 4, 5, 6, 7, 8, 9]))
  }

  @Test("a gamma chunk changes nothing") func gamma() throws {
    let png = PNGBuilder(
      columns: 2, rows: 1, chunks: [("gAMA", [0, 0, 0xB1, 0x8F]), ("sRGB", [0])], scanlines: [[0, 100, 200]])
    #expect(try PNGImage(decoding: png.build()).samples == .eight([100, 200]))
  }

  @Test(
    "a wrong checksum is refused, in the pixels and elsewhere", arguments: ["IHDR", "tEXt", "IDAT", "IEND"])
  func checksum(name: String) throws {
    let png = PNGBuilder(columns: 1, rows: 1, chunks: [("tEXt", [65, 0, 66])], scanlines: [[0, 7]])
    var file = png.build()
    let at = try #require((0..<file.count - 4).first { Array(file[$0..<$0 + 4]) == Array(name.utf8) })
    let length = Int(file[at - 1])
    file[at + 4 + length] ^= 1
    #expect(throws: ImagingError.self) { try PNGImage(decoding: file) }
  }

  @Test("a header that announces 100,000 x 100,000 pixels is refused before anything is allocated")
  func bomb() {
    let png = PNGBuilder(columns: 100_000, rows: 100_000, scanlines: [[0]])
    #expect(throws: ImagingError.tooManyPixels(columns: 100_000, rows: 100_000, limit: 64_000_000)) {
      try PNGImage(decoding: png.build())
    }
  }

  @Test("image data beyond what the picture can hold are refused without being inflated") func overfull()
    throws
  {
    var png = PNGBuilder(columns: 4, rows: 4, scanlines: Array(repeating: [0, 1, 2, 3, 4], count: 4))
    png.chunks = [("IDAT", [UInt8](repeating: 0, count: 70_000))]
    #expect(throws: ImagingError.damaged(.png, reason: "more image data than the picture can hold")) {
      try PNGImage(decoding: png.build())
    }
  }

  @Test("sizes of zero and of 2^32 - 1 are refused", arguments: [UInt32(0), .max])
  func impossibleSizes(side: UInt32) {
    for (columns, rows) in [(side, 1), (1, side), (side, side)] {
      let png = PNGBuilder(columns: columns, rows: rows, scanlines: [[0, 7]])
      #expect(throws: ImagingError.self) { try PNGImage(decoding: png.build()) }
    }
  }

  @Test("a file that stops anywhere is refused, whatever is missing") func truncated() throws {
    let file = try PNGImage(rows: 4, columns: 4, gray: [UInt8](0..<16)).encoded()
    for length in 0..<file.count {
      #expect(throws: ImagingError.self) { try PNGImage(decoding: Array(file[..<length])) }
    }
  }

  @Test("2,000 damaged files are read or refused, and nothing worse") func mutated() throws {
    var noise = Noise("PNG mutants")
    let file = try PNGImage(rows: 9, columns: 11, gray: noise.bytes(99)).encoded()
    var refused = 0
    for _ in 0..<2000 {
      var mutant = file
      for _ in 0..<Int.random(in: 1...4, using: &noise) {
        mutant[Int.random(in: 8..<file.count, using: &noise)] = UInt8.random(in: 0...255, using: &noise)
      }
      do { _ = try PNGImage(decoding: mutant) } catch { refused += 1 }
    }
    #expect(refused > 1900)
  }
}
