/// `hilum phantom`: writes synthetic films with their labels and regions.

import ArgumentParser
import Foundation
import Imaging
import Phantom

struct PhantomCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phantom",
    abstract: "Make synthetic chest radiographs with known findings, for training and for tests.")

  @Option(help: "How many films.") var count = 12
  @Option(help: "The seed: the same seed gives the same bytes.") var seed: UInt64 = 1
  @Option(help: "Pixels on each side, 32 to 4096.") var size = 512
  @Option(help: "The folder to write to.") var out: String
  @Option(help: "How many films to make at once.") var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Only films with this finding and no other.") var finding: String?
  @Flag(help: "Only films without a finding.") var normal = false

  func validate() throws {
    guard (1...1_000_000).contains(count) else { throw ValidationError("--count must be 1 to 1000000.") }
    guard (32...4096).contains(size) else { throw ValidationError("--size must be 32 to 4096.") }
    guard (1...256).contains(threads) else { throw ValidationError("--threads must be 1 to 256.") }
    _ = try only()
  }

  func run() async throws {
    let folder = URL(fileURLWithPath: out, isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let labels = try only()
    let rows = try await films(into: folder, only: labels)
    let table = ([TrainingTable.header] + rows.map(\.labels)).joined(separator: "\n") + "\n"
    try Data(table.utf8).write(to: folder.appendingPathComponent("labels.csv"), options: .atomic)
    let regions = try RegionTable(rows.map(\.regions)).encoded()
    try regions.write(to: folder.appendingPathComponent("regions.json"), options: .atomic)
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

  private struct Row: Sendable {
    let labels: String
    let regions: RegionTable.FilmRow
  }

  /// Makes all films, at most `threads` at once; the rows come back in film order.
  private func films(into folder: URL, only labels: [Label]?) async throws -> [Row] {
    var rows: [Int: Row] = [:]
    try await withThrowingTaskGroup(of: (Int, Row).self) { group in
      for number in 1...count {
        if number > threads, let (done, row) = try await group.next() { rows[done] = row }
        group.addTask { (number, try film(number, into: folder, only: labels)) }
        if number % 50 == 0 { FileHandle.standardError.write(Data("\r\(number) / \(count) films".utf8)) }
      }
      for try await (done, row) in group { rows[done] = row }
    }
    FileHandle.standardError.write(Data("\r\(count) / \(count) films\n".utf8))
    return (1...count).compactMap { rows[$0] }
  }

  private func film(_ number: Int, into folder: URL, only labels: [Label]?) throws -> Row {
    let seed = seed &* 0x9E37_79B9 &+ UInt64(number)
    let plan = labels.map { Plan(seed: seed, only: $0) } ?? Plan(seed: seed)
    let film = try plan.film(rows: size, columns: size)
    let study = PhantomStudy(
      number: number, patient: number, date: PhantomStudy.date(number: number), plan: plan)
    let file = study.name + ".png"
    let picture = PNGImage(
      rows: film.rows, columns: film.columns, gray: film.pixels(bits: 12).map { $0 << 4 | $0 >> 8 })
    try Data(picture.encoded()).write(to: folder.appendingPathComponent(file))
    return Row(
      labels: TrainingTable.row(file: file, study, labels: film.labels),
      regions: RegionTable.FilmRow(file: file, film))
  }
}
