/// Colour ramps for overlays: equal steps look equal, lightness only rises, and colour-blind readers see the same order.

/// The ramps by name. Entry 0 is never drawn: there the film shows alone.
package enum Ramp: String, CaseIterable, Sendable {
  case viridis, magma

  /// 256 colours for `Picture.ramp`, from weak to strong.
  package var colors: [SIMD3<UInt8>] {
    (0...255).map { entry in
      let x = Double(entry) / 255
      let color = coefficients.reversed().reduce(SIMD3<Double>.zero) { $0 * x + $1 }
      return SIMD3((0..<3).map { UInt8(max(0, min(255, (color[$0] * 255).rounded()))) })
    }
  }

  /// Red, green and blue as polynomials in 0...1, lowest power first: least squares over the 256 published colours of the
  /// map of that name (van der Walt and Smith 2015, CC0); no channel is off by more than 6 of 255.
  private var coefficients: [SIMD3<Double>] {
    switch self {
    case .viridis:
      [
        [0.2745, 0.0058, 0.3327], [0.1077, 1.3965, 1.3868], [-0.3272, 0.2148, 0.0920],
        [-4.5999, -5.7582, -19.2918], [6.2037, 14.1540, 56.6563], [4.7518, -13.7494, -65.3210],
        [-5.4321, 4.6416, 26.2721],
      ]
    case .magma:
      [
        [-0.0021, -0.0007, -0.0095], [0.2505, 0.6945, 2.4953], [8.3459, -3.5960, 0.3291],
        [-27.6670, 14.2539, -13.6466], [52.1707, -27.9446, 12.8811], [-50.7586, 29.0539, 4.2699],
        [18.6643, -11.4900, -5.5708],
      ]
    }
  }
}
