/// The detectors fitted to one pack, their common score, and from where on it warns and abstains.

internal import Foundation

/// What one film's evidence amounts to.
package struct OODScore: Equatable, Sendable {
  package enum Level: String, Codable, Sendable { case inside, warn, outside }

  /// The combined score: higher for a stranger film.
  package let value: Double
  /// Each detector's own score.
  package let parts: [OODDetector: Double]
  package let level: Level
  /// From here on a film is abstained on.
  package let limit: Double

  package init(value: Double, parts: [OODDetector: Double], level: Level, limit: Double) {
    (self.value, self.parts, self.level, self.limit) = (value, parts, level, limit)
  }

  /// What the score says of the film as a whole.
  package var verdict: AbstentionVerdict {
    level == .outside ? AbstentionVerdict(.outOfDistribution(value, limit: limit)) : .predict
  }
}

package struct OODModel: Equatable, Sendable {
  /// One detector's part: its scores on films that belong, and its weight.
  package struct Part: Codable, Equatable, Sendable {
    package let detector: OODDetector
    /// Mean and standard deviation (n − 1) of its scores on the calibration films; a deviation of 0 counts as 1.
    package let mean: Double
    package let deviation: Double
    package internal(set) var weight: Double
  }

  package private(set) var parts: [Part]
  /// Quantiles of the combined score on the calibration films.
  package private(set) var warnLimit: Double
  package private(set) var abstainLimit: Double
  package let classes: TiedGaussian?
  package let background: TiedGaussian?
  package let neighbours: NearestNeighbours?

  /// One that was fitted before; `nil` where a detector lacks what it measures with.
  package init?(
    parts: [Part], warnLimit: Double, abstainLimit: Double, classes: TiedGaussian?,
    background: TiedGaussian?, neighbours: NearestNeighbours?
  ) {
    let asked = Set(parts.map(\.detector))
    let isGaussian = asked.contains(.mahalanobis) || asked.contains(.relativeMahalanobis)
    guard classes != nil || !isGaussian, background != nil || !asked.contains(.relativeMahalanobis),
      neighbours != nil || !asked.contains(.nearestNeighbours)
    else { return nil }
    (self.parts, self.warnLimit, self.abstainLimit) = (parts, warnLimit, abstainLimit)
    (self.classes, self.background, self.neighbours) = (classes, background, neighbours)
  }

  /// Fits the detectors to films that belong, and the limits to the quantiles of their combined score: the weighted sum of
  /// z-scored detectors. Distances to neighbours leave the film itself out.
  /// - Parameters:
  ///   - films: evidence on calibration films.
  ///   - truth: which labels each film has; films without any are a class of their own.
  /// - Throws: `TrustError`, where films are too few or their evidence does not fit together.
  package static func fit(
    _ films: [OODEvidence], truth: [[Bool]], detectors: [OODDetector] = [.jointEnergy, .maxLogit],
    neighbours k: Int = 10, warnQuantile: Double = 0.95, abstainQuantile: Double = 0.99
  ) throws(TrustError) -> OODModel {
    guard films.count == truth.count else { throw .lengths(scores: films.count, truth: truth.count) }
    let model = try OODModel(films, truth, detectors, k)
    let scores = try crossScores(films, truth, detectors, k, model)
    return try model.limited(detectors, scores, warnQuantile, abstainQuantile)
  }

  /// Each detector's scores of the films, one column a detector. A Gaussian tells its own films apart from others, so films
  /// of even index are measured by the Gaussians of the odd ones, and the other way round, where both can be fitted.
  private static func crossScores(
    _ films: [OODEvidence], _ truth: [[Bool]], _ detectors: [OODDetector], _ k: Int, _ whole: OODModel
  ) throws(TrustError) -> [[Double]] {
    let gaussians = detectors.filter { $0 == .mahalanobis || $0 == .relativeMahalanobis }
    var halves: [OODModel] = []
    if !gaussians.isEmpty, films.count >= 8 {
      for parity in [1, 0] {
        let half = films.indices.filter { $0 % 2 == parity }
        halves.append(try OODModel(half.map { films[$0] }, half.map { truth[$0] }, gaussians, k))
      }
    }
    var scores = [[Double]](repeating: [], count: detectors.count)
    for (index, film) in films.enumerated() {
      var parts = try whole.measure(film, leaving: index, detectors)
      if !halves.isEmpty {
        parts.merge(try halves[index % 2].measure(film, leaving: nil, gaussians)) { $1 }
      }
      for (column, detector) in detectors.enumerated() {
        guard let score = parts[detector], score.isFinite else { throw .notFinite(index: index) }
        scores[column].append(score)
      }
    }
    return scores
  }

  /// The same detectors with their means, deviations and the limits of their combined score.
  private func limited(
    _ detectors: [OODDetector], _ scores: [[Double]], _ warn: Double, _ abstain: Double
  ) throws(TrustError) -> OODModel {
    var model = self
    model.parts = zip(detectors, scores).map { Part($0, $1) }
    guard let films = scores.first?.count, films >= 2 else { throw .tooFew(needed: 2, found: 0) }
    let combined = (0..<films).map { film in
      model.combine(Dictionary(uniqueKeysWithValues: zip(detectors, scores.map { $0[film] })))
    }.sorted()
    model.warnLimit = quantile(combined, warn)
    model.abstainLimit = quantile(combined, abstain)
    return model
  }

  /// The same detectors with scales and limits from other films that belong: on the films that distances were fitted to, they
  /// come out too small.
  /// - Throws: `TrustError.tooFew`, and as `score`.
  package func limited(
    by films: [OODEvidence], warnQuantile: Double = 0.95, abstainQuantile: Double = 0.99
  ) throws(TrustError) -> OODModel {
    guard films.count >= 2 else { throw .tooFew(needed: 2, found: films.count) }
    var rows: [[OODDetector: Double]] = []
    for film in films { rows.append(try score(film).parts) }
    var model = self
    model.parts = parts.map { part in
      var limited = Part(part.detector, rows.map { $0[part.detector] ?? part.mean })
      limited.weight = part.weight
      return limited
    }
    let combined = rows.map(model.combine).sorted()
    model.warnLimit = quantile(combined, warnQuantile)
    model.abstainLimit = quantile(combined, abstainQuantile)
    return model
  }

  private init(
    _ films: [OODEvidence], _ truth: [[Bool]], _ detectors: [OODDetector], _ k: Int
  ) throws(TrustError) {
    (parts, warnLimit, abstainLimit) = ([], 0, 0)
    let features = films.compactMap(\.features)
    guard features.count == films.count || !detectors.contains(where: \.needsFeatures) else {
      throw .tooFew(needed: films.count, found: features.count)
    }
    let isGaussian = detectors.contains(.mahalanobis) || detectors.contains(.relativeMahalanobis)
    classes = isGaussian ? try TiedGaussian(features, classes: Self.classes(truth)) : nil
    background =
      detectors.contains(.relativeMahalanobis)
      ? try TiedGaussian(features, classes: [Array(features.indices)]) : nil
    neighbours =
      detectors.contains(.nearestNeighbours)
      ? try NearestNeighbours(features, k: min(k, max(1, features.count - 1))) : nil
  }

  /// Films by label, and those without any.
  private static func classes(_ truth: [[Bool]]) -> [[Int]] {
    let labels = truth.first?.count ?? 0
    let byLabel = (0..<labels).map { label in truth.indices.filter { truth[$0][label] } }
    return byLabel + [truth.indices.filter { !truth[$0].contains(true) }]
  }

  /// The score of one film.
  /// - Throws: `TrustError.dimensions` when the features come from another network, `.notFinite` where a score is not a
  ///   number or the evidence for a detector is missing.
  package func score(_ film: OODEvidence) throws(TrustError) -> OODScore {
    let scores = try measure(film, leaving: nil, parts.map(\.detector))
    guard parts.allSatisfy({ scores[$0.detector]?.isFinite == true }) else { throw .notFinite(index: 0) }
    let value = combine(scores)
    return OODScore(
      value: value, parts: scores,
      level: value > abstainLimit ? .outside : value > warnLimit ? .warn : .inside, limit: abstainLimit)
  }

  private func measure(
    _ film: OODEvidence, leaving: Int?, _ detectors: [OODDetector]
  ) throws(TrustError) -> [OODDetector: Double] {
    var scores: [OODDetector: Double] = [:]
    let distances = try film.features.flatMap { f throws(TrustError) in try classes?.distances(f) }
    let nearest = distances?.min()
    for detector in detectors {
      scores[detector] =
        switch detector {
        case .jointEnergy: OODEvidence.jointEnergy(film.logits)
        case .maxLogit: OODEvidence.maxLogit(film.logits)
        case .odin: film.odin
        case .mahalanobis: nearest.map { $0 / 2 }
        case .relativeMahalanobis:
          if let nearest,
            let far = try film.features.flatMap({ f throws(TrustError) in
              try background?.distances(f)
            })?.first
          {
            (nearest - far) / 2
          } else {
            nil
          }
        case .nearestNeighbours:
          try film.features.flatMap { f throws(TrustError) in
            try neighbours?.distance(f, leaving: leaving)
          }
        }
    }
    return scores
  }

  private func combine(_ scores: [OODDetector: Double]) -> Double {
    parts.reduce(0) { sum, part in
      sum + part.weight * ((scores[part.detector] ?? part.mean) - part.mean) / part.deviation
    }
  }
}

extension OODModel.Part {
  fileprivate init(_ detector: OODDetector, _ scores: [Double]) {
    let n = Double(scores.count)
    let mean = scores.reduce(0, +) / n
    let square = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (square / (n - 1)).squareRoot()
    self.init(detector: detector, mean: mean, deviation: deviation > 0 ? deviation : 1, weight: 1)
  }
}

/// The quantile of rising values with straight lines between them (Hyndman and Fan's type 7, as NumPy).
/// - Precondition: not empty.
func quantile(_ rising: [Double], _ q: Double) -> Double {
  let place = q * Double(rising.count - 1)
  let low = Int(place)
  let high = min(low + 1, rising.count - 1)
  let (share, step) = (place - Double(low), rising[high] - rising[low])
  // From the nearer end, as NumPy does: a share of 1 is that end exactly.
  return share < 0.5 ? rising[low] + share * step : rising[high] - (1 - share) * step
}
