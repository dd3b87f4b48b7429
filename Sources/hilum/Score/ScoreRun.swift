/// Scoring a list: films are decoded ahead while the networks work, and written in the order of the list.

import Foundation
import Imaging
import Review

struct ScoreRun {
  let engine: Engine
  let list: ScoreList
  let shard: Shard?
  /// Score black in place of a film that cannot be read, as the published code does.
  let blackImages: Bool
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
        try await file.add(ScoreLine.scores(name, engine.score(ahead.next())))
      } catch let error as ScoreError {
        throw error
      } catch {
        refused += 1
        Complaint.print("score", "\(name): \(Complaint.sentence(error))")
        try await file.add(substitute(name))
      }
      if ContinuousClock.now - synced > .seconds(5) {
        try file.sync()
        synced = .now
      }
      meter.tick(file.rows, refused: refused)
    }
    return refused
  }

  private func substitute(_ name: String) async throws -> String {
    let manifest = engine.pack.manifest
    guard blackImages else { return ScoreLine.empty(name, labels: manifest.labels.count) }
    return ScoreLine.scores(name, try await engine.score(.black(for: manifest.members)))
  }

  private func prepare(_ name: String) throws -> PreparedFilm {
    guard let path = list.path(of: name) else {
      throw ScoreError.list(name, reason: "the name leads out of the image folder")
    }
    return engine.prepare(try decoder.open(path: path))
  }
}

/// Work begun ahead of its turn, a few pieces at a time, and handed out in order.
private struct Readahead {
  private var coming: ArraySlice<String>
  private var begun: [Task<PreparedFilm, any Error>] = []
  private let depth: Int
  private let work: @Sendable (String) throws -> PreparedFilm

  init(_ names: ArraySlice<String>, depth: Int, _ work: @escaping @Sendable (String) throws -> PreparedFilm) {
    coming = names
    self.depth = depth
    self.work = work
  }

  mutating func next() async throws -> PreparedFilm {
    while begun.count < depth, let name = coming.popFirst() {
      begun.append(Task.detached { [work] in try work(name) })
    }
    return try await begun.removeFirst().value
  }
}
