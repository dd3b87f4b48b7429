/// Eight samples of patients, drawn with replacement.

struct Draws: Sendable {
  /// How many samples are drawn together.
  static let lanes = 8
  /// Sixteen bits hold the sum of so many counts.
  static let rowsWithoutCarry = 257

  /// How often each patient is drawn, by sample.
  private(set) var counts: [SIMD8<UInt8>]

  /// Each patient once in every sample: the films as they are.
  init(everyPatientOf patients: Int) { counts = [SIMD8<UInt8>](repeating: .one, count: patients) }

  /// The samples from `first` on, as many patients as there are. Sample r is drawn by SplitMix64 from `seed` and r alone.
  ///
  /// A count ends at 255: among n patients the chance to draw one more often is below n·(e/256)²⁵⁶.
  init(patients: Int, seed: UInt64, first: Int) {
    counts = [SIMD8<UInt8>](repeating: .zero, count: patients)
    counts.withUnsafeMutableBytes { bytes in
      for lane in 0..<Self.lanes {
        var generator = SplitMix64(seed: seed &+ UInt64(first + lane) &* 0xD129_0A5B_33E7_4F2D)
        for _ in 0..<patients {
          let place = generator.index(below: patients) * Self.lanes + lane
          bytes[place] += bytes[place] < 255 ? 1 : 0
        }
      }
    }
  }
}
