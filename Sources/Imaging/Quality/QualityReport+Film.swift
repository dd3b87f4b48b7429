/// The checks, each a threshold with its reason. `Docs/Quality.md` holds the measurements behind the numbers.

internal import Foundation

extension Film {
  /// Looks at header and picture. Takes about a tenth of a second for a large film.
  /// - Parameter others: fingerprints of films that this one may repeat, by what a reader calls them.
  package func quality(among others: [String: PerceptualHash] = [:]) -> QualityReport {
    let plane = GrayPlane(image)
    guard plane.rows >= 32, plane.columns >= 32, plane.values.contains(where: { $0 != plane.values[0] })
    else {
      let blank = QualityFinding(
        .blank, .rejectInput, "The picture has one gray value, or too few pixels to show anything.")
      return QualityReport(HeaderChecks(self).findings + [blank], measured: [:])
    }
    let picture = PictureChecks(FilmStatistics(plane), image.orientation)
    let findings = HeaderChecks(self).findings + picture.findings + text + duplicates(plane, others)
    return QualityReport(findings, measured: picture.measured)
  }

  private var text: [QualityFinding] {
    let places = BurnedInText.find(in: frame)
    guard !places.isEmpty || metadata.burnedInAnnotation == true else { return [] }
    let letters = places.reduce(0) { $0 + $1.letters }
    return [
      QualityFinding(
        .burnedInText, .caution,
        places.isEmpty
          ? "The header says that text is burned into the pixels."
          : "Text seems to be burned into the pixels, about \(letters) letters.",
        ["places": Double(places.count), "letters": Double(letters)])
    ]
  }

  private func duplicates(_ plane: GrayPlane, _ others: [String: PerceptualHash]) -> [QualityFinding] {
    let own = PerceptualHash(plane)
    return others.sorted { $0.key < $1.key }.compactMap { name, hash in
      let distance = own.distance(to: hash)
      guard distance <= PerceptualHash.duplicateDistance else { return nil }
      return QualityFinding(
        .nearDuplicate, .caution, "It shows nearly the same as \(name).", ["distance": Double(distance)])
    }
  }
}

/// What the header says against reading the film as a frontal chest film.
private struct HeaderChecks {
  let findings: [QualityFinding]

  init(_ film: Film) {
    let facts = film.metadata
    var found: [QualityFinding] = []
    if let modality = facts.modality, !["CR", "DX", "RG", "XR", "DR", "OT", "XC", "SC"].contains(modality) {
      found.append(.init(.modality, .rejectInput, "The modality is \(modality), not radiography."))
    }
    if let part = facts.bodyPart, !AcquisitionWords.chest.contains(part), part != "UNKNOWN" {
      found.append(.init(.bodyPart, .rejectInput, "The header names another part of the body: \(part)."))
    }
    if facts.projection?.isLateral == true
      || (facts.projection == nil && facts.orientation?.isSagittal == true)
    {
      found.append(.init(.lateral, .rejectInput, "The header names a lateral film."))
    } else if facts.projection == .oblique {
      found.append(.init(.lateral, .rejectInput, "The header names an oblique film."))
    }
    if Self.isSecondary(facts) {
      found.append(
        .init(
          .secondaryCapture, .caution,
          "A secondary capture: its gray values may not be those of the detector."))
    }
    if film.frame.samplesPerPixel == 3, !film.frame.isGrayInColour {
      found.append(.init(.colour, .caution, "The picture is in colour."))
    }
    if let deviation = facts.exposure.deviation, abs(deviation) > 3 {
      let check: QualityCheck = deviation < 0 ? .underExposed : .overExposed
      let text = "The deviation index is \(String(format: "%.1f", deviation)), beyond 3."
      found.append(.init(check, .caution, text, ["deviationIndex": deviation]))
    }
    for contradiction in facts.contradictions {
      found.append(.init(.contradiction, .caution, contradiction.sentence))
    }
    if facts.polarityIsContradictory(film.frame.photometric) {
      found.append(
        .init(
          .contradiction, .caution,
          "Presentation LUT Shape contradicts the photometric interpretation, which is followed."))
    }
    findings = found
  }

  /// Secondary Capture Image Storage and its multi-frame kin, or a file that says that it was captured or digitised.
  private static func isSecondary(_ facts: AcquisitionMetadata) -> Bool {
    let isClass = facts.sopClassUID?.hasPrefix("1.2.840.10008.5.1.4.1.1.7") ?? false
    let isType = facts.imageType.count > 1 && facts.imageType[1] == "SECONDARY"
    return isClass || isType
      || facts.conversionType.map { ["DV", "DI", "DF", "WSD", "SD", "SI", "SYN"].contains($0) } ?? false
  }
}

extension Contradiction {
  fileprivate var sentence: String {
    switch self {
    case .age: "The age contradicts the birth date by over a year."
    case .viewAndOrientation: "The view position contradicts the patient orientation."
    case .laterality: "A side is named on a film of both sides, or two sides contradict each other."
    case .orientation:
      "The patient orientation names one axis twice or uses unknown letters, and is not followed."
    }
  }
}

extension StoredFrame {
  /// All three channels are within two 256ths of each other.
  fileprivate var isGrayInColour: Bool {
    let allowed = Int32(max(1, (1 << bitsStored) / 128))
    return stride(from: 0, to: values.count, by: 3).allSatisfy { i in
      abs(values[i] - values[i + 1]) <= allowed && abs(values[i + 1] - values[i + 2]) <= allowed
    }
  }
}

/// What the picture says.
private struct PictureChecks {
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
