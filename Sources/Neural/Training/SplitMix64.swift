/// Seeded random numbers: the same seed gives the same numbers on every machine.

internal import Glibc

/// SplitMix64 (Steele, Lea, Flood 2014). Its whole state is one integer, so a checkpoint can keep it.
package struct SplitMix64: RandomNumberGenerator, Equatable, Sendable {
  package private(set) var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// An independent stream, e.g. of one epoch or one image.
  package init(seed: UInt64, stream: UInt64) {
    var mixer = SplitMix64(seed: seed ^ (stream &+ 1) &* 0x9E37_79B9_7F4A_7C15)
    state = mixer.next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// Uniform in [0, 1).
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in [low, high).
  package mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

  /// Standard normal (Box and Muller 1958).
  package mutating func normal() -> Double {
    let radius = sqrt(-2 * log(1 - uniform()))
    return radius * cos(2 * Double.pi * uniform())
  }
}
