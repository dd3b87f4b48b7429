/// `hilum phantom`: writes synthetic films with their labels and regions.

import ArgumentParser
import Foundation
import Imaging
import Phantom

struct PhantomCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phantom",
    abstract: "Make synthetic chest radiographs with known findings, for training and for tests.")

  enum Format: String, CaseIterable, ExpressibleByArgument { case png, dicom, both }

  @Option(help: "How many films.") var count = 12
  @Option(help: "The seed: the same seed gives the same bytes.") var seed: UInt64 = 1
  @Option(help: "Pixels on each side, 32 to 4096.") var size = 512
  @Option(help: "The folder to write films, labels.csv and regions.json to.") var out: String?
  @Option(help: "png, dicom or both.") var format = Format.png
  @Option(help: "How many films to make at once.") var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Only films with this finding and no other.") var finding: String?
  @Flag(help: "Only films without a finding.") var normal = false
  @Option(help: "Write the bundled studies and their work list to this folder instead.") var samples: String?

  func validate() throws {
    guard (out == nil) != (samples == nil) else { throw ValidationError("Give --out or --samples.") }
    guard (1...1_000_000).contains(count) else { throw ValidationError("--count must be 1 to 1000000.") }
    guard (32...4096).contains(size) else { throw ValidationError("--size must be 32 to 4096.") }
    guard (1...256).contains(threads) else { throw ValidationError("--threads must be 1 to 256.") }
    guard finding == nil || !normal else { throw ValidationError("Give --finding or --normal, not both.") }
    _ = try only()
  }

  func run() async throws {
    if let samples {
      try await write(SampleStudy.all.count, to: samples) {
        try [sample(SampleStudy.all[$0 - 1], to: samples)]
      }
      let list = [SampleStudy.header] + SampleStudy.all.map(\.row)
      try save(list.joined(separator: "\n") + "\n", to: samples, "worklist.csv")
    } else if let out {
      let labels = try only()
      try await write(count, to: out) { try film($0, to: out, only: labels) }
    }
  }

  /// The findings asked for, or nil for the usual mixture.
  private func only() throws -> [Label]? {
    if normal { return [] }
    guard let finding else { return nil }
    guard let kind = FindingKind.all.first(where: { $0.label.rawValue == finding }) else {
      let known = FindingKind.all.map(\.label.rawValue).joined(separator: ", ")
      throw ValidationError("No phantom draws '\(finding)'. Choose one of: \(known).")
    }
    return [kind.label]
  }

  /// What the tables say of one file.
  private struct Row: Sendable {
    let labels: String
    let regions: RegionTable.FilmRow
  }

  /// Makes `count` films and the two tables, the films at most `threads` at once, the rows in film order.
  private func write(
    _ count: Int, to folder: String, _ make: @escaping @Sendable (Int) throws -> [Row]
  ) async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var rows: [Int: [Row]] = [:]
    try await withThrowingTaskGroup(of: (Int, [Row]).self) { group in
      for number in 1...count {
        if number > threads, let (done, row) = try await group.next() { rows[done] = row }
        group.addTask { (number, try make(number)) }
        if number % 50 == 0 || number == count { report("\r\(number) / \(count) films") }
      }
      for try await (done, row) in group { rows[done] = row }
    }
    report("\n")
    let ordered = (1...count).flatMap { rows[$0] ?? [] }
    let table = [TrainingTable.header] + ordered.map(\.labels)
    try save(table.joined(separator: "\n") + "\n", to: folder, "labels.csv")
    try save(RegionTable(ordered.map(\.regions)).encoded(), to: folder, "regions.json")
  }

  private func film(_ number: Int, to folder: String, only labels: [Label]?) throws -> [Row] {
    let seed = seed &* 0x9E37_79B9 &+ UInt64(number)
    let plan = labels.map { Plan(seed: seed, only: $0) } ?? Plan(seed: seed)
    let film = try plan.film(rows: size, columns: size)
    let date = PhantomStudy.date(number: number)
    let study = PhantomStudy(number: number, patient: number, date: date, plan: plan)
    let files: [PhantomFile] =
      switch format {
      case .png: [.png(bits: 12)]
      case .dicom: [.dicom(number: number)]
      case .both: [.png(bits: 12), .dicom(number: number)]
      }
    return try files.map { try store(film, study, $0, in: folder) }
  }

  private func sample(_ sample: SampleStudy, to folder: String) throws -> Row {
    let film = try sample.plan.film(rows: sample.rows, columns: sample.columns)
    return try store(film, sample.study, sample.file, in: folder)
  }

  private func store(_ film: Radiograph, _ study: PhantomStudy, _ file: PhantomFile, in folder: String) throws
    -> Row
  {
    let name = study.name + "." + file.pathExtension
    try save(Data(file.encoded(film, study)), to: folder, name)
    return Row(
      labels: TrainingTable.row(file: name, study, labels: film.labels),
      regions: RegionTable.FilmRow(file: name, film))
  }

  private func save(_ text: String, to folder: String, _ name: String) throws {
    try save(Data(text.utf8), to: folder, name)
  }

  private func save(_ data: Data, to folder: String, _ name: String) throws {
    try data.write(to: URL(fileURLWithPath: folder, isDirectory: true).appendingPathComponent(name))
  }

  private func report(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
