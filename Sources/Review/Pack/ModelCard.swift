/// The model card of a pack, in the sections of Mitchell et al. (2019): written from what was measured, and saying of the rest
/// that it was not.

internal import Foundation

package enum ModelCard {
  package static let syntheticCaution =
    "These weights learned from synthetic films and mean nothing on a patient."
  private static let unmeasured = "Not measured."

  /// The card as Markdown.
  /// - Parameter measures: `nil` for a pack that nobody calibrated.
  package static func markdown(_ manifest: PackManifest, _ measures: PackMeasures?) -> String {
    let isSynthetic = manifest.caution == syntheticCaution
    let sections: [(String, String)] = [
      ("Model details", details(manifest)),
      ("Intended use", intendedUse(isSynthetic)),
      ("Factors", "Sex, age, view, device and site were not told apart. \(unmeasured)"),
      ("Metrics and thresholds", thresholds(manifest, measures)),
      ("Training data", trainingData(isSynthetic)),
      (
        "Pre-training",
        isSynthetic ? "None: the weights began at random." : "Not said by whoever made the weights."
      ),
      ("Evaluation data", evaluationData(measures)),
      ("Ranking and calibration", measures.map(CardTables.ranking) ?? unmeasured),
      ("Coverage and risk", measures.map { CardTables.coverage($0.trust) } ?? unmeasured),
      ("Films that do not belong", measures.map { CardTables.strangers($0.trust) } ?? unmeasured),
      ("Subgroups", "\(unmeasured) `hilum evaluate --groups` measures them on labelled films."),
      ("External evaluation", unmeasured),
      (
        "Training recipe",
        isSynthetic
          ? "`hilum train` on phantoms, as Docs/Training.md describes."
          : "Not said by whoever made the weights."
      ),
      ("Explanations and their limits", explanations(measures)),
      ("Ethical considerations", ethics(isSynthetic)),
      ("Caveats", caveats(isSynthetic)),
      (
        "Monitoring and change control",
        "Calibration is pinned to weights, labels and plan by SHA-256: a change of any makes it void, and the program says so. After release, compare scores and strange films by day with those of the calibration."
      ),
      ("Licence", licence(manifest, isSynthetic)),
      ("Regulatory status", "None. Not a medical device; for research, not for diagnosis."),
      ("Contact", "Whoever gave you this pack."),
    ]
    let head = "# \(manifest.name)\n\n\(manifest.caution ?? "For research, not for diagnosis.")\n\n"
    return head + sections.map { "## \($0)\n\n\($1)\n" }.joined(separator: "\n")
  }

  private static func details(_ manifest: PackManifest) -> String {
    let rows = manifest.members.map {
      "| \($0.name) | \($0.architecture) | \($0.size) | \($0.profile.rawValue) | \($0.weight) | `\($0.weights.sha256.prefix(16))…` |"
    }
    return
      """
      Version \(manifest.version). \(manifest.labels.count) labels. Read as `\(manifest.plan.text)`.

      | member | architecture | input | profile | weight | SHA-256 |
      |---|---|---|---|---|---|
      \(rows.joined(separator: "\n"))
      """
  }

  private static func intendedUse(_ isSynthetic: Bool) -> String {
    isSynthetic
      ? "Trying out the reading room and testing its path from file to decision. Out of scope: every film of a person, and any clinical use."
      : "Research on chest radiographs by people who calibrate it on films of their own site. Out of scope: diagnosis, triage and any other clinical use."
  }

  private static func thresholds(_ manifest: PackManifest, _ measures: PackMeasures?) -> String {
    guard manifest.calibration != nil else {
      return
        "None. This pack gives scores to rank films by; it gives no probability and calls nothing present or absent. Calibrate it on films of your own site before reading anything into a number."
    }
    let seal = manifest.seal.map {
      " Fitted on \($0.date) to \($0.films) films (data SHA-256 `\($0.data.prefix(16))…`)."
    }
    return
      """
      Each label has a calibrator, or the common one where it has fewer than 50 positives or negatives, and a threshold that
      is shrunk toward the common one below 20 positives.\(seal ?? "") A finding is uncertain where its confidence is below the
      operating point, where its members lie on both sides of the threshold, and on a film that does not belong. Uncertain is never absent.
      """
  }

  private static func trainingData(_ isSynthetic: Bool) -> String {
    isSynthetic
      ? "Synthetic radiographs by `hilum phantom`, which knows every finding that it draws: no label is uncertain, and none comes from a reader."
      : "Not said by whoever made the weights."
  }

  private static func evaluationData(_ measures: PackMeasures?) -> String {
    guard let m = measures else { return unmeasured }
    return
      "\(m.testFilms) films that nothing was fitted to. Calibrators and detectors were fitted on \(m.fittingFilms) films, conformal sets, operating points and limits on \(m.holdingFilms) others."
  }

  private static func explanations(_ measures: PackMeasures?) -> String {
    let limits =
      "Explanations show where the network looked, not why it is right; their grid is coarse, and their extent is no measurement. They are made of the film itself, never of an augmented view."
    guard let m = measures, m.pointingFilms > 0 else { return "\(limits) Pointing game: not measured." }
    return
      "\(limits) Pointing game, focal findings: the highest cell of the contribution map touches the finding on \(CardTables.number(m.pointing)) of \(m.pointingFilms) films, by chance on \(CardTables.number(m.pointingChance))."
  }

  private static func ethics(_ isSynthetic: Bool) -> String {
    (isSynthetic ? "No patient's data went into this pack. " : "")
      + "Readers follow a machine's wrong answers as well as its right ones: read first, then look."
  }

  private static func caveats(_ isSynthetic: Bool) -> String {
    isSynthetic
      ? "The numbers hold for films of the same generator only."
      : "The numbers hold for films like those that they were measured on."
  }

  private static func licence(_ manifest: PackManifest, _ isSynthetic: Bool) -> String {
    guard !isSynthetic else { return "As the program's." }
    let isV2 = manifest.members.contains { $0.architecture.hasPrefix("convnextv2_") }
    return "As the weights'"
      + (isV2 ? ": ConvNeXt V2 weights of the original authors are CC-BY-NC-4.0." : ".")
  }
}
