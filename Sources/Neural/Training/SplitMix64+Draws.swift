/// The random draws that training makes: streams, uniform and normal numbers.

internal import Glibc

extension SplitMix64 {
  /// The generator of one stream, e.g. of one picture in one epoch: what is drawn depends on nothing that was drawn before,
  /// so training can go on anywhere without a saved state.
  package init(seed: UInt64, stream: UInt64) {
    var mixer = SplitMix64(seed: seed ^ (stream &+ 1) &* 0xD134_2543_DE82_EF95)
    self.init(seed: mixer.next())
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
