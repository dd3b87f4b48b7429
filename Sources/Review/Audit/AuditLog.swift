/// The audit log on disk: a folder of files that are only ever added to, shared by all programs of one reader.

internal import Foundation

/// `audit.jsonl` and its older parts `audit-000001.jsonl`…, `audit.head` with the number and hash of the last entry, and
/// `audit.key`, which pseudonyms are made with.
package struct AuditLog: Sendable {
  package let folder: String
  /// A file that is larger than this is put aside before the next entry.
  private let rotateAbove: Int

  /// Many times as long as an entry of hundreds of labels.
  private static let longestLine = 4 << 20

  private var current: String { folder + "/audit.jsonl" }

  /// Makes the folder (mode 0700) and the key, if they are not there.
  /// - Throws: `ReviewError.file`.
  package init(_ folder: String, rotateAbove: Int = 64 << 20) throws(ReviewError) {
    self.folder = folder
    self.rotateAbove = rotateAbove
    try FileWriter.makeFolder(folder)
    if access(folder + "/audit.key", F_OK) != 0 {
      let key = (0..<32).map { _ in UInt8.random(in: 0...255) }
      do { try FileWriter.create(folder + "/audit.key", key) } catch ReviewError.exists {}
    }
  }

  /// Adds one entry and returns once it is on the disk. Programs that write at the same time wait for one another.
  ///
  /// A torn end, left by a write that was cut short, is copied aside and cut off first. Then the line is written, and then the
  /// head: a head may be one entry behind its log, never ahead.
  /// - Parameters:
  ///   - study, series, instance: DICOM UIDs, kept as keyed hashes alone.
  /// - Throws: `ReviewError.auditInUse` after ten seconds of waiting, `.damagedAudit`, `.file`.
  package func append(
    _ entry: AuditEntry, study: String? = nil, series: String? = nil, instance: String? = nil
  ) throws(ReviewError) {
    let key = try OpenFile(reading: folder + "/audit.key").readAll(limit: 4096)
    func pseudonym(_ text: String) -> String { SHA256.authentication(of: Array(text.utf8), key: key) }
    let lock = try OpenFile(folder + "/audit.lock", flags: O_RDWR | O_CREAT, doing: "open it")
    try wait(for: lock)
    let file = try OpenFile(current, flags: O_RDWR | O_CREAT | O_APPEND, doing: "open it")
    try file.makePrivate()
    let end = try mend(file)
    let previous: AuditHead? = if let end { end } else { try AuditTrail.lastOfOlder(in: folder) }
    var entry = entry
    entry.sequence = (previous?.sequence ?? 0) + 1
    entry.system = pseudonym("\(NSUserName())@\(ProcessInfo.processInfo.hostName)")
    entry.pseudonyms = AuditEntry.Pseudonyms(
      study: study.map(pseudonym), series: series.map(pseudonym), instance: instance.map(pseudonym))
    guard let line = try? AuditLine.encode(entry, after: previous?.hash ?? AuditLine.firstPrevious) else {
      throw .notFinite(member: "audit")
    }
    let length = file.size
    do {
      try file.write(line.bytes)
      try file.sync()
    } catch {
      try? file.truncate(to: length)
      throw error
    }
    if length == 0 { try FileWriter.syncFolder(of: current) }
    try FileWriter.replace(
      folder + "/audit.head", Array("\(entry.sequence) \(line.hash)\n".utf8))
    if file.size > rotateAbove { try rotate() }
  }

  private func wait(for lock: borrowing OpenFile) throws(ReviewError) {
    for _ in 0..<2000 {
      if try lock.lock() { return }
      usleep(5000)
    }
    throw .auditInUse(path: current)
  }

  /// The last entry of the current file, after cutting off a torn end. `nil` where the file is empty.
  private func mend(_ file: borrowing OpenFile) throws(ReviewError) -> AuditHead? {
    let bytes = try file.readTail(Self.longestLine)
    let whole = (bytes.lastIndex(of: 0x0A) ?? -1) + 1
    if whole < bytes.count {
      try FileWriter.keepAside(Array(bytes[whole...]), of: current)
      try file.truncate(to: file.size - (bytes.count - whole))
    }
    guard whole > 0 else { return nil }
    let start = (bytes[..<(whole - 1)].lastIndex(of: 0x0A) ?? -1) + 1
    guard let last = AuditLine.decode(bytes[start..<(whole - 1)]) else {
      throw .damagedAudit(path: current)
    }
    return AuditHead(sequence: last.entry.sequence, hash: last.hash)
  }

  /// Puts the current file aside under the next free number. The next entry begins a new file and goes on with the chain.
  private func rotate() throws(ReviewError) {
    let number = (AuditTrail.olderFiles(in: folder).last.map { $0.number } ?? 0) + 1
    let older = folder + "/" + AuditTrail.name(of: number)
    guard rename(current, older) == 0 else {
      throw .file(path: older, doing: "name it", code: errno)
    }
    try FileWriter.syncFolder(of: older)
  }
}

/// The last entry's number and hash.
struct AuditHead: Equatable {
  let sequence: Int
  let hash: String
}
