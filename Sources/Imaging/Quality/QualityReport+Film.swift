/// The checks, each a threshold with its reason. `Docs/Quality.md` holds the measurements behind the numbers.

internal import Foundation

extension Film {
  /// Looks at header and picture. Takes about a tenth of a second for a large film.
  /// - Parameter others: fingerprints of films that this one may repeat, by what a reader calls them.
  package func quality(among others: [String: PerceptualHash] = [:]) -> QualityReport {
    checked(among: others).report
  }

  /// As `quality`, with this film's own fingerprint, for the films that come after it.
  package func checked(
    among others: [String: PerceptualHash]
  ) -> (report: QualityReport, fingerprint: PerceptualHash) {
    let plane = GrayPlane(image)
    let fingerprint = PerceptualHash(plane)
    return (report(on: plane, Self.duplicates(fingerprint, others)), fingerprint)
  }

  private func report(on plane: GrayPlane, _ duplicates: [QualityFinding]) -> QualityReport {
    guard plane.rows >= 32, plane.columns >= 32, plane.values.contains(where: { $0 != plane.values[0] })
    else {
      let blank = QualityFinding(
        .blank, .rejectInput, "The picture has one gray value, or too few pixels to show anything.")
      return QualityReport(HeaderChecks(self).findings + [blank], measured: [:])
    }
    let picture = PictureChecks(FilmStatistics(plane), image.orientation)
    let findings = HeaderChecks(self).findings + picture.findings + text + duplicates
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

  private static func duplicates(
    _ own: PerceptualHash, _ others: [String: PerceptualHash]
  ) -> [QualityFinding] {
    others.sorted { $0.key < $1.key }.compactMap { name, hash in
      let distance = own.distance(to: hash)
      guard distance <= PerceptualHash.duplicateDistance else { return nil }
      return QualityFinding(
        .nearDuplicate, .caution, "It shows nearly the same as \(name).", ["distance": Double(distance)])
    }
  }
}
