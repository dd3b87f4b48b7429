/// `hilum bench evaluate`: how long the measures of a large table of predictions take.

import ArgumentParser
import Foundation
import Trust

extension BenchCommand {
  struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "evaluate",
      abstract: "Time the evaluation of generated predictions, from two CSV files to the last interval.",
      discussion: """
        The tables are the same for the same numbers. With --keep they stay in a folder, for `hilum evaluate` itself or for \
        other programs.
        """)

    @Option(help: "Films.") var films = 100_000
    @Option(help: "Labels.") var labels = 30
    @Option(help: "Patients.") var patients = 50_000
    @Option(help: "Bootstrap samples.") var bootstrap = 2000
    @Option(help: "Groups to audit, films spread evenly over them; 0 for no audit.") var groups = 0
    @Option(help: "Write the tables into this folder and leave them there.") var keep: String?
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
      guard (10...1_000_000).contains(films), (1...200).contains(labels), (1...films).contains(patients),
        (0...100_000).contains(bootstrap), (0...1000).contains(groups)
      else {
        throw ValidationError(
          "--films is 10 to 1000000, --labels 1 to 200, --patients 1 to --films, --bootstrap 0 to 100000, --groups 0 to 1000."
        )
      }
    }

    func run() throws {
      let folder = keep ?? NSTemporaryDirectory() + "hilum-bench-\(getpid())"
      defer { if keep == nil { try? FileManager.default.removeItem(atPath: folder) } }
      do {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try EvaluationTables(films: films, labels: labels, patients: patients).write(into: folder)
        report(try times(folder))
      } catch {
        Complaint.print("bench evaluate", Complaint.sentence(error))
        throw ExitCode.failure
      }
    }

    /// Seconds by step, in order.
    private func times(_ folder: String) throws -> [(name: String, seconds: Double)] {
      var laps: [(name: String, seconds: Double)] = []
      func lap<Value>(_ name: String, _ body: () throws -> Value) rethrows -> Value {
        let start = ContinuousClock.now
        let value = try body()
        laps.append((name, start.duration(to: .now).milliseconds / 1000))
        return value
      }
      let cells = try lap("read") {
        (try FilmCells(folder + "/predictions.csv"), try FilmCells(folder + "/labels.csv"))
      }
      let table = try lap("match") { try EvaluationTable(cells.0, cells.1) { _ in 0.5 } }
      let columns = try lap("columns") { try table.columns() }
      let evaluation = lap("measure") {
        Evaluation(columns, films: table.films, bootstrap: Bootstrap(replicates: bootstrap))
      }
      var report = EvaluationReport(
        evaluation: evaluation, unmatched: table.unmatched, hasPatients: table.hasPatients)
      if groups > 0 {
        report.groups = try lap("groups") {
          let names = Set((0..<groups).map(String.init))
          let columns = try table.groups(names) { "\((Int($0.dropFirst(4)) ?? 0) % groups)" }
          return SubgroupAudit.audits(
            attribute: "group", columns, bootstrap: Bootstrap(replicates: bootstrap))
        }
      }
      _ = try lap("report") { (EvaluationHTML(report).text, try report.json()) }
      return laps
    }

    private func report(_ laps: [(name: String, seconds: Double)]) {
      let all = laps.reduce(0) { $0 + $1.seconds }
      guard json else {
        let steps = laps.map { "\($0.name) \(BenchReport.rounded($0.seconds))" }.joined(separator: ", ")
        print(
          "\(films) films of \(patients) patients, \(labels) labels, \(bootstrap) samples: \(BenchReport.rounded(all)) s"
        )
        print("\(steps); peak \(Int(BenchReport.peakMiB)) MiB")
        return
      }
      print(
        BenchReport.object(
          [],
          [("films", Double(films)), ("labels", Double(labels)), ("samples", Double(bootstrap))]
            + laps.map { ($0.name + "_s", $0.seconds) } + [
              ("all_s", all), ("peak_mib", BenchReport.peakMiB),
            ]))
    }
  }
}
