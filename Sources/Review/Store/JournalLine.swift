/// The lines of a session file, and the chain that ties each to the one before it.

package import Foundation

/// Which program and which pack a reader sat down with. The first line of a file is one of these.
package struct Sitting: Codable, Equatable, Sendable {
  package var schema = "hilum.session/1"
  package let program: String
  /// The pack's own hash.
  package let pack: String
  package let time: Date

  package init(program: String, pack: String, time: Date) {
    self.program = program
    self.pack = pack
    self.time = time
  }

  private enum CodingKeys: String, CodingKey { case schema, program, pack, time }
}

/// What one line says.
enum JournalEntry: Equatable {
  case sitting(Sitting)
  case decision(Decision)
}

/// A line is `{"hash":"H","previous":"P","entry":E}` with the entry's JSON E as it stands, P the hash of the line before (64
/// zeros at first), and H = SHA-256(P ‖ E). A changed, missing, swapped or repeated line breaks the chain there.
enum JournalLine {
  static let firstPrevious = String(repeating: "0", count: 64)
  /// What every line begins with: how a session file is told from any other.
  static let opening = Array(#"{"hash":""#.utf8)
  private static let middle = Array(#"","previous":""#.utf8)
  private static let entryOpening = Array(#"","entry":"#.utf8)

  /// The bytes of a line with its newline, and its hash.
  static func encode(_ entry: JournalEntry, after previous: String) throws -> (bytes: [UInt8], hash: String) {
    let json =
      switch entry {
      case .sitting(let sitting): try encoder.encode(sitting)
      case .decision(let decision): try encoder.encode(decision)
      }
    let hash = SHA256.hash(Array(previous.utf8) + json)
    let head = opening + hash.utf8 + middle + previous.utf8 + entryOpening
    return (head + json + Array("}\n".utf8), hash)
  }

  /// What a line without its newline says, when it is whole and follows `previous`.
  static func decode(_ line: ArraySlice<UInt8>, after previous: String) -> (
    entry: JournalEntry, hash: String
  )? {
    var rest = line
    guard rest.take(opening) else { return nil }
    let hash = String(decoding: rest.prefix(64), as: UTF8.self)
    rest = rest.dropFirst(64)
    guard rest.take(middle), rest.take(Array(previous.utf8)), rest.take(entryOpening), rest.last == 0x7D,
      SHA256.hash(Array(previous.utf8) + rest.dropLast()) == hash
    else { return nil }
    let json = Data(rest.dropLast())
    if let decision = try? decoder.decode(Decision.self, from: json) { return (.decision(decision), hash) }
    if let sitting = try? decoder.decode(Sitting.self, from: json) { return (.sitting(sitting), hash) }
    return nil
  }

  /// Sorted keys and times in UTC to the millisecond: the same decision is the same bytes.
  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(text(date))
    }
    return encoder
  }

  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      try milliseconds.parse(decoder.singleValueContainer().decode(String.self))
    }
    return decoder
  }

  /// A time as a line keeps it, so that a decision equals itself after reading.
  static func written(_ time: Date) -> Date {
    (try? milliseconds.parse(text(time))) ?? time
  }

  /// To the nearest millisecond: the style itself cuts, and half a millisecond more makes that a rounding.
  private static func text(_ time: Date) -> String { (time + 0.0005).formatted(milliseconds) }

  private static let milliseconds = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

extension ArraySlice<UInt8> {
  /// Drops `prefix` from the front, if it is there.
  fileprivate mutating func take(_ prefix: [UInt8]) -> Bool {
    guard starts(with: prefix) else { return false }
    self = dropFirst(prefix.count)
    return true
  }
}
