/// Sixel, decoded back by libsixel: the glass shows exactly the pixels that we meant.

internal import CTestTerminal
import Terminal
import Testing

struct SixelTests {
  struct Decoded {
    var width: Int
    var height: Int
    var registers: [UInt8]
    var palette: [SIMD3<UInt8>]
  }

  func decode(_ image: EncodedImage) throws -> Decoded {
    try #require(image.strips.count == 1)
    var pixels = [UInt8](repeating: 0, count: 1 << 20)
    var colors = [UInt8](repeating: 0, count: 768)
    var (width, height): (Int32, Int32) = (0, 0)
    let bytes = image.strips[0]
    let code = test_sixel_decode(bytes, bytes.count, &pixels, pixels.count, &width, &height, &colors)
    try #require(code == 0)
    let palette = (0..<256).map { SIMD3(colors[$0 * 3], colors[$0 * 3 + 1], colors[$0 * 3 + 2]) }
    return Decoded(
      width: Int(width), height: Int(height), registers: Array(pixels[..<Int(width * height)]),
      palette: palette)
  }

  /// Smooth shades with noise, and every gray at least once.
  static func picture(_ width: Int, _ height: Int, overlay: Bool = false) -> Picture {
    var random = UInt64(42)
    var gray: [UInt16] = []
    var strength: [UInt8] = []
    for index in 0..<(width * height) {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let (x, y) = (index % width, index / width)
      gray.append(UInt16(clamping: x * 65535 / max(1, width - 1) + Int(random >> 52) - 2048 + y * 7))
      strength.append(y < height / 2 ? 0 : UInt8(x * 255 / max(1, width - 1)))
    }
    return Picture(
      width: width, height: height, gray: gray, overlay: overlay ? strength : [],
      ramp: overlay ? Ramp.viridis.colors : [])
  }

  @Test(
    "what libsixel decodes is what was quantised, pixel for pixel",
    arguments: [(1, 1), (5, 7), (97, 6), (64, 65), (301, 124), (1000, 13)], [false, true])
  func roundTrip(size: (Int, Int), overlay: Bool) throws {
    let picture = Self.picture(size.0, size.1, overlay: overlay)
    for quality in [Quality.full, .coarse] {
      let palette = SixelPalette(registers: 256, hasOverlay: overlay, quality: quality)
      let expected = SixelQuantizer(palette: palette).registers(of: picture)
      let image = try #require(SixelEncoder(registers: 256, quality: quality).encode(picture))
      let decoded = try decode(image)
      #expect(decoded.width == size.0 && decoded.height >= size.1)
      #expect(decoded.registers.prefix(expected.count).map(UInt16.init) == expected)
      let colors = palette.colors(ramp: picture.ramp)
      for register in Set(expected) {
        for channel in 0..<3 {
          let exact = Double(colors[Int(register)][channel]) * 2.55
          #expect(abs(Double(decoded.palette[Int(register)][channel]) - exact) <= 1)
        }
      }
    }
  }

  @Test("black is black, white is white, and dithering keeps the mean of every shade")
  func shades() throws {
    let palette = SixelPalette(registers: 256, hasOverlay: false, quality: .full)
    #expect(palette.grays == 101)
    let quantizer = SixelQuantizer(palette: palette)
    for level in [0, 1, 327, 655, 9000, 32767, 50001, 65534, 65535] {
      let flat = Picture(width: 8, height: 8, gray: Array(repeating: UInt16(level), count: 64))
      let mean = quantizer.registers(of: flat).reduce(0) { $0 + Double($1) } / 64
      #expect(abs(mean - Double(level) / 655.35) <= 1.0 / 64, "gray \(level)")
    }
  }

  @Test("encoding is deterministic, stops when asked to, and a coarse frame is smaller")
  func manners() throws {
    let picture = Self.picture(200, 1500)
    let full = try #require(SixelEncoder().encode(picture))
    #expect(full == SixelEncoder().encode(picture))
    let coarse = try #require(SixelEncoder(quality: .coarse).encode(picture))
    #expect(coarse.byteCount * 2 < full.byteCount)
    var asked = 0
    let cancelled = SixelEncoder().encode(picture) {
      asked += 1
      return asked == 3
    }
    #expect(cancelled == nil && asked == 3)
    #expect(SixelEncoder().encode(Picture(width: 0, height: 0, gray: []))?.strips == [])
  }

  @Test(
    "an encoder fits the registers that the terminal has", arguments: [2, 4, 16, 64, 256, 1024],
    [false, true])
  func registers(count: Int, overlay: Bool) throws {
    let palette = SixelPalette(registers: count, hasOverlay: overlay, quality: .full)
    #expect(palette.count <= count)
    #expect(palette.colors(ramp: Ramp.magma.colors).count == palette.count)
    let pixels = SixelQuantizer(palette: palette).registers(of: Self.picture(90, 60, overlay: overlay))
    #expect(pixels.allSatisfy { Int($0) < palette.count })
    let image = try #require(SixelEncoder(registers: count).encode(Self.picture(90, 60, overlay: overlay)))
    #expect(image.byteCount > 100)
  }

  @Test("256 registers give 101 grays and 152 mixed colours")
  func division() {
    let palette = SixelPalette(registers: 256, hasOverlay: true, quality: .full)
    #expect(palette.grays == 101 && palette.steps == 8 && palette.mixedGrays == 19)
    #expect((0..<101).map(palette.percent) == Array(0...100))
  }
}
