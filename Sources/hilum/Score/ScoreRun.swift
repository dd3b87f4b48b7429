/// Scoring a list: films are decoded ahead while the networks work, and written in the order of the list.

import Foundation
import Imaging
import Review
import Trust

struct ScoreRun {
  let engine: Engine
  let list: ScoreList
  let shard: Shard?
  /// Score black in place of a film that cannot be read, as the published code does.
  let blackImages: Bool
  /// Leave out what the quality checks reject, as reading does.
  let refusesRejected: Bool
  /// Passes with dropout for the table of uncertainties; `nil` to write none.
  let dropout: Int?
  let audit: AuditWriter?
  private let decoder = DecodePool(workers: ProcessInfo.processInfo.activeProcessorCount)

  /// Scores what `output` does not hold yet.
  /// - Returns: how many films have no scores, or those of a black image.
  func run(to output: String) async throws -> Int {
    let record = ScoreRecord(
      engine, names: list.names, blackImages: blackImages, refusesRejected: refusesRejected, dropout: dropout,
      shard: shard)
    let names = shard.map { shard in
      (0..<shard.rows(of: list.names.count)).map { list.names[shard.place(of: $0)] }
    }
    let own = names ?? list.names
    if let refused = try ScoreOutput.complete(output, record, names: own) {
      Complaint.print("score", "\((output as NSString).lastPathComponent) is complete already.")
      return refused
    }
    let tables = try ScoreOutput(output, record, names: own)
    if tables.rows > 0 { Complaint.print("score", "going on after \(tables.rows) of \(own.count) films.") }
    let refused = try await score(own, into: tables)
    try tables.finish()
    return refused
  }

  private func score(_ names: [String], into tables: ScoreOutput) async throws -> Int {
    let rest = names[tables.rows...]
    var meter = ScoreMeter(total: names.count, done: tables.rows)
    var refused = tables.emptyRows
    var ahead = Readahead(rest, depth: ProcessInfo.processInfo.activeProcessorCount + 1, prepare)
    var synced = ContinuousClock.now
    for name in rest {
      var evidence: FilmEvidence?
      do {
        evidence = try await read(try await ahead.next())
      } catch {
        refused += 1
        evidence = try await substitute(name, error)
      }
      try tables.add { sheet in
        evidence.map { sheet.line(name, $0) } ?? sheet.empty(name, labels: engine.pack.manifest.labels)
      }
      if ContinuousClock.now - synced > .seconds(5) {
        try settle(tables)
        synced = .now
      }
      meter.tick(tables.rows, refused: refused)
    }
    try settle(tables)
    return refused
  }

  private func settle(_ tables: ScoreOutput) throws {
    try audit?.settle()
    try tables.sync()
  }

  /// What the networks say before any calibration. It is recorded before it is told.
  private func read(_ film: ReadyFilm) async throws -> FilmEvidence {
    let timed = try await engine.read(film.prepared, study: film.study, dropout: dropout ?? 0)
    try audit?.write(timed, film.subject, engine.pack, settled: false)
    return timed.evidence
  }

  /// What stands in place of a film that could not be read; `nil` where nothing does.
  private func substitute(_ name: String, _ error: any Error) async throws -> FilmEvidence? {
    let (cause, input) = (error as? Unreadable).map { ($0.cause, $0.input) } ?? (error, nil)
    Complaint.print("score", "\(name): \(Complaint.sentence(cause))")
    try audit?.write(
      refused: cause, input: input, engine.pack, settled: false,
      warning: blackImages ? "scored_as_black" : nil)
    guard blackImages else { return nil }
    return try await engine.read(
      .black(for: engine.pack.manifest.members), study: StudyID(sha256: String(repeating: "0", count: 64)),
      dropout: dropout ?? 0
    ).evidence
  }

  private func prepare(_ name: String) throws -> ReadyFilm {
    guard let path = list.path(of: name) else {
      throw ScoreError.outside
    }
    let bytes = try ImageFile.read(path)
    do {
      let (film, sha256) = try decoder.open(bytes: bytes) { SHA256.hash(bytes) }
      let study = StudyID(sha256: sha256)
      if refusesRejected { try FilmQuality(study: study, report: film.quality()).admit() }
      return ReadyFilm(prepared: engine.prepare(film), study: study, subject: AuditSubject(film))
    } catch {
      throw Unreadable(cause: error, input: SHA256.hash(bytes))
    }
  }
}

/// A film as the networks see it, with what the audit log wants to know.
private struct ReadyFilm: Sendable {
  let prepared: PreparedFilm
  let study: StudyID
  let subject: AuditSubject
}

/// A file that is no film, by its hash.
private struct Unreadable: Error {
  let cause: any Error
  let input: String
}

/// Work begun ahead of its turn, a few pieces at a time, and handed out in order.
private struct Readahead {
  private var coming: ArraySlice<String>
  private var begun: [Task<ReadyFilm, any Error>] = []
  private let depth: Int
  private let work: @Sendable (String) throws -> ReadyFilm

  init(_ names: ArraySlice<String>, depth: Int, _ work: @escaping @Sendable (String) throws -> ReadyFilm) {
    coming = names
    self.depth = depth
    self.work = work
  }

  mutating func next() async throws -> ReadyFilm {
    while begun.count < depth, let name = coming.popFirst() {
      begun.append(Task.detached { [work] in try work(name) })
    }
    return try await begun.removeFirst().value
  }
}
