/// The audit log on disk: a folder of files that are only ever added to, shared by all programs of one reader.

internal import Foundation
internal import Synchronization

/// `audit.jsonl` and its older parts `audit-000001.jsonl`…, `audit.head` with the number and hash of the last entry, and
/// `audit.key`, which pseudonyms are made with.
package struct AuditLog: Sendable {
  package let folder: String
  private let memory = Memory()
  /// A file that is larger than this is put aside before the next entry.
  private let rotateAbove: Int

  /// As long as two entries of dozens of labels, and many times as long as one of hundreds.
  private static let usualLine = 1 << 16
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

  /// Adds one entry. Programs that write at the same time wait for one another.
  ///
  /// A torn end, left by a write that was cut short, is copied aside and cut off first. Then the line is written, and then the
  /// head: a head may be behind its log, never ahead.
  /// - Parameters:
  ///   - study, series, instance: DICOM UIDs, kept as keyed hashes alone.
  ///   - settled: whether to return only once the entry is on the disk. An entry that is not settled outlives this process but
  ///     not a loss of power, until `settle` or a settled entry follows.
  /// - Throws: `ReviewError.auditInUse` after ten seconds of waiting, `.damagedAudit`, `.file`.
  package func append(
    _ entry: AuditEntry, study: String? = nil, series: String? = nil, instance: String? = nil,
    settled: Bool = true
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
    entry.system = pseudonym(Self.system)
    entry.pseudonyms = AuditEntry.Pseudonyms(
      study: study.map(pseudonym), series: series.map(pseudonym), instance: instance.map(pseudonym))
    guard let line = try? AuditLine.encode(entry, after: previous?.hash ?? AuditLine.firstPrevious) else {
      throw .notFinite(member: "audit")
    }
    let length = file.size
    do {
      try file.write(line.bytes)
      if settled { try file.sync() }
    } catch {
      try? file.truncate(to: length)
      throw error
    }
    if length == 0 { try FileWriter.syncFolder(of: current) }
    let head = AuditHead(sequence: entry.sequence, hash: line.hash)
    memory.keep(head, endOf: file)
    if settled { try write(head) }
    if file.size > rotateAbove { try rotate(file) }
  }

  /// Brings every entry to the disk, and then the head.
  /// - Throws: as `append`.
  package func settle() throws(ReviewError) {
    guard access(current, F_OK) == 0 else { return }
    let lock = try OpenFile(folder + "/audit.lock", flags: O_RDWR | O_CREAT, doing: "open it")
    try wait(for: lock)
    let file = try OpenFile(current, flags: O_RDWR | O_APPEND, doing: "open it")
    guard let end = try mend(file) else { return }
    try file.sync()
    try write(end)
  }

  private func write(_ head: AuditHead) throws(ReviewError) {
    try FileWriter.replace(folder + "/audit.head", Array("\(head.sequence) \(head.hash)\n".utf8))
  }

  private static let system = "\(NSUserName())@\(ProcessInfo.processInfo.hostName)"

  private func wait(for lock: borrowing OpenFile) throws(ReviewError) {
    for _ in 0..<2000 {
      if try lock.lock() { return }
      usleep(5000)
    }
    throw .auditInUse(path: current)
  }

  /// The last entry of the current file, after cutting off a torn end. `nil` where the file is empty.
  private func mend(_ file: borrowing OpenFile) throws(ReviewError) -> AuditHead? {
    if let known = memory.head(endOf: file) { return known }
    var (bytes, length) = ([UInt8](), Self.usualLine)
    // A line that is whole stands between two newlines, or begins the file.
    repeat {
      bytes = try file.readTail(length)
      length *= 8
    } while bytes.count < min(file.size, Self.longestLine) && bytes.count(where: { $0 == 0x0A }) < 2
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
  private func rotate(_ file: borrowing OpenFile) throws(ReviewError) {
    try file.sync()
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

/// The last entry that this process wrote, and where the log ended then: while it still ends there, its end need not be read.
private final class Memory: Sendable {
  private let end = Mutex<(inode: UInt64, size: Int, head: AuditHead)?>(nil)

  func keep(_ head: AuditHead, endOf file: borrowing OpenFile) {
    let (inode, size) = (file.inode, file.size)
    end.withLock { $0 = (inode, size, head) }
  }

  func head(endOf file: borrowing OpenFile) -> AuditHead? {
    let (inode, size) = (file.inode, file.size)
    return end.withLock { $0.flatMap { $0.inode == inode && $0.size == size ? $0.head : nil } }
  }
}
