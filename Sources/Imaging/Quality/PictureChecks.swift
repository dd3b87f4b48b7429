/// Checks of the picture, each a threshold with its reason. `Docs/Quality.md` holds the measurements behind the numbers.

internal import Foundation

/// What the picture says.
struct PictureChecks {
  private let numbers: FilmStatistics
  private let orientation: Orientation

  init(_ numbers: FilmStatistics, _ orientation: Orientation) {
    self.numbers = numbers
    self.orientation = orientation
  }

  /// Below it a picture does not look like a frontal chest film, whatever it is.
  static let leastFit = 0.40
  /// By how much another way to lay the film must look better.
  static let turnMargin = 0.05
  static let leastContrast = 0.15
  static let mostNoise = 0.12
  static let mostClipped = 0.03
  /// A lung without a brighter wall between it and the edge runs off the film.
  static let leastWall: [FilmEdge: Double] = [.left: 0.12, .right: 0.12, .top: 0.12, .bottom: 0.3]
  static let mostTilt = 10.0

  var measured: [String: Double] {
    var all = [
      "chestFit": numbers.fit.score, "invertedFit": numbers.invertedFit.score, "upright": numbers.upright,
      "turned": numbers.turned, "contrast": numbers.contrast, "noise": numbers.noise,
      "blackShare": numbers.blackShare, "whiteShare": numbers.whiteShare, "symmetry": numbers.tilt.symmetry,
    ]
    if numbers.tilt.isMeasurable {
      all["tiltDegrees"] = numbers.tilt.degrees
      all["tiltUncertaintyDegrees"] = Tilt.uncertainty
    }
    for (edge, wall) in numbers.walls { all["wall.\(edge.rawValue)"] = wall }
    return all
  }

  /// A picture that is no chest has no tilt and no lungs that could be cut: those checks are only made on chests.
  var findings: [QualityFinding] {
    if numbers.invertedFit.score >= Self.leastFit, numbers.invertedFit.score > numbers.fit.score {
      return [
        .init(
          .inversion, .rejectInput, "Black and white seem to be exchanged.",
          ["chestFit": numbers.fit.score, "invertedFit": numbers.invertedFit.score])
      ] + exposure
    }
    if numbers.turned > numbers.upright + Self.turnMargin, numbers.turned >= Self.leastFit {
      return [
        .init(
          .sideways, .rejectInput, "The film seems to lie on its side or upside down.",
          ["upright": numbers.upright, "turned": numbers.turned])
      ] + exposure
    }
    guard numbers.fit.score >= Self.leastFit else {
      let reason = "The picture does not look like a frontal chest film."
      return [.init(.notFrontalChest, .rejectInput, reason, ["chestFit": numbers.fit.score])]
    }
    return exposure + field + tilt
  }

  private var exposure: [QualityFinding] {
    var found: [QualityFinding] = []
    if numbers.contrast < Self.leastContrast {
      found.append(
        .init(
          .underExposed, .caution, "The film uses little of its gray scale.", ["contrast": numbers.contrast]))
    }
    if numbers.noise > Self.mostNoise {
      found.append(.init(.underExposed, .caution, "The film is noisy.", ["noise": numbers.noise]))
    }
    if numbers.blackShare > Self.mostClipped {
      found.append(
        .init(.overExposed, .caution, "Part of the chest is clipped to black.", ["share": numbers.blackShare])
      )
    }
    if numbers.whiteShare > Self.mostClipped {
      found.append(
        .init(
          .underExposed, .caution, "Part of the chest is clipped to white.", ["share": numbers.whiteShare]))
    }
    return found
  }

  private var field: [QualityFinding] {
    FilmEdge.allCases.compactMap { edge in
      guard let wall = numbers.walls[edge], let least = Self.leastWall[edge], wall < least else { return nil }
      let reason = "The lungs seem to be cut off at the \(edge.rawValue) edge."
      return .init(.clippedField, .caution, reason, ["wall": wall])
    }
  }

  private var tilt: [QualityFinding] {
    guard numbers.tilt.isMeasurable, abs(numbers.tilt.degrees) > Self.mostTilt else { return [] }
    let text = String(format: "%.0f", abs(numbers.tilt.degrees))
    return [
      .init(
        .rotation, .caution, "The chest leans by about \(text) degrees (give or take 3).",
        ["degrees": numbers.tilt.degrees, "uncertaintyDegrees": Tilt.uncertainty])
    ]
  }
}
