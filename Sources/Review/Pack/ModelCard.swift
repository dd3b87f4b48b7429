/// The model card of a pack: what it is for, what it was measured on, and what it must not be used for.

internal import Foundation

package enum ModelCard {
  package static let syntheticCaution =
    "These weights learned from synthetic films and mean nothing on a patient."

  /// The card of a pack whose weights came from elsewhere and were not calibrated here.
  package static func uncalibrated(name: String, members: [PackManifest.Member]) -> String {
    """
    # \(name)

    For research, not for diagnosis.

    ## Model details

    \(table(members))

    ## Calibration

    None. This pack gives scores to rank films by; it gives no probability and calls nothing present or absent.
    Calibrate it on films of your own site before reading anything into a number.

    """
  }

  /// The card of a pack that was calibrated on one split and evaluated on another.
  package static func calibrated(
    _ manifest: PackManifest, validationFilms: Int, _ evaluation: PackEvaluation
  ) -> String {
    let e = evaluation
    return """
      # \(manifest.name)

      \(manifest.caution ?? "For research, not for diagnosis.")

      ## Intended use

      Trying out the reading room and testing its path from file to decision. Not for diagnosis, triage or any other
      clinical use. Out of scope: every film of a person.

      ## Model details

      \(table(manifest.members))

      Read as `\(manifest.plan.text)`. \(manifest.labels.count) labels.

      ## Calibration

      One temperature for each label with at least 50 positives and negatives, a common one for the rest; thresholds that
      maximise F1, shrunk toward a common one below 20 positives. Fitted on \(validationFilms) films. A finding is
      uncertain where the members' calibrated probabilities, widened by the label's calibration error on those films, lie
      on both sides of its threshold.

      ## Evaluation

      On \(e.films) other films.

      | measure | value |
      |---|---|
      | macro AUROC | \(number(e.auroc.value)) over \(e.auroc.counted) labels, \(e.auroc.skipped.count) without both classes |
      | mean average precision | \(number(e.averagePrecision.value)) |
      | calibration error, all pairs, before → after | \(number(e.pooledErrorBefore)) → \(number(e.pooledErrorAfter)) |
      | calibration error, mean of labels, before → after | \(number(e.macroErrorBefore)) → \(number(e.macroErrorAfter)) |
      | Brier score, mean of labels | \(number(e.brierAfter)) |
      | pointing game, focal findings | \(number(e.pointing.all.rate)) of \(e.pointing.all.films), by chance \(number(e.pointing.all.chanceRate)) |

      Calibration error: 15 equal bins. Pointing game: the highest cell of the contribution map touches the finding's box.

      | label | positives | AUROC | AP | error before | error after | threshold | sensitivity | specificity | pointing |
      |---|---|---|---|---|---|---|---|---|---|
      \(e.labels.map { row($0, e.pointing.byLabel[$0.label]) }.joined(separator: "\n"))

      ## Limits

      The numbers hold for films of the same generator only. Explanations show where the network looked, not why it is
      right.

      """
  }

  private static func table(_ members: [PackManifest.Member]) -> String {
    let rows = members.map {
      "| \($0.name) | \($0.architecture) | \($0.size) | \($0.profile.rawValue) | \($0.weight) | `\($0.weights.sha256.prefix(16))…` |"
    }
    return
      (["| member | architecture | input | profile | weight | SHA-256 |", "|---|---|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }

  private static func row(_ label: LabelEvaluation, _ pointing: PointingGame.Count?) -> String {
    let cells = [
      label.label, String(label.positives), number(label.auroc), number(label.averagePrecision),
      number(label.errorBefore), number(label.errorAfter), number(label.threshold), number(label.sensitivity),
      number(label.specificity), pointing.map { "\(number($0.rate)) of \($0.films)" } ?? "–",
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private static func number(_ value: Double?) -> String {
    value.map { String(format: "%.3f", $0) } ?? "–"
  }
}
