/// What there is to review: files, folders and work lists as one list of films. Nothing is opened here.

import Foundation
import Imaging

/// A file that may hold a film.
struct FilmFile: Equatable, Sendable {
  let path: String
  /// As the queue shows it.
  var name: String { (path as NSString).lastPathComponent }
}

enum FilmList {
  /// The films under `paths`, in the order given; a folder's in the order of their names, subfolders included.
  /// - Throws: `FilmListError` for a path that does not exist or a work list that names no film.
  static func films(at paths: [String]) throws(FilmListError) -> [FilmFile] {
    var films: [FilmFile] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw .notFound(path)
      }
      if isFolder.boolValue {
        films += inFolder(path)
      } else if path.lowercased().hasSuffix(".csv") {
        films += try inWorkList(path)
      } else {
        films.append(FilmFile(path: path))
      }
    }
    return films
  }

  /// The pictures in a folder: by extension, or, where a name has none that says, by content. Hidden files are skipped,
  /// and so is what is no regular file.
  private static func inFolder(_ folder: String) -> [FilmFile] {
    let keys: Set<URLResourceKey> = [.isRegularFileKey]
    let found = FileManager.default.enumerator(
      at: URL(filePath: folder, directoryHint: .isDirectory), includingPropertiesForKeys: Array(keys),
      options: [.skipsHiddenFiles])
    var paths: [String] = []
    while let url = found?.nextObject() as? URL {
      let isRegular = (try? url.resourceValues(forKeys: keys))?.isRegularFile ?? false
      if isRegular, mayHoldFilm(url) { paths.append(url.path) }
    }
    return paths.sorted().map(FilmFile.init)
  }

  private static func mayHoldFilm(_ url: URL) -> Bool {
    switch url.pathExtension.lowercased() {
    case "png", "jpg", "jpeg", "dcm", "dicom": return true
    case "":
      guard let file = try? FileHandle(forReadingFrom: url), let start = try? file.read(upToCount: 132) else {
        return false
      }
      return (try? FileFormat.recognise(Array(start)).get()) != nil
    default: return false
    }
  }

  /// The column `ImageID` of a CSV file, relative to the file's own folder.
  private static func inWorkList(_ path: String) throws(FilmListError) -> [FilmFile] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw .unreadable(path) }
    let lines: [CSVLine]
    do {
      lines = try CSVReader.lines(of: text)
    } catch {
      throw .broken(path, error)
    }
    guard let column = lines.first?.cells.firstIndex(of: "ImageID") else { throw .noImageColumn(path) }
    let folder = (path as NSString).deletingLastPathComponent as NSString
    return lines.dropFirst().compactMap { line in
      guard column < line.cells.count, !line.cells[column].isEmpty else { return nil }
      let name = line.cells[column]
      return FilmFile(path: name.hasPrefix("/") ? name : folder.appendingPathComponent(name))
    }
  }
}

/// Why there is no list of films.
enum FilmListError: Error, Equatable, CustomStringConvertible {
  case notFound(String)
  case unreadable(String)
  case noImageColumn(String)
  case broken(String, CSVError)

  var description: String {
    switch self {
    case .notFound(let path): "\(path) does not exist: give a film, a folder of films or a CSV work list."
    case .unreadable(let path): "\(path) cannot be read as text: save the work list as UTF-8 CSV."
    case .noImageColumn(let path): "\(path) has no column ImageID: name the column of the films so."
    case .broken(let path, let fault): "\(path), \(fault): save the work list as CSV again."
    }
  }
}
