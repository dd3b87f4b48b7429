/// Reads every film of a labelled table with a pack, for fitting and for evaluating.

import Foundation
import Imaging
import Phantom
import Review

struct SplitReader {
  private let engine: Engine
  private let decoder = DecodePool(workers: 1)
  private let labels: [String]
  private let odin: ODINSetting?

  /// - Parameter odin: how to measure ODIN's score, where it is wanted.
  init(_ engine: Engine, odin: ODINSetting? = nil) {
    self.engine = engine
    self.odin = odin
    labels = engine.pack.manifest.labels
  }

  /// Scores of all rows, and the pointing game over the focal findings that `regions` locates.
  func read(
    _ rows: [FilmRow], regions: [String: RegionTable.FilmRow] = [:]
  ) async throws -> (SplitScores, PointingGame) {
    var scores = SplitScores(labels: labels)
    var pointing = PointingGame()
    for (number, row) in rows.enumerated() {
      let bytes = try ImageFile.read(row.path)
      let (film, study) = try decoder.open(bytes: bytes) { StudyID(sha256: SHA256.hash(bytes)) }
      let timed = try await engine.read(film, study: study)
      scores.add(try await evidence(timed, film), truth: row.targets.map { $0.isNaN ? nil : $0 == 1 })
      if let located = regions[(row.path as NSString).lastPathComponent] {
        play(&pointing, timed.reading, located)
      }
      if number % 20 == 19 { Complaint.progress("\(number + 1) / \(rows.count) films") }
    }
    Complaint.progress("\(rows.count) films read\n")
    return (scores, pointing)
  }

  /// A reading's own evidence, or another examination where ODIN is wanted and the pack does not measure it yet.
  private func evidence(_ timed: TimedReading, _ film: Film) async throws -> FilmEvidence {
    guard let odin, timed.evidence.ood.odin == nil || engine.pack.trust?.stranger?.odin != odin else {
      return timed.evidence
    }
    return try await engine.examine(engine.prepare(film), odin: odin)
  }

  private func play(_ game: inout PointingGame, _ reading: Reading, _ film: RegionTable.FilmRow) {
    let focal = Dictionary(grouping: film.regions.filter(\.focal), by: \.label)
    for (index, label) in labels.enumerated() {
      guard let regions = focal[label], let map = reading.maps[.contribution]?[index] else { continue }
      let (width, height) = (Double(film.columns), Double(film.rows))
      let boxes = regions.filter { $0.box.count == 4 }.map { region in
        FilmBox(
          left: region.box[0] / width, top: region.box[1] / height,
          right: (region.box[0] + region.box[2]) / width, bottom: (region.box[1] + region.box[3]) / height)
      }
      game.play(map, boxes: boxes, label: label)
    }
  }
}

extension Complaint {
  /// One line that is written over, on standard error.
  static func progress(_ text: String) { FileHandle.standardError.write(Data("\r\(text)".utf8)) }
}
