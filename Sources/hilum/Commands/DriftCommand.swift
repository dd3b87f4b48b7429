/// `hilum drift`: whether a day's scores still look like those of calibration.

import ArgumentParser
import Foundation
import Review
import Terminal
import Trust
import Workstation

struct DriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Compare each day's scores in the audit log with those of calibration.",
    discussion: """
      A pack that `hilum calibrate` fitted keeps the scores of films that were held back: they are the reference, for the \
      entries of that pack. Another reference is a CSV: one probability for each film and label, and a column ood_score if \
      there is one. Days are in UTC. A score drifts where its population stability index reaches --alert and is no chance \
      (p < 0.001), or reaches --warn while the distributions differ surely (Kolmogorov-Smirnov, p < 0.001). Days of fewer \
      films than --films say nothing.
      Exit codes: 0 no alert, 1 something cannot be read, 2 usage, 5 at least one alert.
      """)

  @Option(help: "The folder of the model pack (default: $HILUM_PACK, or the bundled pack).") var pack: String?
  @Option(
    help: "A CSV of scores to compare with instead of the pack's own; then --pack only chooses entries.")
  var reference: String?
  @Option(help: "The folder of the audit log (default: the reader's own).") var audit: String?
  @Option(help: "The stability index that warns.") var warn = 0.1
  @Option(help: "The stability index that alerts.") var alert = 0.25
  @Option(help: "The fewest films of a day that are judged.") var films = 50
  @Flag(help: "Print JSON: hilum.drift/1.") var json = false

  /// One score on one day.
  private struct Row: Encodable {
    let day, score: String
    let films: Int
    let psi, psi_p, ks, p: Double
    let shares, expected: [Double]
    let alert: Drift.Alert

    init(_ day: String, _ row: ScoreDrift) {
      (self.day, score, alert) = (day, row.name, row.alert)
      (films, psi, psi_p) = (row.drift.films, row.drift.psi, row.drift.psiP)
      (ks, p) = (row.drift.ks, row.drift.p)
      (shares, expected) = (row.drift.shares, row.drift.expected)
    }
  }

  func run() throws {
    do {
      let days = try measure()
      print(json ? try Self.json(days) : Self.text(days))
      if days.contains(where: { $0.alert == .alert }) { throw ExitCode(5) }
    } catch let code as ExitCode {
      throw code
    } catch {
      Complaint.print("drift", Complaint.sentence(error))
      throw ExitCode.failure
    }
  }

  private func measure() throws -> [DayDrift] {
    let (known, only) = try source()
    let days = try AuditDays(audit ?? Places.audit, pack: only)
    if !days.isIntact { Complaint.print("drift", "the audit log is not intact: run `hilum audit verify`.") }
    var rule = Drift.Rule()
    (rule.warnPSI, rule.alertPSI, rule.leastFilms) = (warn, alert, films)
    return try known.days(of: days.scores, rule: rule)
  }

  /// The reference, and the pack whose entries count; `nil` for those of all packs.
  private func source() throws -> (ScoreReference, pack: String?) {
    if let reference {
      return (try Self.table(FilmCells(reference)), try pack.map { try Pack($0).sha256 })
    }
    guard let folder = pack ?? Places.pack else { throw ReviewError.packMissing(folder: "Samples/pack") }
    let pack = try Pack(folder)
    guard let known = pack.trust?.reference else {
      throw EvaluationError.noReference(pack: pack.manifest.name)
    }
    return (known, pack.sha256)
  }

  /// Columns without any number are no reference.
  private static func table(_ cells: FilmCells) throws -> ScoreReference {
    var (names, scores): ([String], [[Double]]) = ([], [])
    for (column, name) in cells.columns.enumerated() where name != EvaluationTable.patient {
      let known = try cells.films.indices.compactMap { try cells.number($0, column) }
      guard !known.isEmpty else { continue }
      names.append(name)
      scores.append(known)
    }
    return try ScoreReference(names: names, scores: scores)
  }

  /// A line for each day and one for each of its scores, with the shares of its films between the reference's deciles.
  private static func text(_ days: [DayDrift]) -> String {
    guard !days.isEmpty else { return "no day of the log has a score of the reference" }
    let width = days.flatMap(\.scores).map(\.name.count).max() ?? 0
    return days.flatMap { day in
      [
        "\(day.day)  \(counted(day.films, "film")), raised: \(day.raised.count) of \(counted(day.scores.count, "score"))"
      ]
        + day.scores.map { line($0.name.padding(toLength: width, withPad: " ", startingAt: 0), $0) }
    }.joined(separator: "\n")
  }

  private static func line(_ name: String, _ score: ScoreDrift) -> String {
    let (drift, alert) = (score.drift, score.alert.rawValue)
    let numbers = String(
      format: "PSI %6.3f (p %.2g)  KS %.3f (p %.2g)", drift.psi, drift.psiP, drift.ks, drift.p)
    let bars = drift.bars.padding(toLength: 10, withPad: " ", startingAt: 0)
    return "  \(name)  |\(bars)|  \(numbers)  \(alert)"
  }

  private static func json(_ days: [DayDrift]) throws -> String {
    struct Document: Encodable {
      let schema = "hilum.drift/1"
      let rows: [Row]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(
      decoding: try encoder.encode(
        Document(rows: days.flatMap { day in day.scores.map { Row(day.day, $0) } })), as: UTF8.self)
  }
}
