/// Which files of a folder may hold a film: by their names where these say, else by their first bytes.

enum FilmName {
  private static let films: Set<Substring> = [
    "dcm", "dicom", "dic", "ima", "png", "jpg", "jpeg", "jpe", "tif", "tiff", "pgm", "ppm", "pnm",
  ]

  static func mayHoldFilm(_ name: String, at path: String) -> Bool {
    guard !DirectoryRecords.isDirectory(name: name) else { return false }
    let ending = ending(of: name)
    if films.contains(Substring(ending.lowercased())) { return true }
    // `IM000001` and `1.2.840.113619.2` say nothing; `notes.txt` does.
    guard ending.isEmpty || ending.allSatisfy(\.isNumber) || ending.utf8.count > 6 else { return false }
    return (try? ImageFile.Opened(path).start(upTo: 256)).map {
      (try? FileFormat.recognise($0).get()) != nil
    } ?? false
  }

  private static func ending(of name: String) -> Substring {
    name.lastIndex(of: ".").map { name[name.index(after: $0)...] } ?? ""
  }
}
