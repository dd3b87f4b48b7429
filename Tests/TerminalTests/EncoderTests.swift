/// Kitty graphics, half-blocks, ramps and the cache of encoded pictures.

import CTestTerminal
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

  /// The samples of a PNG of 8 bits with one IDAT and rows of filter 1 (Sub), or nil if it is not one.
  func samples(ofPNG png: [UInt8], width: Int, channels: Int) -> [UInt8]? {
    guard let start = png.firstRange(of: Array("IDAT".utf8))?.upperBound else { return nil }
    let size = png[(start - 8)..<(start - 4)].reduce(0) { $0 << 8 | Int($1) }
    var rows = [UInt8](repeating: 0, count: 16 << 20)
    let length = test_inflate(Array(png[start..<(start + size)]), UInt(size), &rows, UInt(rows.count))
    let stride = width * channels + 1
    guard length > 0, length % stride == 0 else { return nil }
    var samples: [UInt8] = []
    for row in 0..<(length / stride) {
      guard rows[row * stride] == 1 else { return nil }
      var line = Array(rows[(row * stride + 1)..<((row + 1) * stride)])
      for index in channels..<line.count { line[index] &+= line[index - channels] }
      samples += line
    }
    return samples
  }

  @Test(
    "kitty chunks hold the picture as PNG, under an id that the eraser deletes", arguments: [false, true])
  func kitty(overlay: Bool) throws {
    let picture = SixelTests.picture(600, 97, overlay: overlay)
    let image = try #require(KittyEncoder().encode(picture))
    let commands = try #require(self.commands(image.strips[0]))
    #expect(commands.count > 2 && commands.allSatisfy { $0.payload.utf8.count <= 4096 })
    #expect(commands[0].keys.hasPrefix("a=T,f=100,i=") && commands[0].keys.hasSuffix("C=1,q=2,m=1"))
    #expect(commands.dropFirst().dropLast().allSatisfy { $0.keys == "q=2,m=1" })
    #expect(commands.last?.keys == "q=2,m=0")
    let data = try #require(Data(base64Encoded: commands.map(\.payload).joined()))
    let channels = overlay ? 3 : 1
    let samples = try #require(self.samples(ofPNG: Array(data), width: 600, channels: channels))
    #expect(samples.count == 600 * 97 * channels)
    let top = (0..<(600 * 40)).map { samples[$0 * channels] }
    #expect(top == picture.gray.prefix(600 * 40).map { UInt8($0 >> 8) })
    let id = commands[0].keys.split(separator: ",")[2]
    #expect(String(decoding: image.eraser, as: UTF8.self) == "\u{1B}_Ga=d,d=I,\(id),q=2\u{1B}\\")
    #expect(KittyEncoder().encode(picture) == image)
    #expect(KittyEncoder().encode(picture) { true } == nil)
  }

  @Test("under tmux a kitty picture is sent through it, and placeholders stand where it is seen")
  func placeholders() throws {
    let picture = SixelTests.picture(35, 40)
    let encoder = KittyEncoder(tmux: true, cell: PixelSize(width: 10, height: 20))
    let image = try #require(encoder.encode(picture))
    #expect(image.strips.count == 2, "two rows of cells")
    let text = image.strips.map { String(decoding: $0, as: UTF8.self) }
    #expect(text[0].hasPrefix("\u{1B}Ptmux;\u{1B}\u{1B}_Ga=T,U=1,f=100,i="))
    #expect(text[0].contains("c=4,r=2,q=2,m=0") && text[0].contains("\u{1B}\u{1B}\\\u{1B}\\"))
    let cells = text[1].unicodeScalars.filter { $0 == "\u{10EEEE}" }.count
    #expect(cells == 4)
    // Row 1 is U+030D, columns 0 and 3 are U+0305 and U+0310 (kitty's table of row and column marks).
    #expect(text[1].unicodeScalars.contains("\u{30D}") && text[1].unicodeScalars.contains("\u{310}"))
    let id = try #require(text[0].split(separator: ",").first { $0.hasPrefix("i=") }?.dropFirst(2))
    let number = try #require(UInt32(id))
    #expect(text[1].hasPrefix("\u{1B}[38;2;\(number >> 16 & 255);\(number >> 8 & 255);\(number & 255)m"))
    let eraser = String(decoding: image.eraser, as: UTF8.self)
    #expect(eraser == "\u{1B}Ptmux;\u{1B}\u{1B}_Ga=d,d=I,i=\(number),q=2\u{1B}\u{1B}\\\u{1B}\\")
    let wide = try #require(encoder.encode(SixelTests.picture(4000, 2)))
    let marks = Set(wide.strips[0].reversed().prefix(400 * 12)).count
    #expect(wide.strips.count == 1 && marks > 1)
    #expect(
      String(decoding: wide.strips[0], as: UTF8.self).contains("c=297,r=1"), "297 marks are all there are")
  }

  @Test("an iTerm2 picture is one control string with its size, and the PNG reads back")
  func iterm() throws {
    let image = try #require(ITermEncoder().encode(SixelTests.picture(50, 20)))
    let text = String(decoding: image.strips[0], as: UTF8.self)
    #expect(text.hasPrefix("\u{1B}]1337;File=inline=1;size=") && text.hasSuffix("\u{7}"))
    #expect(text.contains("width=50px;height=20px;preserveAspectRatio=0;doNotMoveCursor=1:"))
    let payload = try #require(text.dropLast().split(separator: ":").last)
    let data = try #require(Data(base64Encoded: String(payload)))
    #expect(
      text.contains("size=\(data.count);")
        && samples(ofPNG: Array(data), width: 50, channels: 1)?.count == 1000)
  }

  @Test("letters grow darker to lighter, coloured only where the overlay lies")
  func ascii() throws {
    let picture = Picture(width: 3, height: 1, gray: [0, 0x7000, 65535])
    let image = try #require(ASCIIEncoder(depth: .direct).encode(picture))
    #expect(image.strips.map { String(decoding: $0, as: UTF8.self) } == [" =@"] || image.strips[0].count == 3)
    #expect(image.strips[0].first == UInt8(ascii: " ") && image.strips[0].last == UInt8(ascii: "@"))
    let colored = Picture(
      width: 2, height: 1, gray: [65535, 65535], overlay: [0, 255], ramp: Ramp.amber.colors)
    let text = String(
      decoding: try #require(ASCIIEncoder(depth: .direct).encode(colored)).strips[0], as: UTF8.self)
    #expect(text == "@\u{1B}[38;2;255;180;60m@\u{1B}[0m")
    let plain = try #require(ASCIIEncoder(depth: .mono).encode(colored))
    #expect(plain.strips == [Array("@@".utf8)])
    #expect(
      try #require(ASCIIEncoder(depth: .mono).encode(SixelTests.picture(40, 9))).strips.joined().allSatisfy {
        (0x20...0x7E).contains($0)
      })
  }

  @Test(
    "with 256 or 16 colours a shade keeps its mean by dithering", arguments: [ColorDepth.indexed256, .ansi16])
  func dithered(depth: ColorDepth) throws {
    for gray in [0, 3000, 20_000, 40_000, 50_000, 65_535] {
      let flat = Picture(width: 8, height: 8, gray: Array(repeating: UInt16(gray), count: 64))
      let text = try #require(HalfBlockEncoder(depth: depth).encode(flat)).strips.map {
        String(decoding: $0, as: UTF8.self)
      }
      #expect(abs(mean(of: text, depth) - Double(gray) / 257) <= 4, "gray \(gray): \(mean(of: text, depth))")
    }
  }

  /// The mean gray of half-block text, colours followed as a terminal does.
  func mean(of strips: [String], _ depth: ColorDepth) -> Double {
    var (upper, lower, sum, count) = (0.0, 0.0, 0.0, 0.0)
    for strip in strips {
      for piece in strip.components(separatedBy: "\u{1B}[") {
        let parts = piece.split(separator: "m", maxSplits: 1, omittingEmptySubsequences: false)
        let codes = parts[0].split(separator: ";").compactMap { Int($0) }
        if let first = codes.first, first != 0 {
          let isUpper = [38].contains(first) || (30...37).contains(first) || (90...97).contains(first)
          let entry = codes.count == 3 ? codes[2] : first % 10 + (first >= 90 ? 8 : 0)
          let gray = Double(Palette.rgb(UInt8(entry)).x)
          if isUpper { upper = gray } else { lower = gray }
        }
        let cells = parts.count > 1 ? parts[1].count { $0 == "▀" } : 0
        sum += (upper + lower) * Double(cells)
        count += 2 * Double(cells)
      }
    }
    return sum / count
  }

  @Test("a sixel picture beyond the limit of what lies between is sent coarse")
  func byteLimit() throws {
    let picture = SixelTests.picture(200, 120)
    let full = try #require(SixelEncoder().encode(picture))
    let limited = try #require(SixelEncoder(byteLimit: full.byteCount - 1).encode(picture))
    #expect(limited == SixelEncoder(quality: .coarse).encode(picture))
    #expect(SixelEncoder(byteLimit: full.byteCount).encode(picture) == full)
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
    let tall = Graphics(mode: .halfblock, reason: "", cell: PixelSize(width: 8, height: 20))
    #expect(tall.pixelAspect == 0.8, "the measured cell, not a guess")
    let letters = Graphics(mode: .ascii, reason: "", cell: PixelSize(width: 8, height: 16))
    #expect(letters.pixels(in: rect) == PixelSize(width: 114, height: 57) && letters.pixelAspect == 0.5)
    #expect(Graphics(mode: .none, reason: "").pixels(in: rect) == PixelSize(width: 0, height: 0))
  }
}
