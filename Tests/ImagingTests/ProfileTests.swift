/// Preprocess profiles against numbers worked out with numpy, and against their own definition.

import Imaging
import Testing

@Suite("Preprocess profiles")
struct ProfileTests {
  /// numpy.percentile([3, 1, 4, 1, 5, 9, 2, 6], [0.5, 25, 50, 99.5])
  @Test("percentiles follow numpy's linear rule") func percentile() {
    let sorted: [Double] = [1, 1, 2, 3, 4, 5, 6, 9]
    #expect(Percentile.linear(sorted, 0.5) == 1.0)
    #expect(Percentile.linear(sorted, 25) == 1.75)
    #expect(Percentile.linear(sorted, 50) == 3.5)
    #expect(abs(Percentile.linear(sorted, 99.5) - 8.895) < 1e-12)
    #expect(Percentile.linear([7], 99.5) == 7)
  }

  func gray(_ values: [Int32], bits: Int, rows: Int, _ photometric: PhotometricInterpretation = .monochrome2)
    -> ModalityImage
  {
    ModalityImage(
      StoredFrame(
        rows: rows, columns: values.count / rows, bitsStored: bits, photometric: photometric, values: values))
  }

  @Test("both profiles give an 8-bit film its own levels") func eightBits() {
    let film = gray((0..<16).map { $0 * 17 }, bits: 8, rows: 4)
    for profile in PreprocessProfile.allCases {
      #expect(profile.gray8(from: film, size: 4) == (0..<16).map { UInt8($0 * 17) })
    }
  }

  @Test("hfCard keeps the high byte of 16 bits") func highByte() {
    let film = gray([0x0000, 0x01FF, 0x80FF, 0xFFFF], bits: 16, rows: 2)
    #expect(PreprocessProfile.hfCard.gray8(from: film, size: 2) == [0, 1, 0x80, 0xFF])
  }

  @Test("repoInference stretches 0.5 to 99.5 per cent and truncates") func stretch() {
    let values = (0..<10_000).map { Int32($0 * 6) }
    let film = gray(values, bits: 16, rows: 100)
    let levels = PreprocessProfile.repoInference.gray8(from: film, size: 100) ?? []
    // The sample is every 5th value: 0, 30 … 59970, so the percentiles are 299.85 and 59670.15.
    let (low, high) = (0.005 * 1999 * 30, 0.995 * 1999 * 30)
    for i in [0, 49, 50, 5000, 9944, 9945, 9999] {
      let expected = (min(max(Double(values[i]), low), high) - low) / (high - low) * 255
      #expect(Int(levels[i]) == Int(expected))
    }
  }

  @Test("a constant deep film is divided by its maximum instead") func constant() {
    let film = gray(Array(repeating: 700, count: 16), bits: 12, rows: 4)
    #expect(PreprocessProfile.repoInference.gray8(from: film, size: 4) == Array(repeating: 255, count: 16))
    let black = gray(Array(repeating: 0, count: 16), bits: 12, rows: 4)
    #expect(PreprocessProfile.repoInference.gray8(from: black, size: 4) == Array(repeating: 0, count: 16))
  }

  @Test(
    "a film and its MONOCHROME1 twin give the network the same picture", arguments: PreprocessProfile.allCases
  )
  func polarity(profile: PreprocessProfile) {
    var noise = Noise("polarity")
    let values = (0..<4096).map { _ in Int32.random(in: 0...4095, using: &noise) }
    let film = gray(values, bits: 12, rows: 64)
    let twin = gray(values.map { 4095 - $0 }, bits: 12, rows: 64, .monochrome1)
    #expect(profile.input(from: film, size: 48) == profile.input(from: twin, size: 48))
  }

  @Test("padding takes no part in the percentiles and is black in the input") func padding() {
    let inner = (0..<2000).map { Int32(1000 + $0) }
    let frame = StoredFrame(
      rows: 40, columns: 100, bitsStored: 12, photometric: .monochrome2,
      values: inner + Array(repeating: 4095, count: 2000))
    let padded = ModalityImage(frame, padding: 4095...4095)
    let levels = PreprocessProfile.repoInference.gray8(from: padded, size: 40) ?? []
    #expect(levels[800..<1600].allSatisfy { $0 == 0 })
    #expect(levels[780] > 240)
  }

  @Test("inputs are normalised with ImageNet's mean and deviation, channels last") func normalised() {
    let input = PreprocessProfile.hfCard.input(from: gray([0, 255, 128, 64], bits: 8, rows: 2), size: 2)
    let mean: [Float] = [0.485, 0.456, 0.406], deviation: [Float] = [0.229, 0.224, 0.225]
    #expect(input.values.count == 12)
    for (i, level) in [Float(0), 255, 128, 64].enumerated() {
      for channel in 0..<3 {
        let expected = (level / 255 - mean[channel]) / deviation[channel]
        #expect(abs(input.values[3 * i + channel] - expected) < 1e-6)
      }
    }
  }

  @Test("repoInference keeps colours, hfCard reads them as gray") func colour() {
    let film = ModalityImage(
      StoredFrame(
        rows: 1, columns: 1, samplesPerPixel: 3, bitsStored: 8, photometric: .rgb, values: [200, 100, 50]))
    #expect(PreprocessProfile.repoInference.gray8(from: film, size: 1) == nil)
    // (9797 * 200 + 19234 * 100 + 3737 * 50) >> 15
    #expect(PreprocessProfile.hfCard.gray8(from: film, size: 1) == [124])
    let values = PreprocessProfile.repoInference.input(from: film, size: 1).values
    let red: Float = (200 / 255 - 0.485) / 0.229, blue: Float = (50 / 255 - 0.406) / 0.225
    #expect(abs(values[0] - red) < 1e-6)
    #expect(abs(values[2] - blue) < 1e-6)
  }
}
