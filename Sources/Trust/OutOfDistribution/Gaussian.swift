/// A Gaussian in feature space by the factor that whitens it: distances become plain lengths.

/// Means that share one covariance.
package struct TiedGaussian: Equatable, Sendable {
  package let dimension: Int
  /// How much of the covariance is a multiple of the identity, 0…1 (Ledoit and Wolf 2004); 0 where it was not shrunk.
  package let shrinkage: Double
  /// `rank` rows of `dimension` values: W with Wᵀ·W the (pseudo-)inverse of the covariance.
  package let whitening: [Double]
  /// Each class's mean, whitened: `rank` values each.
  package let means: [[Double]]

  /// One that was fitted before; `nil` where the numbers do not fit together.
  package init?(dimension: Int, shrinkage: Double, whitening: [Double], means: [[Double]]) {
    guard dimension > 0, whitening.count % dimension == 0, !means.isEmpty,
      means.allSatisfy({ $0.count == whitening.count / dimension && $0.allSatisfy(\.isFinite) }),
      whitening.allSatisfy(\.isFinite)
    else { return nil }
    self.dimension = dimension
    self.shrinkage = shrinkage
    self.whitening = whitening
    self.means = means
  }

  /// The class of each film is where it has the label; a film of several labels is in each class.
  /// - Parameters:
  ///   - features: one vector a film, all of one length.
  ///   - classes: the films of each class, by index; empty classes are left out.
  ///   - shrink: whether to shrink the covariance; by default where films are fewer than ten times the dimension.
  /// - Throws: `TrustError.tooFew` below two films in all, `.dimensions`, `.notFinite`.
  package init(_ features: [[Double]], classes: [[Int]], shrink: Bool? = nil) throws(TrustError) {
    let dimension = try Self.check(features)
    let filled = classes.filter { !$0.isEmpty }
    let count = filled.reduce(0) { $0 + $1.count }
    guard count >= 2 else { throw .tooFew(needed: 2, found: count) }
    let centres = filled.map { Self.mean($0.map { features[$0] }, dimension) }
    var residuals: [[Double]] = []
    residuals.reserveCapacity(count)
    for (films, centre) in zip(filled, centres) {
      for film in films { residuals.append(zip(features[film], centre).map { $0 - $1 }) }
    }
    let covariance = Covariance(residuals, dimension)
    let isShrunk = shrink ?? (count < 10 * dimension)
    shrinkage = isShrunk ? covariance.ledoitWolf() : 0
    self.dimension = dimension
    let whitening = covariance.whitening(shrinkage: shrinkage)
    self.whitening = whitening
    means = centres.map { Self.whiten($0, whitening, dimension) }
  }

  /// The square distance to each class: (f − μ)ᵀ Σ⁻¹ (f − μ).
  /// - Throws: `TrustError.dimensions`.
  package func distances(_ features: [Double]) throws(TrustError) -> [Double] {
    guard features.count == dimension else {
      throw .dimensions(expected: dimension, found: features.count)
    }
    let white = Self.whiten(features, whitening, dimension)
    return means.map { squareDistance(white, $0) }
  }

  private static func check(_ features: [[Double]]) throws(TrustError) -> Int {
    guard let dimension = features.first?.count, dimension > 0 else { throw .noFilms }
    for (index, row) in features.enumerated() {
      guard row.count == dimension else { throw .dimensions(expected: dimension, found: row.count) }
      guard row.allSatisfy(\.isFinite) else { throw .notFinite(index: index) }
    }
    return dimension
  }

  private static func mean(_ rows: [[Double]], _ dimension: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: dimension)
    for row in rows { for j in 0..<dimension { sum[j] += row[j] } }
    return sum.map { $0 / Double(rows.count) }
  }

  private static func whiten(_ x: [Double], _ whitening: [Double], _ dimension: Int) -> [Double] {
    let rank = whitening.count / dimension
    return (0..<rank).map { row in
      var sum = 0.0
      for j in 0..<dimension { sum += whitening[row * dimension + j] * x[j] }
      return sum
    }
  }
}

func squareDistance(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for i in a.indices { sum += (a[i] - b[i]) * (a[i] - b[i]) }
  return sum
}
