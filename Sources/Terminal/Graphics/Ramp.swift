/// Colour ramps for overlays: equal steps look equal, lightness only rises, and colour-blind readers see the same order.

/// The ramps by name. Entry 0 is never drawn: there the film shows alone.
package enum Ramp: String, CaseIterable, Sendable {
  case viridis, magma, cividis
  /// One hue that only grows brighter: for readers who want order and no other meaning.
  case amber

  /// 256 colours for `Picture.ramp`, from weak to strong.
  package var colors: [SIMD3<UInt8>] {
    switch self {
    case .viridis: Self.polynomial(Self.viridisTerms)
    case .magma: Self.polynomial(Self.magmaTerms)
    case .cividis: (0...255).map { Self.between(Self.cividisKnots, $0) }
    case .amber: (0...255).map { Self.between([[41, 29, 10], [255, 180, 60]], $0) }
    }
  }

  private static func polynomial(_ terms: [SIMD3<Double>]) -> [SIMD3<UInt8>] {
    (0...255).map { entry in
      let x = Double(entry) / 255
      let color = terms.reversed().reduce(SIMD3<Double>.zero) { $0 * x + $1 }
      return SIMD3((0..<3).map { UInt8(max(0, min(255, (color[$0] * 255).rounded()))) })
    }
  }

  /// Red, green and blue as polynomials in 0...1, lowest power first: least squares over the 256 published colours of the
  /// map of that name (van der Walt and Smith 2015, CC0); no channel is off by more than 6 of 255.
  private static let viridisTerms: [SIMD3<Double>] = [
    [0.2745, 0.0058, 0.3327], [0.1077, 1.3965, 1.3868], [-0.3272, 0.2148, 0.0920],
    [-4.5999, -5.7582, -19.2918], [6.2037, 14.1540, 56.6563], [4.7518, -13.7494, -65.3210],
    [-5.4321, 4.6416, 26.2721],
  ]
  private static let magmaTerms: [SIMD3<Double>] = [
    [-0.0021, -0.0007, -0.0095], [0.2505, 0.6945, 2.4953], [8.3459, -3.5960, 0.3291],
    [-27.6670, 14.2539, -13.6466], [52.1707, -27.9446, 12.8811], [-50.7586, 29.0539, 4.2699],
    [18.6643, -11.4900, -5.5708],
  ]

  /// Every fifteenth colour of cividis (Nuñez, Anderton and Renslow 2018, CC0).
  private static let cividisKnots: [SIMD3<Double>] = [
    [0, 34, 78], [0, 45, 104], [22, 55, 112], [46, 65, 109], [63, 76, 108], [78, 86, 108], [92, 97, 110],
    [105, 107, 113], [118, 118, 118], [131, 129, 121], [146, 140, 120], [160, 152, 117], [175, 164, 113],
    [191, 176, 107], [207, 189, 98], [223, 202, 87], [240, 216, 70], [254, 232, 56],
  ]

  /// Entry 0...255 of a ramp that is straight between equally spaced colours.
  private static func between(_ knots: [SIMD3<Double>], _ entry: Int) -> SIMD3<UInt8> {
    let place = Double(entry) / 255 * Double(knots.count - 1)
    let low = min(Int(place), knots.count - 2)
    let color = knots[low] + (knots[low + 1] - knots[low]) * (place - Double(low))
    return SIMD3((0..<3).map { UInt8(max(0, min(255, color[$0].rounded()))) })
  }
}
