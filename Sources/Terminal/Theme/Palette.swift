/// Colours as numbers: what the 256 and 16 colour palettes hold, the nearest entry to a colour, and contrast.

import Glibc

/// How many colours a terminal can show.
package enum ColorDepth: Int, Comparable, Sendable {
  case mono = 0
  case ansi16 = 16
  case indexed256 = 256
  case direct = 0x100_0000

  package static func < (a: ColorDepth, b: ColorDepth) -> Bool { a.rawValue < b.rawValue }
}

/// The palettes that terminals share.
package enum Palette {
  /// xterm's defaults for the 16 colours; a user may have changed them.
  static let ansi: [SIMD3<UInt8>] = [
    [0, 0, 0], [205, 0, 0], [0, 205, 0], [205, 205, 0], [0, 0, 238], [205, 0, 205], [0, 205, 205],
    [229, 229, 229], [127, 127, 127], [255, 0, 0], [0, 255, 0], [255, 255, 0], [92, 92, 255],
    [255, 0, 255], [0, 255, 255], [255, 255, 255],
  ]

  /// The six steps of a channel in the colour cube 16...231.
  private static let cube: [UInt8] = [0, 95, 135, 175, 215, 255]

  /// The colour of entry `index` of the 256-colour palette.
  package static func rgb(_ index: UInt8) -> SIMD3<UInt8> {
    switch index {
    case 0..<16: return ansi[Int(index)]
    case 16..<232:
      let offset = Int(index) - 16
      return [cube[offset / 36], cube[offset / 6 % 6], cube[offset % 6]]
    default: return SIMD3(repeating: 8 + (index - 232) * 10)
    }
  }

  /// The entry of the 256-colour palette nearest to a colour, never one of the 16 that users change.
  package static func nearest256(_ color: SIMD3<UInt8>) -> UInt8 {
    let steps = (0..<3).map { channel in
      cube.indices.min { distance(cube[$0], color[channel]) < distance(cube[$1], color[channel]) } ?? 0
    }
    let inCube = UInt8(16 + 36 * steps[0] + 6 * steps[1] + steps[2])
    let mean = (Int(color.x) + Int(color.y) + Int(color.z)) / 3
    let inGrays = UInt8(232 + min(23, max(0, (mean - 3) / 10)))
    return squared(rgb(inGrays), color) < squared(rgb(inCube), color) ? inGrays : inCube
  }

  /// The nearest of the 16 colours.
  package static func nearest16(_ color: SIMD3<UInt8>) -> UInt8 {
    UInt8(ansi.indices.min { squared(ansi[$0], color) < squared(ansi[$1], color) } ?? 0)
  }

  /// Text and ground out of 16 colours in the eight that some terminals have: of bright ones the plain, dark gray as white text
  /// and as black ground, and never both the same.
  package static func eight(_ text: UInt8, on ground: UInt8) -> (text: UInt8, ground: UInt8) {
    let (text, ground) = (text == 8 ? 7 : text % 8, ground % 8)
    return (text == ground ? (ground == 0 ? 7 : 0) : text, ground)
  }

  /// Contrast ratio of two colours, 1...21 (WCAG 2.1, relative luminance).
  package static func contrast(_ a: SIMD3<UInt8>, _ b: SIMD3<UInt8>) -> Double {
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  /// Relative luminance of an sRGB colour, 0...1 (WCAG 2.1).
  package static func luminance(_ color: SIMD3<UInt8>) -> Double {
    func linear(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(color.x) + 0.7152 * linear(color.y) + 0.0722 * linear(color.z)
  }

  private static func distance(_ a: UInt8, _ b: UInt8) -> Int { abs(Int(a) - Int(b)) }

  private static func squared(_ a: SIMD3<UInt8>, _ b: SIMD3<UInt8>) -> Int {
    (0..<3).reduce(0) { $0 + distance(a[$1], b[$1]) * distance(a[$1], b[$1]) }
  }
}

extension Color {
  /// The colour's sRGB value; a named colour has xterm's default.
  package var rgb: SIMD3<UInt8> {
    switch self {
    case .rgb(let red, let green, let blue): [red, green, blue]
    case .ansi(let index): Palette.ansi[Int(index & 15)]
    }
  }
}
