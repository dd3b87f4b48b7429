/// The checkout as these tests see it: every Swift file of `Sources`, with its room.

import Foundation

struct SourceFile {
  /// Path below the checkout, such as `Sources/Neural/Core/Tensor.swift`.
  let path: String
  /// The target's folder: `Neural`.
  let room: String
  let lines: [Substring]

  /// The modules that the file imports, whatever the access level of the import.
  var imports: [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ")
      guard let at = words.firstIndex(of: "import"), at <= 1, at + 1 < words.count else { return nil }
      return String(words[at + 1].prefix { $0 != "." && $0 != ";" })
    }
  }

  /// The lines without comments: what a rule about code looks at.
  var code: [Substring] {
    lines.filter { !$0.drop { $0 == " " }.hasPrefix("//") }
  }
}

enum SourceTree {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// All Swift files below `folder`, in the order of their paths.
  static func files(in folder: String) throws -> [SourceFile] {
    let base = root.appending(path: folder).path
    let names = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      let text = try String(contentsOf: root.appending(path: "\(folder)/\(name)"), encoding: .utf8)
      return SourceFile(
        path: "\(folder)/\(name)", room: String(name.split(separator: "/")[0]),
        lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }
}
