/// `hilum drift`: whether a day's scores still look like those of calibration.

import ArgumentParser
import Foundation
import Review
import Trust

struct DriftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Compare each day's scores in the audit log with those of calibration.",
    discussion: """
      The reference is a CSV of the calibration films: one probability for each film and label, and a column ood_score if \
      there is one. Days are in UTC. A score drifts where its population stability index reaches --alert, or reaches --warn \
      while the distributions differ surely (Kolmogorov-Smirnov, p < 0.001). Days of fewer films than --films say nothing.
      Exit codes: 0 no alert, 1 something cannot be read, 2 usage, 5 at least one alert.
      """)

  @Option(help: "A CSV of the scores at calibration.") var reference: String
  @Option(help: "The folder of the audit log (default: the reader's own).") var audit: String?
  @Option(help: "Only entries of this pack (the beginning of its SHA-256).") var pack: String?
  @Option(help: "The stability index that warns.") var warn = 0.1
  @Option(help: "The stability index that alerts.") var alert = 0.25
  @Option(help: "The fewest films of a day that are judged.") var films = 50
  @Flag(help: "Print JSON: hilum.drift/1.") var json = false

  /// One score on one day.
  private struct Row: Encodable {
    let day, score: String
    let films: Int
    let psi, ks, p: Double
    let alert: Drift.Alert
  }

  func run() throws {
    do {
      let rows = try measure()
      print(json ? try Self.json(rows) : Self.text(rows))
      if rows.contains(where: { $0.alert == .alert }) { throw ExitCode(5) }
    } catch let code as ExitCode {
      throw code
    } catch {
      Complaint.print("drift", Complaint.sentence(error))
      throw ExitCode.failure
    }
  }

  private func measure() throws -> [Row] {
    let cells = try FilmCells(reference)
    var days: [String: [String: [Double]]] = [:]
    let trail = try AuditTrail(audit ?? Places.audit) { entry in
      guard pack.map({ entry.packSHA256.hasPrefix($0) }) ?? true else { return }
      let day = entry.time.formatted(.iso8601.year().month().day())
      for label in entry.labels {
        guard let probability = label.probability else { continue }
        days[day, default: [:]][label.label, default: []].append(probability)
      }
      if let ood = entry.ood {
        days[day, default: [:]][EvaluationTable.oodScore, default: []].append(ood.score)
      }
    }
    if !trail.isIntact { Complaint.print("drift", "the audit log is not intact: run `hilum audit verify`.") }
    var rule = Drift.Rule()
    (rule.warnPSI, rule.alertPSI, rule.leastFilms) = (warn, alert, films)
    var rows: [Row] = []
    for (day, scores) in days.sorted(by: { $0.key < $1.key }) {
      for (column, name) in cells.columns.enumerated() {
        guard let today = scores[name] else { continue }
        let known = try cells.films.indices.compactMap { try cells.number($0, column) }
        let drift = try Drift(reference: known, today: today)
        rows.append(
          Row(
            day: day, score: name, films: drift.films, psi: drift.psi, ks: drift.ks, p: drift.p,
            alert: drift.alert(rule)))
      }
    }
    return rows
  }

  private static func text(_ rows: [Row]) -> String {
    guard !rows.isEmpty else { return "no day of the log has a score of the reference" }
    let width = rows.map(\.score.count).max() ?? 0
    return rows.map { row in
      let name = row.score + String(repeating: " ", count: width - row.score.count)
      let numbers = String(format: "PSI %6.3f  KS %.3f  p %.3g", row.psi, row.ks, row.p)
      return "\(row.day)  \(name)  \(row.films) films  \(numbers)  \(row.alert.rawValue)"
    }.joined(separator: "\n")
  }

  private static func json(_ rows: [Row]) throws -> String {
    struct Document: Encodable {
      let schema = "hilum.drift/1"
      let rows: [Row]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Document(rows: rows)), as: UTF8.self)
  }
}
