/// DICOMDIR: the table of contents of an exported medium (PS3.3 F, PS3.10 8).

enum DirectoryRecords {
  /// By this name a medium's directory is told, in any case of letters (PS3.10 8.6).
  static func isDirectory(name: String) -> Bool { name.uppercased() == "DICOMDIR" }

  /// The files that a directory's records name, below the directory's own folder and in the order of the records.
  /// nil where it is none or cannot be read.
  static func files(of path: String, in folder: String) -> [String]? {
    guard let bytes = try? ImageFile.read(path), let data = DataItem(file: bytes), data.has(.directoryRecords)
    else { return nil }
    return data.items(.directoryRecords).compactMap { record in
      let parts = (0..<8).compactMap { record.string(.referencedFileID, $0) }
      // Parts are names, not paths: none may lead elsewhere.
      guard !parts.isEmpty, !parts.contains(where: { $0.contains("/") || $0 == ".." || $0 == "." }) else {
        return nil
      }
      return join(folder, parts)
    }
  }

  /// Media name files in capitals; some systems show them in small letters.
  private static func join(_ folder: String, _ parts: [String]) -> String {
    let path = folder + "/" + parts.joined(separator: "/")
    let lowered = folder + "/" + parts.joined(separator: "/").lowercased()
    return EntryKind(path: path) == .missing && EntryKind(path: lowered) == .file ? lowered : path
  }
}
