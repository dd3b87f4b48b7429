/// Kitty graphics, half-blocks, ramps and the cache of encoded pictures.

import Foundation
import Terminal
import Testing

struct EncoderTests {
  /// Splits kitty escape codes into their keys and payloads; nil if anything else is between them.
  func commands(_ bytes: [UInt8]) -> [(keys: String, payload: String)]? {
    let text = String(decoding: bytes, as: UTF8.self)
    var result: [(String, String)] = []
    for part in text.components(separatedBy: "\u{1B}\\").dropLast() {
      guard part.hasPrefix("\u{1B}_G") else { return nil }
      let fields = part.dropFirst(3).split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
      result.append((String(fields[0]), fields.count > 1 ? String(fields[1]) : ""))
    }
    return text.hasSuffix("\u{1B}\\") ? result : nil
  }

  /// The samples of a PNG whose deflate blocks are all stored, or nil if it is not one.
  func samples(ofStoredPNG png: [UInt8], bytesPerRow: Int) -> [UInt8]? {
    guard let start = png.firstRange(of: Array("IDAT".utf8))?.upperBound else { return nil }
    var position = start + 2
    var rows: [UInt8] = []
    var isLast = false
    while !isLast {
      isLast = png[position] == 1
      let count = Int(png[position + 1]) | Int(png[position + 2]) << 8
      guard png[position + 1] == ~png[position + 3], png[position + 2] == ~png[position + 4] else {
        return nil
      }
      rows += png[(position + 5)..<(position + 5 + count)]
      position += 5 + count
    }
    return rows.enumerated().filter { $0.offset % (bytesPerRow + 1) != 0 }.map(\.element)
  }

  @Test(
    "kitty chunks hold the picture as PNG, under an id that the eraser deletes", arguments: [false, true])
  func kitty(overlay: Bool) throws {
    let picture = SixelTests.picture(150, 97, overlay: overlay)
    let image = try #require(KittyEncoder().encode(picture))
    let commands = try #require(self.commands(image.strips[0]))
    #expect(commands.count > 2 && commands.allSatisfy { $0.payload.utf8.count <= 4096 })
    #expect(commands[0].keys.hasPrefix("a=T,f=100,i=") && commands[0].keys.hasSuffix("C=1,q=2,m=1"))
    #expect(commands.dropFirst().dropLast().allSatisfy { $0.keys == "q=2,m=1" })
    #expect(commands.last?.keys == "q=2,m=0")
    let data = try #require(Data(base64Encoded: commands.map(\.payload).joined()))
    let channels = overlay ? 3 : 1
    let samples = try #require(self.samples(ofStoredPNG: Array(data), bytesPerRow: 150 * channels))
    #expect(samples.count == 150 * 97 * channels)
    let top = (0..<(150 * 40)).map { samples[$0 * channels] }
    #expect(top == picture.gray.prefix(150 * 40).map { UInt8($0 >> 8) })
    let id = commands[0].keys.split(separator: ",")[2]
    #expect(String(decoding: image.eraser, as: UTF8.self) == "\u{1B}_Ga=d,d=I,\(id),q=2\u{1B}\\")
    #expect(KittyEncoder().encode(picture) == image)
    #expect(KittyEncoder().encode(picture) { true } == nil)
  }

  @Test("a half-block cell shows two pixels in its two colours")
  func halfBlocks() throws {
    let picture = Picture(width: 2, height: 3, gray: [0, 65535, 65535, 65535, 0x8000, 0])
    func text(_ depth: ColorDepth) throws -> [String] {
      let image = try #require(HalfBlockEncoder(depth: depth).encode(picture))
      return image.strips.map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(
      try text(.direct) == [
        "\u{1B}[38;2;0;0;0m\u{1B}[48;2;255;255;255m▀\u{1B}[38;2;255;255;255m▀\u{1B}[0m",
        "\u{1B}[38;2;128;128;128m\u{1B}[48;2;0;0;0m▀\u{1B}[38;2;0;0;0m▀\u{1B}[0m",
      ])
    #expect(try text(.indexed256)[0].contains("\u{1B}[38;5;16m\u{1B}[48;5;231m▀"))
    #expect(try text(.ansi16)[0] == "\u{1B}[30m\u{1B}[107m▀\u{1B}[97m▀\u{1B}[0m")
    #expect(try text(.mono)[0] == "▄█")
  }

  @Test("an overlay colours half-blocks and leaves the film where it is zero")
  func overlay() throws {
    let picture = Picture(
      width: 2, height: 1, gray: [0x8000, 0x8000], overlay: [0, 255], ramp: Ramp.magma.colors)
    let image = try #require(HalfBlockEncoder(depth: .direct).encode(picture))
    let text = String(decoding: image.strips[0], as: UTF8.self)
    #expect(text.contains("38;2;128;128;128m"))
    let strongest = Ramp.magma.colors[255]
    let red = (128 * 410 + Int(strongest.x) * 614 + 512) >> 10
    #expect(text.contains("38;2;\(red);"))
  }

  @Test("a ramp's luminance only rises", arguments: Ramp.allCases)
  func ramps(ramp: Ramp) {
    let luminance = ramp.colors.map(Palette.luminance)
    #expect(luminance.count == 256)
    for (weaker, stronger) in zip(luminance, luminance.dropFirst()) { #expect(stronger > weaker - 0.001) }
    for (weaker, stronger) in zip(luminance, luminance.dropFirst(8)) { #expect(stronger > weaker) }
    #expect(luminance[255] > luminance[0] + 0.5)
  }

  @Test("the cache keeps what was used last, within its bytes")
  func cache() throws {
    let image = try #require(HalfBlockEncoder(depth: .mono).encode(SixelTests.picture(10, 2)))
    var cache = ImageCache<Int>(byteLimit: image.byteCount * 3)
    for recipe in 1...3 { cache.insert(image, for: recipe) }
    #expect(cache.image(for: 1) == image)
    cache.insert(image, for: 4)
    #expect(cache.image(for: 2) == nil && cache.image(for: 1) != nil && cache.image(for: 3) != nil)
    #expect(cache.byteCount == image.byteCount * 3)
    cache.insert(image, for: 4)
    #expect(cache.byteCount == image.byteCount * 3)
    cache.removeAll()
    #expect(cache.byteCount == 0 && cache.image(for: 1) == nil)
    var tiny = ImageCache<Int>(byteLimit: 1)
    tiny.insert(image, for: 1)
    #expect(tiny.image(for: 1) == nil && tiny.byteCount == 0)
  }

  @Test("a picture's pixels follow the rectangle, the cells and the terminal's limit")
  func sizes() {
    let rect = CellRect(column: 0, row: 0, columns: 114, rows: 57)
    let limit = PixelSize(width: 1000, height: 1000)
    let sixel = Graphics(mode: .sixel, reason: "", cell: PixelSize(width: 10, height: 20), limit: limit)
    #expect(sixel.pixels(in: rect) == limit && sixel.isLimited(in: rect) && sixel.grayLevels == 101)
    let blocks = Graphics(mode: .halfblock, reason: "", cell: PixelSize(width: 10, height: 20))
    #expect(blocks.pixels(in: rect) == PixelSize(width: 114, height: 114) && blocks.pixelAspect == 1)
    #expect(!blocks.isLimited(in: rect))
    #expect(Graphics(mode: .none, reason: "").pixels(in: rect) == PixelSize(width: 0, height: 0))
  }
}
