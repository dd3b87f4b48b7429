/// A small seeded generator, so that a film is the same bits on every machine and in every run.

/// xoshiro256** (Blackman and Vigna, 2018), seeded by SplitMix64.
package struct Random: RandomNumberGenerator, Sendable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  package init(seed: UInt64) {
    var state = seed
    func split() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    s0 = split()
    s1 = split()
    s2 = split()
    s3 = split()
  }

  package mutating func next() -> UInt64 {
    let product = s1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << 45) | (s3 >> 19)
    return result
  }

  /// A seed for an independent stream, so that one part's draws do not move another's.
  mutating func fork() -> UInt64 { next() ^ 0xD1B5_4A32_D192_ED03 }

  /// Uniform in `0..<1`, 24 bits.
  mutating func unit() -> Float { Float(next() >> 40) * 0x1p-24 }

  mutating func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * unit() }

  mutating func chance(_ probability: Float) -> Bool { unit() < probability }

  mutating func count(_ low: Int, _ high: Int) -> Int { low + Int(next() % UInt64(high - low + 1)) }

  /// Near-normal, mean 0 and variance 1: the sum of four 16-bit uniforms (Irwin–Hall), bounded by ±3.47.
  mutating func normal() -> Float {
    let bits = next()
    let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    return (Float(sum) * (1 / 65536) - 2) * 1.732_050_8
  }
}
