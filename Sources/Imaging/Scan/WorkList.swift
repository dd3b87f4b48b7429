/// Lists that name films: CSV tables with a column ImageID, and lines of paths.

enum WorkList {
  static func isTable(name: String) -> Bool { name.lowercased().hasSuffix(".csv") }

  /// The column `ImageID` of a CSV file, relative to `folder`, the file's own.
  static func films(of path: String, in folder: String) -> Result<[String], SkipReason> {
    do throws(ImagingError) {
      let bytes = try ImageFile.read(path)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return .failure(.unreadable("it is not UTF-8"))
      }
      return films(in: text, folder)
    } catch {
      if case .unreadable(let reason) = error { return .failure(.unreadable(reason)) }
      return .failure(.unreadable("it is no regular file, or too large"))
    }
  }

  private static func films(in text: String, _ folder: String) -> Result<[String], SkipReason> {
    do throws(CSVError) {
      let lines = try CSVReader.lines(of: text)
      guard let column = lines.first?.cells.firstIndex(of: "ImageID") else { return .failure(.noImageColumn) }
      return .success(
        lines.dropFirst().compactMap { line in
          guard column < line.cells.count, !line.cells[column].isEmpty else { return nil }
          let name = line.cells[column]
          return name.hasPrefix("/") ? name : folder + "/" + name
        })
    } catch {
      return .failure(.brokenTable(error))
    }
  }
}

/// Paths that arrive bit by bit: one a line, or each before a zero byte as `find -print0` writes them.
struct PathLines {
  private var rest: [UInt8] = []
  /// Whichever of the two comes first parts the paths.
  private var separator: UInt8?

  /// The paths that are complete with these bytes.
  mutating func take(_ bytes: some Sequence<UInt8>) -> [String] {
    var paths: [String] = []
    for byte in bytes {
      let parts = separator.map { byte == $0 } ?? (byte == 0x0A || byte == 0)
      if parts {
        separator = byte
        paths += end()
      } else {
        rest.append(byte)
      }
    }
    return paths
  }

  /// The last path, where nothing followed it.
  mutating func end() -> [String] {
    defer { rest = [] }
    if rest.last == 0x0D { rest.removeLast() }
    return rest.isEmpty ? [] : [String(decoding: rest, as: UTF8.self)]
  }
}
