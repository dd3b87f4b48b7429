/// The tables that a pack is fitted to and measured on.

import ArgumentParser
import Foundation
import Phantom

struct SplitOptions: ParsableArguments {
  @Option(help: "The table to fit on.") var validation: String
  @Option(help: "The folder of its films (default: the table's).") var validationImages: String?
  @Option(help: "The table to measure on (default: half of the patients of --validation).") var test: String?
  @Option(help: "The folder of its films (default: the table's).") var testImages: String?
  @Option(help: "The regions.json of the films to measure on, for the pointing game.") var regions: String?

  func splits(_ labels: [String]) throws -> (fitting: [FilmRow], testing: [FilmRow]) {
    let fitting = try Self.rows(validation, validationImages, labels)
    if let test { return (fitting, try Self.rows(test, testImages, labels)) }
    let halves = PatientSplit(fitting, share: 0.5, seed: 1)
    return (halves.training, halves.validation)
  }

  private static func rows(_ table: String, _ images: String?, _ labels: [String]) throws -> [FilmRow] {
    let folder = images ?? (table as NSString).deletingLastPathComponent
    return try FilmTable(path: table, images: folder.isEmpty ? "." : folder, labels: labels).rows
  }

  func located() throws -> [String: RegionTable.FilmRow] {
    guard let regions else { return [:] }
    let table = try JSONDecoder().decode(RegionTable.self, from: Data(contentsOf: URL(filePath: regions)))
    return Dictionary(table.films.map { ($0.file, $0) }) { first, _ in first }
  }
}
