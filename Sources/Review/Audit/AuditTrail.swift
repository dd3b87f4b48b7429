/// Checking an audit log: every line's own hash, its tie to the line before, its number, and the head.

internal import Foundation

/// What checking found.
package struct AuditTrail: Equatable, Sendable {
  package enum Fault: Equatable, Sendable {
    /// The line's hash is not that of its contents: it was changed, or is no line of a log.
    case changed
    /// The line is whole but does not follow the one before: lines were removed, inserted or moved.
    case outOfPlace
    /// The log ends before the entry that its head names.
    case cutOff(expected: Int)
    /// The head names another hash for the entry of its number.
    case headDiffers
  }
  package struct Finding: Equatable, Sendable {
    package let file: String
    /// From 1; 0 where the fault is of no line.
    package let line: Int
    package let fault: Fault
  }

  package private(set) var entries = 0
  package private(set) var files = 0
  /// In order; empty for an intact log.
  package private(set) var findings: [Finding] = []
  /// Bytes of a line that a write left unfinished at the very end: not a fault.
  package private(set) var tornBytes = 0
  private var last = AuditHead(sequence: 0, hash: AuditLine.firstPrevious)
  private var head: AuditHead?
  private var headHashFound: String?

  package var isIntact: Bool { findings.isEmpty }

  /// Checks the log in `folder` from its first line to its last.
  /// - Parameter visit: told of every entry whose line is whole.
  /// - Throws: `ReviewError.auditMissing` when there is no log, `.file`.
  package init(_ folder: String, visit: (AuditEntry) -> Void = { _ in }) throws(ReviewError) {
    let older = Self.olderFiles(in: folder)
    var names = older.map { Self.name(of: $0.number) }
    if access(folder + "/audit.jsonl", F_OK) == 0 { names.append("audit.jsonl") }
    guard !names.isEmpty else { throw .auditMissing(folder: folder) }
    head = try Self.head(in: folder)
    for name in names {
      let bytes = try OpenFile(reading: folder + "/" + name).readAll(limit: Int.max)
      files += 1
      check(bytes, name, isLast: name == "audit.jsonl", visit)
    }
    if let head {
      if last.sequence < head.sequence {
        findings.append(Finding(file: names.last ?? "", line: 0, fault: .cutOff(expected: head.sequence)))
      } else if let found = headHashFound, found != head.hash {
        findings.append(Finding(file: "audit.head", line: 0, fault: .headDiffers))
      }
    }
  }

  private mutating func check(
    _ bytes: [UInt8], _ name: String, isLast: Bool, _ visit: (AuditEntry) -> Void
  ) {
    var rest = bytes[...]
    var number = 0
    while let newline = rest.firstIndex(of: 0x0A) {
      number += 1
      take(rest[..<newline], Finding(file: name, line: number, fault: .changed), visit)
      rest = rest[(newline + 1)...]
    }
    guard !rest.isEmpty else { return }
    if isLast {
      tornBytes = rest.count
    } else {
      findings.append(Finding(file: name, line: number + 1, fault: .changed))
    }
  }

  private mutating func take(_ line: ArraySlice<UInt8>, _ place: Finding, _ visit: (AuditEntry) -> Void) {
    guard let (entry, hash, previous) = AuditLine.decode(line) else {
      findings.append(place)
      // What follows is measured against itself, so that one changed line is one finding.
      last = AuditHead(sequence: last.sequence + 1, hash: "")
      return
    }
    let follows = previous == last.hash || last.hash.isEmpty
    if !follows || entry.sequence != last.sequence + 1 {
      findings.append(Finding(file: place.file, line: place.line, fault: .outOfPlace))
    }
    entries += 1
    last = AuditHead(sequence: entry.sequence, hash: hash)
    if entry.sequence == head?.sequence { headHashFound = hash }
    visit(entry)
  }

  /// `audit-000001.jsonl`…, by number.
  static func olderFiles(in folder: String) -> [(number: Int, name: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap { name in
      guard name.hasPrefix("audit-"), name.hasSuffix(".jsonl"),
        let number = Int(name.dropFirst(6).dropLast(6)), Self.name(of: number) == name
      else { return nil }
      return (number, name)
    }.sorted { $0.number < $1.number }
  }

  static func name(of number: Int) -> String { String(format: "audit-%06d.jsonl", number) }

  /// The last entry of the newest older file; `nil` where there is none.
  static func lastOfOlder(in folder: String) throws(ReviewError) -> AuditHead? {
    guard let newest = olderFiles(in: folder).last else { return nil }
    let path = folder + "/" + newest.name
    let bytes = try OpenFile(reading: path).readAll(limit: Int.max)
    guard let line = bytes.split(separator: 0x0A).last, let last = AuditLine.decode(line) else {
      throw .damagedAudit(path: path)
    }
    return AuditHead(sequence: last.entry.sequence, hash: last.hash)
  }

  private static func head(in folder: String) throws(ReviewError) -> AuditHead? {
    let path = folder + "/audit.head"
    guard access(path, F_OK) == 0 else { return nil }
    let text = String(decoding: try OpenFile(reading: path).readAll(limit: 4096), as: UTF8.self)
    let fields = text.split(whereSeparator: \.isWhitespace)
    guard fields.count == 2, let sequence = Int(fields[0]) else { throw .damagedAudit(path: path) }
    return AuditHead(sequence: sequence, hash: String(fields[1]))
  }
}

extension AuditTrail.Finding {
  /// One line: where, and what is wrong there.
  package var sentence: String {
    switch fault {
    case .changed: "\(file), line \(line): the line was changed, or is no line of an audit log."
    case .outOfPlace:
      "\(file), line \(line): it does not follow the line before: lines were removed, inserted or moved."
    case .cutOff(let expected): "\(file): the end is missing: the last entry was number \(expected)."
    case .headDiffers: "audit.head names another hash than the entry of its number has."
    }
  }
}
