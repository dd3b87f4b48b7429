/// `hilum read`: findings of films on standard output.

import ArgumentParser
import Foundation
import Imaging
import Neural
import Review

struct ReadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Read films with a model pack and print what it finds.",
    discussion: """
      Inputs are films (DICOM, PNG, JPEG, TIFF, PGM, PPM), folders of films, CSV work lists with a column ImageID, DICOMDIRs, \
      patterns such as 'films/*.dcm', or - for paths on standard input, one a line or as `find -print0` writes them. What is no \
      film in a folder is passed over with a line. A film that is no frontal chest film, or unfit to be read, gets the state \
      reject_input and its reasons, and no findings.
      Exit codes: 0 all were read, 2 usage, 3 some were refused (the others are still read).
      For research, not for diagnosis.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv }

  @Argument(help: "Films, folders, work lists, DICOMDIRs, patterns or -.", completion: .file()) var paths:
    [String]
  @Option(help: "The folder of the model pack (default: $HILUM_PACK, or the bundled pack).") var pack: String?
  @Option(help: "table, json or csv.") var format = Format.table
  @Option(help: "Write every contribution map into this safetensors file.") var maps: String?
  @Option(help: "Write PNG overlays of the present findings into this folder.") var overlay: String?
  @Option(help: "Threads of the network (default: one for each processor).") var threads: Int?
  @Option(help: "The frame of multi-frame films, counted from 1.") var frame = 1
  @Flag(help: "Read films also that the quality checks reject, such as lateral ones.") var readRejected =
    false
  @Option(
    help:
      "Passes with dropout, where a member's head has it: for the uncertainty in JSON and audit; 0 for none.")
  var dropout = ReadRun.usualDropout
  @OptionGroup(title: "What is recorded") var log: AuditOptions
  @OptionGroup(title: "How members are asked and joined (default: as the pack says)") var plan: PlanOptions

  func validate() throws {
    guard (threads.map { (1...256).contains($0) } ?? true) else {
      throw ValidationError("--threads is 1 to 256.")
    }
    guard (0...1000).contains(dropout) else { throw ValidationError("--dropout is 0 to 1000.") }
    guard frame >= 1 else { throw ValidationError("--frame counts from 1.") }
  }

  func run() async throws {
    do {
      guard try await read() else { throw ExitCode(3) }
    } catch let code as ExitCode {
      throw code
    } catch {
      Complaint.print("read", Complaint.sentence(error))
      throw ExitCode.failure
    }
  }

  private func read() async throws -> Bool {
    guard let folder = pack ?? Places.pack else { throw ReviewError.packMissing(folder: "Samples/pack") }
    // The decoder starts while the networks are loaded.
    let decoder = DecodePool(workers: 1)
    let warming = Task.detached { decoder.warmUp() }
    let engine = try plan.engine(Pack.opening(folder), threads: threads)
    await warming.value
    let log = try log.writer("read")
    var run = ReadRun(
      engine, audit: log, dropout: dropout, readsRejected: readRejected, frame: frame - 1, decoder: decoder)
    let overlays = try overlay.map { try OverlayFolder($0) }
    if format == .table {
      try await run.printTable(paths) { try overlays?.write($0, $1) }
    } else {
      try await run.run(paths, refused: { Complaint.print("read", $0.line) }) { try overlays?.write($0, $1) }
      print(format == .json ? try run.report.json() : run.report.csv, terminator: format == .json ? "\n" : "")
    }
    if let maps { try Self.write(run.report, to: maps) }
    await engine.keepPanels()
    return run.report.refused.isEmpty
  }

  /// One tensor `SHA256.contribution` of labels, rows and columns for each film.
  private static func write(_ report: ReadReport, to path: String) throws {
    var writer = SafetensorsWriter(metadata: [
      "schema": "hilum.maps/1", "pack": report.pack.sha256,
      "labels": String(decoding: try JSONEncoder().encode(report.pack.manifest.labels), as: UTF8.self),
    ])
    var written: Set<String> = []
    for film in report.films where written.insert(film.sha256).inserted {
      let maps = film.timed?.reading.maps[.contribution] ?? [:]
      guard let first = maps[0] else { continue }
      let values = maps.keys.sorted().flatMap { maps[$0]?.values ?? [] }
      writer.add("\(film.sha256).contribution", [maps.count, first.rows, first.columns], values)
    }
    try writer.write(to: path)
  }
}

/// The folder of `--overlay`: numbered pictures whose names say nothing of the patient.
private struct OverlayFolder {
  private let folder: String

  init(_ folder: String) throws {
    try FileWriter.makeFolder(folder)
    self.folder = folder
  }

  /// The three most probable present findings that have a map.
  func write(_ film: Film, _ read: ReadFilm) throws {
    guard let reading = read.timed?.reading else { return }
    let present = reading.findings.enumerated().filter { $1.state == .present }
      .sorted { $0.element.probability > $1.element.probability }.prefix(3)
    for (place, (index, finding)) in present.enumerated() {
      guard let map = reading.maps[.contribution]?[index] else { continue }
      let caption = "\(finding.label)  \(String(format: "%.2f", finding.probability.value))  \(reading.study)"
      let picture = OverlayPicture(film.image.display(), map, of: reading, caption: [caption])
      try FileWriter.replace("\(folder)/\(read.sha256.prefix(12))-\(place + 1).png", picture.png())
    }
  }
}
