/// How far a day's scores have moved from those of calibration.

internal import Foundation

/// The two measures of one score on one day.
package struct Drift: Codable, Equatable, Sendable {
  package let films: Int
  /// The share of the day's films between the reference's deciles, and the reference's own share there: a tenth each, but where
  /// equal deciles close a bin.
  package let shares: [Double]
  package let expected: [Double]
  /// Population stability index over the reference's deciles.
  package let psi: Double
  /// The chance of an index as large where nothing moved: PSI·n·m/(n + m) is χ² with one degree of freedom less than there are
  /// bins (Yurdakul and Naranjo 2020). With few films a large index means little.
  package let psiP: Double
  /// The largest distance between the two empirical distributions, and its p-value by Kolmogorov's limit with
  /// n·m/(n + m) films.
  package let ks: Double
  package let p: Double

  /// - Throws: `TrustError.noFilms` where either is empty, `.notFinite`.
  package init(reference: [Double], today: [Double]) throws(TrustError) {
    guard !reference.isEmpty, !today.isEmpty else { throw .noFilms }
    for column in [reference, today] {
      if let index = column.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    }
    films = today.count
    let bins = DecileBins(reference)
    (expected, shares) = (bins.shares(reference), bins.shares(today))
    psi = bins.stability(reference, today)
    let effective = Double(reference.count) * Double(today.count) / Double(reference.count + today.count)
    psiP = chiSquareTail(psi * effective, degrees: bins.count - 1)
    (ks, p) = kolmogorovSmirnov(reference, today)
  }

  /// From when on a drift is worth a word. The usual reading of PSI: below 0.1 stable, above 0.25 shifted; the p-values keep
  /// chance from being read so.
  package struct Rule: Codable, Equatable, Sendable {
    package var warnPSI = 0.1
    package var alertPSI = 0.25
    package var alertP = 0.001
    package var warnP = 0.01
    /// With fewer films nothing is said.
    package var leastFilms = 50

    package init() {}
  }

  /// From the least to the gravest.
  package enum Alert: String, CaseIterable, Codable, Sendable { case tooFew = "too_few", none, warn, alert }

  /// Alerts where the index is high and no chance, or where it is raised and the distributions differ surely.
  package func alert(_ rule: Rule = Rule()) -> Alert {
    if films < rule.leastFilms { return .tooFew }
    if psi >= rule.alertPSI && psiP < rule.alertP || psi >= rule.warnPSI && p < rule.alertP { return .alert }
    return psi >= rule.warnPSI && min(p, psiP) < rule.warnP ? .warn : .none
  }
}

/// Σ (a − e)·ln(a / e) over the bins between the deciles of `expected` (type 7), a and e the shares of each; a share of 0 counts
/// as half a film. Bins that equal deciles close up are left out.
/// - Precondition: neither is empty.
package func populationStability(_ expected: [Double], _ actual: [Double], bins: Int = 10) -> Double {
  DecileBins(expected, bins: bins).stability(expected, actual)
}

/// The bins between the quantiles of a column.
private struct DecileBins {
  private let edges: [Double]
  var count: Int { edges.count - 1 }

  init(_ column: [Double], bins: Int = 10) {
    let rising = column.sorted()
    var inner: [Double] = []
    for b in 1..<bins {
      let edge = quantile(rising, Double(b) / Double(bins))
      if inner.last != edge { inner.append(edge) }
    }
    edges = [-Double.infinity] + inner + [.infinity]
  }

  func shares(_ values: [Double]) -> [Double] { counts(values).map { $0 / Double(values.count) } }

  func stability(_ expected: [Double], _ actual: [Double]) -> Double {
    func held(_ values: [Double]) -> [Double] {
      counts(values).map { ($0 == 0 ? 0.5 : $0) / Double(values.count) }
    }
    return zip(held(expected), held(actual)).reduce(0) { $0 + ($1.1 - $1.0) * log($1.1 / $1.0) }
  }

  private func counts(_ values: [Double]) -> [Double] {
    var counts = [Double](repeating: 0, count: count)
    for value in values { counts[bin(of: value, edges: edges)] += 1 }
    return counts
  }
}

/// The two-sample statistic sup |F − G| and its asymptotic p-value.
/// - Precondition: neither is empty.
package func kolmogorovSmirnov(_ a: [Double], _ b: [Double]) -> (statistic: Double, p: Double) {
  let (a, b) = (a.sorted(), b.sorted())
  var (i, j, largest) = (0, 0, 0.0)
  while i < a.count, j < b.count {
    let value = min(a[i], b[j])
    while i < a.count, a[i] == value { i += 1 }
    while j < b.count, b[j] == value { j += 1 }
    largest = max(largest, abs(Double(i) / Double(a.count) - Double(j) / Double(b.count)))
  }
  let effective = Double(a.count) * Double(b.count) / Double(a.count + b.count)
  return (largest, kolmogorovTail(effective.squareRoot() * largest))
}
