/// Ordered dithering: a fixed 8 by 8 threshold pattern, so that the same pixels give the same levels on every frame.

enum Dither {
  /// Bayer's matrix of order 8 (Bayer 1973), row-major: each of 0...63 once. Bits of `x ^ y` and `y` interleave.
  static let bayer: [UInt8] = (0..<64).map { index in
    let (x, y) = (index & 7, index >> 3)
    let mixed = x ^ y
    return (0..<3).reduce(UInt8(0)) { value, bit in
      let pair = (mixed >> bit & 1) << 1 | (y >> bit & 1)
      return value | UInt8(pair << (2 * (2 - bit)))
    }
  }
}
