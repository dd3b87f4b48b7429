/// Everything that was measured about a calibrated pack, as its `measured.json` keeps it and its card shows it.

internal import Foundation
internal import Trust

package struct PackMeasures: Codable, Equatable, Sendable {
  static let fileName = "measured.json"
  private static let schema = "hilum.measured/1"
  private static let limit = 16 << 20

  /// One label's ranking and calibration on the test films; `nil` where they lack positives or negatives.
  package struct Label: Codable, Equatable, Sendable {
    package let label: String
    package let films: Int
    package let positives: Int
    package let auroc: Double?
    package let averagePrecision: Double?
    package let errorBefore: Double?
    package let errorAfter: Double?
    package let threshold: Double
    /// At the threshold, abstentions counted as calls by their probability.
    package let sensitivity: Double?
    package let specificity: Double?
    /// The share of maps whose highest cell touches the finding, and of how many films.
    package let pointing: Double?
    package let pointingFilms: Int
  }

  private var schema = PackMeasures.schema
  /// Films for calibrators and detectors, and for conformal sets, operating points and limits.
  package let fittingFilms: Int
  package let holdingFilms: Int
  package let testFilms: Int
  package let auroc: Double?
  package let aurocLabels: Int
  package let averagePrecision: Double?
  package let pooledErrorBefore: Double?
  package let pooledErrorAfter: Double?
  package let macroErrorBefore: Double?
  package let macroErrorAfter: Double?
  package let brier: Double?
  package let pointing: Double?
  package let pointingChance: Double?
  package let pointingFilms: Int
  package let labels: [Label]
  package let trust: TrustMeasures

  package init(
    fittingFilms: Int, holdingFilms: Int, evaluation e: PackEvaluation, trust: TrustMeasures
  ) {
    self.fittingFilms = fittingFilms
    self.holdingFilms = holdingFilms
    testFilms = e.films
    (auroc, aurocLabels, averagePrecision) = (e.auroc.value, e.auroc.counted, e.averagePrecision.value)
    (pooledErrorBefore, pooledErrorAfter) = (e.pooledErrorBefore, e.pooledErrorAfter)
    (macroErrorBefore, macroErrorAfter) = (e.macroErrorBefore, e.macroErrorAfter)
    brier = e.brierAfter
    (pointing, pointingChance) = (e.pointing.all.rate, e.pointing.all.chanceRate)
    pointingFilms = e.pointing.all.films
    labels = e.labels
    self.trust = trust
  }

  /// - Throws: `ReviewError.packValue` naming the file, `.file`.
  init(_ path: String) throws(ReviewError) {
    let bytes = try OpenFile(reading: path).readAll(limit: Self.limit)
    guard let known = try? JSONDecoder().decode(PackMeasures.self, from: Data(bytes)),
      known.schema == Self.schema
    else { throw .packValue(key: Self.fileName, wanted: Self.schema) }
    self = known
  }

  func encoded() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? Array(encoder.encode(self))) ?? []
  }
}
