/// A line of the audit log, tied to the one before it.

internal import Foundation

/// A line is `{"entry":E,"hash":"H","prev_hash":"P"}` with the entry's canonical JSON E (sorted keys, UTC to the millisecond), P
/// the hash of the line before (64 zeros at first), and H = SHA-256(P ‖ E).
enum AuditLine {
  static let firstPrevious = String(repeating: "0", count: 64)
  private static let opening = Array(#"{"entry":"#.utf8)
  private static let beforeHash = Array(#","hash":""#.utf8)
  private static let beforePrevious = Array(#"","prev_hash":""#.utf8)
  private static let closing = Array(#""}"#.utf8)
  /// Bytes after the entry: two hashes and what stands around them.
  private static let tail = beforeHash.count + 64 + beforePrevious.count + 64 + closing.count

  /// The bytes of a line with its newline, and its hash.
  static func encode(_ entry: AuditEntry, after previous: String) throws -> (bytes: [UInt8], hash: String) {
    let json = Array(try JournalLine.encoder.encode(entry))
    let hash = SHA256.hash(Array(previous.utf8) + json)
    let head = opening + json + beforeHash + hash.utf8
    return (head + beforePrevious + previous.utf8 + closing + [0x0A], hash)
  }

  /// What a line without its newline says of itself; `nil` where it is not whole or its hash is not its own.
  static func decode(_ line: some Collection<UInt8>) -> (entry: AuditEntry, hash: String, previous: String)? {
    let line = Array(line)
    guard line.count > opening.count + tail, line.starts(with: opening), line.suffix(2) == closing[...]
    else { return nil }
    let json = line[opening.count..<(line.count - tail)]
    var rest = line[(line.count - tail)...]
    guard rest.starts(with: beforeHash) else { return nil }
    rest = rest.dropFirst(beforeHash.count)
    let hash = String(decoding: rest.prefix(64), as: UTF8.self)
    rest = rest.dropFirst(64)
    guard rest.starts(with: beforePrevious) else { return nil }
    let previous = String(decoding: rest.dropFirst(beforePrevious.count).prefix(64), as: UTF8.self)
    guard SHA256.isHexadecimal(previous), SHA256.hash(Array(previous.utf8) + json) == hash,
      let entry = try? JournalLine.decoder.decode(AuditEntry.self, from: Data(json))
    else { return nil }
    return (entry, hash, previous)
  }
}
