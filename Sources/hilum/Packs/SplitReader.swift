/// Reads every film of a labelled table with a pack, for fitting and for evaluating.

import Foundation
import Imaging
import Phantom
import Review

struct SplitReader {
  private let engine: Engine
  private let labels: [String]

  init(_ engine: Engine) {
    self.engine = engine
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
      let study = StudyID(sha256: SHA256.hash(bytes))
      let reading = try await engine.read(Film.open(bytes: bytes), study: study).reading
      scores.add(reading, truth: row.targets.map { $0.isNaN ? nil : $0 == 1 })
      if let film = regions[(row.path as NSString).lastPathComponent] { play(&pointing, reading, film) }
      if number % 20 == 19 { Complaint.progress("\(number + 1) / \(rows.count) films") }
    }
    Complaint.progress("\(rows.count) films read\n")
    return (scores, pointing)
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
