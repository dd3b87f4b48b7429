/// Colours as a terminal is told them: select graphic rendition (ECMA-48 8.3.117, ISO 8613-6).

enum SGR {
  /// A colour in one of the three ways in which terminals take them.
  enum Paint: Equatable {
    case direct(SIMD3<UInt8>)
    case indexed(UInt8)
    /// One of the 16.
    case ansi(UInt8)
  }

  static let reset = "\u{1B}[0m"

  /// A colour as `depth` can show it.
  static func paint(_ color: SIMD3<UInt8>, _ depth: ColorDepth) -> Paint {
    switch depth {
    case .direct: .direct(color)
    case .indexed256: .indexed(Palette.nearest256(color))
    case .ansi16, .mono: .ansi(Palette.nearest16(color))
    }
  }

  static func black(_ depth: ColorDepth) -> Paint { paint(SIMD3(repeating: 0), depth) }

  static func foreground(_ paint: Paint) -> String { code(38, paint) }
  static func background(_ paint: Paint) -> String { code(48, paint) }

  private static func code(_ base: Int, _ paint: Paint) -> String {
    switch paint {
    case .direct(let color): "\u{1B}[\(base);2;\(color.x);\(color.y);\(color.z)m"
    case .indexed(let entry): "\u{1B}[\(base);5;\(entry)m"
    case .ansi(let entry): "\u{1B}[\(entry < 8 ? base - 8 + Int(entry) : base + 52 + Int(entry) - 8)m"
    }
  }
}
