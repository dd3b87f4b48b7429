/// Pixels on their way to the glass: what a graphics encoder takes, whatever the protocol.

/// A gray picture with an optional colour overlay, already at the size in which it is shown.
package struct Picture: Equatable, Sendable {
  package let width: Int
  package let height: Int
  /// `width * height` gray levels, row-major; 0 black, 65535 white.
  package let gray: [UInt16]
  /// Overlay strength per pixel, empty when off: 0 shows the film, 1...255 the colour ramp's entry.
  package let overlay: [UInt8]
  /// 256 RGB entries that `overlay` indexes.
  package let ramp: [SIMD3<UInt8>]
  /// How opaque the ramp's colour is at strength 255, in percent.
  package let opacity: Int

  package init(
    width: Int, height: Int, gray: [UInt16], overlay: [UInt8] = [], ramp: [SIMD3<UInt8>] = [],
    opacity: Int = 60
  ) {
    self.opacity = opacity
    precondition(gray.count == width * height && (overlay.isEmpty || overlay.count == gray.count))
    precondition(overlay.isEmpty || ramp.count == 256)
    self.width = width
    self.height = height
    self.gray = gray
    self.overlay = overlay
    self.ramp = ramp
  }
}

/// How pictures reach the glass, best first.
package enum GraphicsProtocol: String, CaseIterable, Sendable {
  case kitty, iterm, sixel, halfblock, ascii, none

  /// Whether a picture is made of characters rather than of pixels.
  package var isText: Bool { self == .halfblock || self == .ascii || self == .none }

  /// The names, as a usage message lists them.
  package static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
