/// PGM and PPM pictures, as text and as bytes.

import Imaging
import Testing

@Suite("PGM and PPM")
struct PNMTests {
  func film(_ header: String, _ bytes: [UInt8] = []) throws -> Film {
    try Film.open(bytes: Array(header.utf8) + bytes)
  }

  @Test("8-bit gray, as bytes and as text, with comments between the numbers") func gray() throws {
    let raw = try film("P5\n# drawn by hand\n3 2 255\n", [0, 1, 2, 253, 254, 255])
    #expect(raw.frame.values == [0, 1, 2, 253, 254, 255] && raw.frame.bitsStored == 8)
    #expect(raw.frame.rows == 2 && raw.frame.columns == 3)
    #expect(try film("P2 3 2\n255\n0 1 2\n253 254 # last\n255").frame == raw.frame)
  }

  @Test("16-bit samples have their high byte first") func sixteen() throws {
    let film = try film("P5 2 1 4095 ", [0x0F, 0xFF, 0x01, 0x02])
    #expect(film.frame.values == [4095, 258] && film.frame.bitsStored == 16)
  }

  @Test("colours are pixel-interleaved") func colour() throws {
    let film = try film("P6 1 2 255\n", [1, 2, 3, 4, 5, 6])
    #expect(film.frame.values == [1, 2, 3, 4, 5, 6] && film.frame.photometric == .rgb)
  }

  @Test(
    "what is short, too large or out of range is refused",
    arguments: [
      "P5 2 2 255\nabc", "P5 0 2 255\n", "P5 2 2 0\nabcd", "P5 2 2 65536\nabcdefgh", "P5 100000 100000 255\n",
      "P2 2 1 255\n1", "P2 2 1 255\n1 x", "P2 2 1 9\n1 10", "P2 8000 8000 255\n1 2 3", "P5", "P5 -1 1 255\na",
      "P5 99999999999999999999 1 255\na",
    ])
  func refused(text: String) {
    #expect(throws: ImagingError.self) { try film(text) }
  }

  @Test(
    "a bitmap and a foreign file that begins with P are no pictures", arguments: ["P4 8 1\na", "PK", "P7\n"])
  func foreign(text: String) {
    #expect(throws: ImagingError.self) { try film(text) }
  }
}
