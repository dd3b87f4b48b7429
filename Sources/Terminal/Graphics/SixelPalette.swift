/// Colour registers that never change: grays first, then the overlay's colours. No quantiser, no search, no flicker.

/// Registers 0..<grays are grays from black to white in whole percent (at most the 101 that sixel has). The rest mix
/// `mixedGrays` grays with `steps` steps of the overlay's ramp.
package struct SixelPalette: Equatable {
  package let grays: Int
  package let mixedGrays: Int
  package let steps: Int
  /// Every n-th gray is used: 1 at full quality.
  package let stride: Int
  /// A coarse frame is not dithered: long runs of one gray are what makes it small.
  package let isDithered: Bool

  /// Divides `registers` of the terminal; 256 give 101 grays and 19 grays under 8 steps.
  package init(registers: Int, hasOverlay: Bool, quality: Quality) {
    let registers = max(2, min(1024, registers))
    isDithered = quality == .full
    guard hasOverlay && registers >= 16 else {
      grays = min(101, registers)
      (mixedGrays, steps) = (0, 0)
      stride = quality == .coarse ? max(1, (grays - 1) / 20) : 1
      return
    }
    grays = min(101, registers * 2 / 5)
    steps = registers < 64 ? 3 : registers < 512 ? 8 : 16
    mixedGrays = min(57, (registers - grays) / steps)
    stride = quality == .coarse ? max(1, (grays - 1) / 20) : 1
  }

  package var count: Int { grays + mixedGrays * steps }

  /// The strength 1...255 that step `step` stands for: the middle of its share.
  package func strength(ofStep step: Int) -> Int { (2 * step + 1) * 255 / (2 * steps) }

  /// The percent (0...100) of gray register `index`.
  package func percent(ofGray index: Int) -> Int { (index * 100 + (grays - 1) / 2) / (grays - 1) }

  /// Red, green and blue in percent of every register.
  package func colors(ramp: [SIMD3<UInt8>], opacity: Int = 60) -> [SIMD3<Int>] {
    let plain = (0..<grays).map { SIMD3(repeating: percent(ofGray: $0)) }
    let mixed = (0..<steps).flatMap { step in
      (0..<mixedGrays).map { gray in
        let strength = strength(ofStep: step)
        let level = gray * 255 / (mixedGrays - 1)
        let color = Blend.mix(gray: level, color: ramp[strength], strength: strength, percent: opacity)
        return SIMD3((0..<3).map { (Int(color[$0]) * 100 + 127) / 255 })
      }
    }
    return plain + mixed
  }
}
