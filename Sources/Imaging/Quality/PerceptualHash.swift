/// A fingerprint of what a film shows, the same for copies of other sizes, depths and compressions.

/// 256 bits: whether each cell of a 17 x 16 grid is darker than the next in its row.
package struct PerceptualHash: Hashable, Codable, Sendable {
  package let words: [UInt64]

  /// Of the film in the reading convention, bone bright.
  package init(_ image: ModalityImage) { self.init(GrayPlane(image)) }

  init(_ plane: GrayPlane) {
    let cells = plane.averaged(height: 16, width: 17).values
    var words = [UInt64](repeating: 0, count: 4)
    for y in 0..<16 {
      for x in 0..<16 where cells[y * 17 + x + 1] > cells[y * 17 + x] {
        words[(y * 16 + x) / 64] |= 1 << UInt64((y * 16 + x) % 64)
      }
    }
    self.words = words
  }

  /// Bits that differ, 0...256.
  package func distance(to other: PerceptualHash) -> Int {
    zip(words, other.words).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
  }

  /// Two films of one patient are further apart than this; two copies of one film are nearer.
  package static let duplicateDistance = 12
}
