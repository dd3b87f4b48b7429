/// `hilum evaluate`: how good a table of predictions is, with intervals, groups and comparisons.

import ArgumentParser
import Foundation
import Review
import Trust

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure predictions against labels: discrimination, calibration, selective risk, groups.",
    discussion: """
      Tables are CSV with a header; the first column names the film. Predictions are calibrated probabilities; an empty \
      cell is an abstention. Labels are 1, 0 or empty (0), and -1 where it is not known; a column PatientID makes the \
      samples patients. With a column `ood` (1: does not belong) in the labels and `ood_score` in the predictions, \
      detection is measured and strange films count for nothing else.
      Exit codes: 0 measured, 1 the tables cannot be used, 2 usage.
      """)

  @Option(help: "A CSV with one probability for each film and label.") var predictions: String
  @Option(help: "A CSV with the truth of each film and label.") var labels: String
  @Option(help: "A CSV with attributes of each film (sex, view, site): audits by group.") var groups: String?
  @Option(help: "A second CSV of predictions for the same films: paired tests.") var compare: String?
  @Option(help: "A film is called positive from this probability on.") var threshold = 0.5
  @Option(help: "A CSV of label,threshold; labels that it lacks have --threshold.") var thresholds: String?
  @Option(help: "Bootstrap samples; 0 for none.") var bootstrap = 2000
  @Option(help: "Seed of the samples.") var seed: UInt64 = 20_260_101
  @Flag(help: "Print JSON: hilum.evaluation/1.") var json = false
  @Option(help: "Write a report with plots into this new HTML file.") var html: String?

  func validate() throws {
    guard (0...1).contains(threshold) else { throw ValidationError("--threshold is 0 to 1.") }
    guard (0...1_000_000).contains(bootstrap) else { throw ValidationError("--bootstrap is 0 to 1000000.") }
  }

  func run() throws {
    do {
      let report = try measure()
      if let html {
        try FileWriter.create(html, Array(EvaluationHTML(report).text.utf8))
        Complaint.print("evaluate", "saved \((html as NSString).lastPathComponent)")
      }
      print(json ? try report.json() : EvaluationText.table(report))
    } catch {
      Complaint.print("evaluate", Complaint.sentence(error))
      throw ExitCode.failure
    }
  }

  private func measure() throws -> EvaluationReport {
    let own = try thresholds.map(Self.thresholds) ?? [:]
    let table = try EvaluationTable(FilmCells(predictions), FilmCells(labels)) { own[$0] ?? threshold }
    let samples = Bootstrap(replicates: bootstrap, seed: seed)
    let evaluation = Evaluation(try table.columns(), films: table.films, bootstrap: samples)
    var report = EvaluationReport(
      evaluation: evaluation, unmatched: table.unmatched, hasPatients: table.hasPatients)
    report.ood = table.ood.map(EvaluationReport.OOD.init)
    if let groups { report.groups = try Self.audits(table, FilmCells(groups), samples) }
    if let compare {
      let pairs = try table.pairs(with: FilmCells(compare))
      report.comparison = PairedEvaluation(pairs.first, pairs.second, bootstrap: samples)
    }
    return report
  }

  private static func thresholds(_ path: String) throws -> [String: Double] {
    let cells = try FilmCells(path)
    guard let column = cells.index(of: "threshold") else {
      throw EvaluationError.missingColumn(file: cells.file, name: "threshold")
    }
    var thresholds: [String: Double] = [:]
    for (row, label) in cells.films.enumerated() {
      thresholds[label] = try cells.number(row, column, in: 0...1)
    }
    return thresholds
  }

  /// One audit for each column of the group table and each label. Films without a value are of no group.
  private static func audits(
    _ table: EvaluationTable, _ cells: FilmCells, _ bootstrap: Bootstrap
  ) throws -> [SubgroupAudit] {
    try cells.columns.indices.flatMap { column in
      func value(_ film: String) -> String? {
        cells.row(of: film).map { cells.text($0, column) }.flatMap { $0.isEmpty ? nil : $0 }
      }
      let groups = try table.groups(Set(cells.films.compactMap(value)), of: value)
      return SubgroupAudit.audits(attribute: cells.columns[column], groups, bootstrap: bootstrap)
    }
  }
}
