/// Frames deeper than 16 bits, on every path that counts with 65,536 codes.

import Imaging
import Testing

@Suite("Deep frames")
struct DeepFrameTests {
  @Test(
    "text is looked for on frames of 17 to 32 bits, gray and colour, as on shallower ones",
    arguments: [17, 24, 32], [1, 3])
  func burnedInText(bits: Int, samples: Int) {
    let values = (0..<64 * 64 * samples).map { Int32(truncatingIfNeeded: $0 << (bits - 17)) }
    let frame = StoredFrame(
      rows: 64, columns: 64, samplesPerPixel: samples, bitsStored: bits,
      photometric: samples == 1 ? .monochrome2 : .rgb, values: values)
    #expect(BurnedInText.find(in: frame).isEmpty)
  }
}
