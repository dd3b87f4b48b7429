/// What a file of scores was made by: kept beside it as JSON, so that only the same run goes on with it and only parts of
/// one run are merged.

import Foundation
import Review

struct ScoreRecord: Codable, Equatable, Sendable {
  var schema = "hilum.score/1"
  /// The pack's own hash.
  let pack: String
  /// As `InferencePlan.text`.
  let plan: String
  /// The members that took part.
  let members: [String]
  let labels: [String]
  /// SHA-256 over the list's names, one a line, and how many they are.
  let list: String
  let rows: Int
  /// Whether a film that cannot be read counts as black.
  let blackImages: Bool
  /// Passes with dropout that the table of uncertainties counts on; `nil` where no such table is written.
  let dropout: Int?
  /// Whether films that the quality checks reject have no scores; absent where they are scored like any other.
  let refusesRejected: Bool?
  let shard: Shard?

  /// Where the record of the file at `path` is.
  static func path(of path: String) -> String { path + ".run.json" }

  init(
    _ engine: Engine, names: [String], blackImages: Bool, refusesRejected: Bool, dropout: Int?, shard: Shard?
  ) {
    pack = engine.pack.sha256
    plan = engine.plan.text
    members = engine.roster.filter { $0.state == .read }.map(\.name)
    labels = engine.pack.manifest.labels
    list = SHA256.hash(names.joined(separator: "\n").utf8)
    rows = names.count
    self.blackImages = blackImages
    self.dropout = dropout
    self.refusesRejected = refusesRejected ? true : nil
    self.shard = shard
  }

  /// The record beside the file at `path`; `nil` if there is none that can be read.
  init?(of path: String) {
    guard let data = FileManager.default.contents(atPath: Self.path(of: path)),
      let known = try? JSONDecoder().decode(Self.self, from: data), known.schema == "hilum.score/1"
    else { return nil }
    self = known
  }

  func write(beside path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try FileWriter.replace(Self.path(of: path), Array(encoder.encode(self)) + [UInt8(ascii: "\n")])
  }

  /// The same run's whole.
  var whole: ScoreRecord { ScoreRecord(wholeOf: self) }

  private init(wholeOf part: ScoreRecord) {
    (pack, plan, members, labels) = (part.pack, part.plan, part.members, part.labels)
    (list, rows, blackImages, dropout) = (part.list, part.rows, part.blackImages, part.dropout)
    refusesRejected = part.refusesRejected
    shard = nil
  }

  /// How many rows the file has when it is complete.
  var rowsHere: Int { shard?.rows(of: rows) ?? rows }

  /// The tables that the run writes, the scores first.
  var sheets: [ScoreSheet] { dropout == nil ? [.scores] : [.scores, .uncertainty] }

  /// What differs from another record, in words; empty where nothing does.
  func differences(from other: ScoreRecord) -> String {
    [
      pack != other.pack ? "another pack" : nil, plan != other.plan ? "another plan" : nil,
      members != other.members ? "other members" : nil, labels != other.labels ? "other labels" : nil,
      list != other.list ? "another list" : nil,
      blackImages != other.blackImages || refusesRejected != other.refusesRejected
        ? "another rule for bad images" : nil,
      dropout != other.dropout ? "other uncertainties" : nil,
      shard != other.shard ? "another part" : nil,
    ].compactMap { $0 }.joined(separator: ", ")
  }
}
