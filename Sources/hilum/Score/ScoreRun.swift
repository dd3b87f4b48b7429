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
  let audit: AuditWriter?
  private let decoder = DecodePool(workers: ProcessInfo.processInfo.activeProcessorCount)

  /// Scores what `output` does not hold yet.
  /// - Returns: how many films could not be read.
  func run(to output: String) async throws -> Int {
    let record = ScoreRecord(engine, names: list.names, blackImages: blackImages, shard: shard)
    let names = shard.map { shard in
      (0..<shard.rows(of: list.names.count)).map { list.names[shard.place(of: $0)] }
    }
    let own = names ?? list.names
    if try ScoreFile.isComplete(output, record) {
      Complaint.print("score", "\((output as NSString).lastPathComponent) is complete already.")
      return 0
    }
    let file = try ScoreFile(output, record, names: own)
    if file.rows > 0 { Complaint.print("score", "going on after \(file.rows) of \(own.count) films.") }
    let refused = try await score(own, into: file)
    try file.finish()
    return refused
  }

  private func score(_ names: [String], into file: ScoreFile) async throws -> Int {
    var meter = ScoreMeter(total: names.count, done: file.rows)
    var refused = file.emptyRows
    var ahead = Readahead(
      names[file.rows...], depth: ProcessInfo.processInfo.activeProcessorCount + 1, prepare)
    var synced = ContinuousClock.now
    for name in names[file.rows...] {
      do {
        try file.add(ScoreLine.scores(name, try await read(try await ahead.next())))
      } catch let error as ScoreError {
        throw error
      } catch {
        refused += 1
        try await file.add(substitute(name, error))
      }
      if ContinuousClock.now - synced > .seconds(5) {
        try settle(file)
        synced = .now
      }
      meter.tick(file.rows, refused: refused)
    }
    try settle(file)
    return refused
  }

  private func settle(_ file: ScoreFile) throws {
    try audit?.settle()
    try file.sync()
  }

  /// The joined score of each label, before any calibration. What was read is recorded before it is told.
  private func read(_ film: ReadyFilm) async throws -> [Logit] {
    let timed = try await engine.read(film.prepared, study: film.study)
    try audit?.write(timed, film.subject, engine.pack, settled: false)
    return timed.reading.ensembleLogits
  }

  /// The line of a film that could not be read.
  private func substitute(_ name: String, _ error: any Error) async throws -> String {
    let (cause, input) = (error as? Unreadable).map { ($0.cause, $0.input) } ?? (error, nil)
    Complaint.print("score", "\(name): \(Complaint.sentence(cause))")
    let manifest = engine.pack.manifest
    try audit?.write(
      refused: cause, input: input, engine.pack, settled: false,
      warning: blackImages ? "scored_as_black" : nil)
    guard blackImages else { return ScoreLine.empty(name, labels: manifest.labels.count) }
    let black = try await engine.read(
      .black(for: manifest.members), study: StudyID(sha256: String(repeating: "0", count: 64)))
    return ScoreLine.scores(name, black.reading.ensembleLogits)
  }

  private func prepare(_ name: String) throws -> ReadyFilm {
    guard let path = list.path(of: name) else {
      throw ScoreError.list(name, reason: "the name leads out of the image folder")
    }
    let bytes = try ImageFile.read(path)
    do {
      let (film, sha256) = try decoder.open(bytes: bytes) { SHA256.hash(bytes) }
      return ReadyFilm(
        prepared: engine.prepare(film), study: StudyID(sha256: sha256), subject: AuditSubject(film))
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
