/// Distance to the k-th nearest of a bank of unit feature vectors.

package struct NearestNeighbours: Equatable, Sendable {
  package let k: Int
  package let dimension: Int
  /// The films of the bank, one unit vector after another.
  package let bank: [Float]

  /// One that was fitted before; `nil` where the numbers do not fit together.
  package init?(k: Int, dimension: Int, bank: [Float]) {
    guard k >= 1, dimension > 0, bank.count % dimension == 0, bank.count / dimension >= k,
      bank.allSatisfy(\.isFinite)
    else { return nil }
    self.k = k
    self.dimension = dimension
    self.bank = bank
  }

  /// - Parameter features: one vector a film, all of one length; a vector of zeros stays one.
  /// - Throws: `TrustError.tooFew` when there are fewer films than k, `.dimensions`, `.notFinite`.
  package init(_ features: [[Double]], k: Int = 10) throws(TrustError) {
    guard k >= 1, features.count >= k else { throw .tooFew(needed: max(k, 1), found: features.count) }
    let dimension = features[0].count
    var bank: [Float] = []
    bank.reserveCapacity(features.count * dimension)
    for (index, row) in features.enumerated() {
      guard row.count == dimension else { throw .dimensions(expected: dimension, found: row.count) }
      guard row.allSatisfy(\.isFinite) else { throw .notFinite(index: index) }
      bank += Self.unit(row).map { Float($0) }
    }
    self.k = k
    self.dimension = dimension
    self.bank = bank
  }

  package var films: Int { dimension > 0 ? bank.count / dimension : 0 }

  /// - Parameter leaving: a film of the bank that is not to count: the one that `features` belongs to.
  /// - Throws: `TrustError.dimensions`.
  package func distance(_ features: [Double], leaving: Int? = nil) throws(TrustError) -> Double {
    guard features.count == dimension else {
      throw .dimensions(expected: dimension, found: features.count)
    }
    let unit = Self.unit(features)
    var nearest: [Double] = []
    for film in 0..<films where film != leaving {
      var square = 0.0
      for j in 0..<dimension {
        let gap = unit[j] - Double(bank[film * dimension + j])
        square += gap * gap
      }
      guard nearest.count < k || square < nearest[nearest.count - 1] else { continue }
      nearest.insert(square, at: nearest.firstIndex { $0 > square } ?? nearest.count)
      if nearest.count > k { nearest.removeLast() }
    }
    return nearest.last?.squareRoot() ?? 0
  }

  private static func unit(_ x: [Double]) -> [Double] {
    let length = dot(x, x).squareRoot()
    return length > 0 ? x.map { $0 / length } : x
  }
}
