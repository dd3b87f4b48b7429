/// Augmentation: nothing asked for is nothing done, and what is drawn follows the seed.

import Neural
import Testing
import hilum

@Suite("Augmentation")
struct AugmentationTests {
  private let film: [UInt8] = (0..<4096).map { (place: Int) -> UInt8 in UInt8(place % 64 * 3 + place / 64) }

  @Test("without amounts the film stays as it is")
  func identity() {
    var random = SplitMix64(seed: 1)
    #expect(Augmentation().isIdentity && Augmentation()(film, size: 64, &random) == film)
  }

  @Test("equal seeds vary alike, different ones differently")
  func seeds() {
    var augmentation = Augmentation()
    (augmentation.shift, augmentation.degrees, augmentation.noise) = (0.05, 5, 4)
    func varied(_ seed: UInt64) -> [UInt8] {
      var random = SplitMix64(seed: seed)
      return augmentation(film, size: 64, &random)
    }
    #expect(varied(1) == varied(1) && varied(1) != varied(2) && varied(1) != film)
  }

  @Test("left stays left: no draw mirrors the film")
  func laterality() {
    var augmentation = Augmentation()
    (augmentation.shift, augmentation.scale, augmentation.degrees) = (0.05, 0.1, 10)
    for seed in 0..<50 {
      var random = SplitMix64(seed: UInt64(seed))
      let varied = augmentation(film, size: 64, &random)
      func sum(_ columns: Range<Int>) -> Int {
        var sum = 0
        for row in 16..<48 { for column in columns { sum += Int(varied[row * 64 + column]) } }
        return sum
      }
      #expect(sum(16..<32) < sum(32..<48))
    }
  }
}
