/// What a reader works through: studies, and the findings that a pack reports on them.

/// Names one film's pixels: the SHA-256 of the file, so that a result can never belong to another film.
package struct StudyID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  package let sha256: String

  package init(sha256: String) { self.sha256 = sha256 }

  /// The first four and last two digits, as the screen shows it.
  package var description: String { "\(sha256.prefix(4))..\(sha256.suffix(2))" }

  package static func < (a: Self, b: Self) -> Bool { a.sha256 < b.sha256 }
}

/// In files a study is its 64 digits.
extension StudyID: Codable {
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard SHA256.isHexadecimal(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a study is 64 hexadecimal digits"))
    }
    sha256 = text
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(sha256)
  }
}
