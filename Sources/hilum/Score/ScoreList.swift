/// The films to score, by name and in order.

import Foundation
import Imaging

struct ScoreList {
  let names: [String]
  private let folder: String

  /// The column `column` of the table at `path`, or its first one; without a table every film of the folder.
  /// - Throws: `ScoreError.list`, or `FilmListError` for the folder.
  init(table path: String?, column: String, folder: String) throws {
    self.folder = folder
    guard let path else {
      let prefix = folder.hasSuffix("/") ? folder : folder + "/"
      names = try FilmList.films(at: [folder]).map {
        $0.path.hasPrefix(prefix) ? String($0.path.dropFirst(prefix.count)) : $0.path
      }.sorted()
      guard !names.isEmpty else { throw ScoreError.list(folder, reason: "the folder holds no film") }
      return
    }
    guard let bytes = FileManager.default.contents(atPath: path),
      let text = String(validating: bytes, as: UTF8.self)
    else { throw ScoreError.list(path, reason: "it is not there, or is not UTF-8 text") }
    let lines: [CSVLine]
    do {
      lines = try CSVReader.lines(of: text)
    } catch {
      throw ScoreError.list(path, reason: "\(error)")
    }
    guard let header = lines.first?.cells else { throw ScoreError.list(path, reason: "it is empty") }
    let place = header.firstIndex(of: column) ?? 0
    names = try lines.dropFirst().map { line in
      guard place < line.cells.count, !line.cells[place].isEmpty else {
        throw ScoreError.list(path, reason: "line \(line.number) names no film")
      }
      guard !line.cells[place].contains(where: \.isNewline) else {
        throw ScoreError.list(path, reason: "line \(line.number) has a line break in a name")
      }
      return line.cells[place]
    }
  }

  /// Where a film is; `nil` for a name that leads out of the folder.
  func path(of name: String) -> String? {
    guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else { return nil }
    return folder + "/" + name
  }
}
