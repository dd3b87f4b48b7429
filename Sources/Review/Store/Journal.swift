/// The session file: JSON lines that are only ever added to, each on the disk before anyone hears that it is saved.

internal import Foundation

/// One open session file, locked for as long as this value lives.
struct Journal: ~Copyable {
  /// No session of a human reader comes near this.
  static let limit = 1 << 30

  private let file: OpenFile
  private var length: Int
  private var lastHash: String
  /// The last sitting that the file names.
  private var sitting: Sitting?
  /// Set once a failure leaves the file's end unknown: from then on nothing is written.
  private var isTrusted = true

  /// What opening found.
  struct Opened: ~Copyable {
    var journal: Journal
    let session: Session
    /// The copy of a torn end, when there was one.
    let keptAside: String?
  }

  private init(_ file: consuming OpenFile, length: Int, lastHash: String, sitting: Sitting?) {
    self.file = file
    self.sitting = sitting
    self.length = length
    self.lastHash = lastHash
  }

  /// Opens the file or makes it (mode 0600, in folders of mode 0700), takes the lock, cuts off a torn end after
  /// copying it to a file beside.
  /// - Throws: `ReviewError.sessionInUse`, `.notASession`, `.newerSession`, `.damagedSession`, `.file`.
  static func open(
    _ path: String, calls: FileCalls = .system
  ) throws(ReviewError) -> Opened {
    try FileWriter.makeFolder((path as NSString).deletingLastPathComponent.nonEmpty ?? ".")
    let file = try OpenFile(path, flags: O_RDWR | O_CREAT | O_APPEND, doing: "open it", calls: calls)
    guard try file.lock() else {
      throw .sessionInUse(path: path, process: lockHolder(inode: file.inode))
    }
    let bytes = try file.readAll(limit: limit)
    let contents = try JournalContents(bytes, path: path)
    if case .damaged(let line) = contents.ending { throw .damagedSession(path: path, line: line) }
    try file.makePrivate()
    var keptAside: String?
    var length = contents.wholeBytes
    switch contents.ending {
    case .torn:
      keptAside = try FileWriter.keepAside(Array(bytes[contents.wholeBytes...]), of: path)
      try file.truncate(to: contents.wholeBytes)
    case .unterminated:
      try file.write([0x0A])
      length += 1
    case .clean, .damaged: break
    }
    let journal = Journal(
      file, length: length, lastHash: contents.lastHash, sitting: contents.sittings.last)
    if contents.sittings.isEmpty { try FileWriter.syncFolder(of: path) }
    return Opened(journal: journal, session: contents.session, keptAside: keptAside)
  }

  /// Notes who sits down with what, if program or pack are others than the file names last.
  /// - Throws: as `append`.
  mutating func sitDown(_ sitting: Sitting) throws(ReviewError) {
    guard self.sitting?.program != sitting.program || self.sitting?.pack != sitting.pack else { return }
    try append(.sitting(sitting))
    self.sitting = sitting
  }

  /// Adds one line. When this returns, the line is on the disk; when it throws, it is not in the file.
  /// - Throws: `ReviewError.file`; `.sessionUntrusted` after a failure that left the end of the file unknown.
  mutating func append(_ entry: JournalEntry) throws(ReviewError) {
    guard isTrusted else { throw .sessionUntrusted(path: file.path) }
    guard let line = try? JournalLine.encode(entry, after: lastHash) else {
      preconditionFailure("a decision is always encodable")
    }
    do {
      try file.write(line.bytes)
    } catch {
      // Part of the line may be in the file: cut it off, so that the next append can succeed.
      do { try file.truncate(to: length) } catch { isTrusted = false }
      throw error
    }
    do {
      try file.sync()
    } catch {
      // The kernel may have dropped the pages: what the disk holds is known only after reading it again.
      isTrusted = false
      try? file.truncate(to: length)
      throw error
    }
    length += line.bytes.count
    lastHash = line.hash
  }

  /// The process that holds the lock on a file, from the kernel's own list (proc(5), /proc/locks).
  private static func lockHolder(inode: UInt64) -> Int32? {
    guard let list = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else { return nil }
    for line in list.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count >= 6, fields[1] == "FLOCK", fields[5].hasSuffix(":\(inode)") else { continue }
      return Int32(fields[4])
    }
    return nil
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
