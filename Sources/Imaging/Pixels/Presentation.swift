/// How a file asks to be shown: its windows, their function, and its VOI table (PS3.3 C.11.2).

internal import Foundation

/// How a window turns modality values into brightness (VOI LUT Function, PS3.3 C.11.2.1.3).
package enum WindowFunction: String, Equatable, Codable, Sendable {
  case linear = "LINEAR"
  case linearExact = "LINEAR_EXACT"
  case sigmoid = "SIGMOID"

  /// Brightness 0...1 of modality value `x`; PS3.3 C.11.2.1.2.1, C.11.2.1.3.1 and C.11.2.1.3.2 with y from 0 to 1.
  package func callAsFunction(_ x: Double, _ window: Window) -> Double {
    switch self {
    case .linear: Self.ramp(x, center: window.center - 0.5, width: max(window.width - 1, 0))
    case .linearExact: Self.ramp(x, center: window.center, width: max(window.width, 0))
    case .sigmoid: 1 / (1 + exp(-4 * (x - window.center) / max(window.width, .leastNormalMagnitude)))
    }
  }

  /// 0 up to `center - width / 2`, 1 beyond `center + width / 2`, straight between; a step where the width is 0.
  private static func ramp(_ x: Double, center: Double, width: Double) -> Double {
    if x <= center - width / 2 { return 0 }
    if x > center + width / 2 { return 1 }
    return (x - center) / width + 0.5
  }

  /// Narrowest width for which the function is defined.
  package var narrowest: Double { self == .linear ? 1 : .leastNormalMagnitude }
}

package struct Presentation: Equatable, Codable, Sendable {
  /// Windows in the file's order; the first is the default.
  package var windows: [Window]
  package var function: WindowFunction
  /// VOI LUT, preferred to the windows where it is usable.
  package var table: LookupTable?
  /// Presentation LUT: from windowed values to P-values, polarity included (PS3.3 C.11.4).
  package var outputTable: LookupTable?
  /// Whether the polarity is the photometric interpretation's, or that of a presentation state.
  package var polarity = Polarity.photometric
  package var overlays: [Overlay] = []
  /// All of them cover.
  package var shutters: [Shutter] = []
  /// The P-value of what is covered; 0 is black, 65535 white.
  package var shutterLevel: UInt16 = 0
  /// Height over width of a pixel.
  package var pixelAspect = 1.0

  /// What decides whether low modality values are bright.
  package enum Polarity: Equatable, Codable, Sendable {
    case photometric
    /// Presentation LUT Shape of a presentation state (PS3.3 C.11.6).
    case identity
    case inverse
  }

  package init(windows: [Window] = [], function: WindowFunction = .linear, table: LookupTable? = nil) {
    self.windows = windows
    self.function = function
    self.table = table
  }

  /// Windows and tables belong to gray values: a colour picture is shown as it is (PS3.3 C.11.2.1.2).
  var withoutWindows: Presentation {
    var copy = self
    (copy.windows, copy.table, copy.outputTable) = ([], nil, nil)
    return copy
  }

  /// The whole of `range` from black to white, so that 8-bit pictures are shown as they are.
  mutating func show(all range: ClosedRange<Double>) {
    let width = range.upperBound - range.lowerBound
    windows = [Window(center: range.lowerBound + width / 2, width: width)]
    function = .linearExact
  }
}
