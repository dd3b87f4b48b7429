/// An open file that closes once, with every failed system call turned into a fact.

internal import Foundation

/// The three calls whose failure a session must survive; tests put failing ones in their place.
package struct FileCalls: Sendable {
  package var write: @Sendable (Int32, UnsafeRawPointer, Int) -> Int
  package var sync: @Sendable (Int32) -> Int32
  package var truncate: @Sendable (Int32, Int) -> Int32

  package static let system = FileCalls(
    write: { Foundation.write($0, $1, $2) }, sync: { fsync($0) }, truncate: { ftruncate($0, $1) })

  package init(
    write: @escaping @Sendable (Int32, UnsafeRawPointer, Int) -> Int,
    sync: @escaping @Sendable (Int32) -> Int32,
    truncate: @escaping @Sendable (Int32, Int) -> Int32
  ) {
    self.write = write
    self.sync = sync
    self.truncate = truncate
  }
}

/// A file descriptor of a regular file.
struct OpenFile: ~Copyable {
  let path: String
  private let descriptor: Int32
  private let calls: FileCalls

  /// Opens an existing file for reading. A pipe or a device is refused without blocking.
  init(reading path: String) throws(ReviewError) {
    try self.init(path, flags: O_RDONLY, doing: "open it")
  }

  /// - Throws: `ReviewError.file` or `.notARegularFile`.
  init(_ path: String, flags: Int32, doing: String, calls: FileCalls = .system) throws(ReviewError) {
    let descriptor = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw .file(path: path, doing: doing, code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, (status.st_mode & S_IFMT) == S_IFREG else {
      close(descriptor)
      throw .notARegularFile(path: path)
    }
    self.path = path
    self.descriptor = descriptor
    self.calls = calls
  }

  /// Unlocks by name: a process that was being started at this moment may share the descriptor, and would keep the lock.
  deinit {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  private var status: stat {
    var status = stat()
    fstat(descriptor, &status)
    return status
  }

  var size: Int { Int(status.st_size) }
  /// Belongs to this user, and nobody else may do anything with it.
  var isPrivate: Bool { status.st_mode & 0o077 == 0 && status.st_uid == geteuid() }
  var inode: UInt64 { UInt64(status.st_ino) }

  /// Reads on from the current place; 0 at the end.
  func read(into buffer: inout [UInt8]) throws(ReviewError) -> Int {
    while true {
      let count = buffer.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { return count }
      guard errno == EINTR else { throw failure("read it") }
    }
  }

  /// Everything from the current place on.
  /// - Throws: `ReviewError.tooLarge` above `limit` bytes.
  func readAll(limit: Int) throws(ReviewError) -> [UInt8] {
    guard size <= limit else { throw .tooLarge(path: path, bytes: size, limit: limit) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try read(into: &buffer)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= limit else { throw .tooLarge(path: path, bytes: bytes.count, limit: limit) }
    }
  }

  /// The last `count` bytes, or all of them where there are fewer.
  func readTail(_ count: Int) throws(ReviewError) -> [UInt8] {
    let start = max(0, size - count)
    guard lseek(descriptor, off_t(start), SEEK_SET) >= 0 else { throw failure("read it") }
    return try readAll(limit: Int.max)
  }

  /// Writes all bytes by one call, repeated only where a signal came before anything was written.
  /// - Throws: `ReviewError.file`; a short write is a full disk.
  func write(_ bytes: [UInt8]) throws(ReviewError) {
    while true {
      let count = bytes.withUnsafeBytes { bytes in
        bytes.baseAddress.map { calls.write(descriptor, $0, bytes.count) } ?? 0
      }
      if count == bytes.count { return }
      guard count < 0 else { throw .file(path: path, doing: "write to it", code: ENOSPC) }
      guard errno == EINTR else { throw failure("write to it") }
    }
  }

  /// Returns once the bytes are on the disk.
  func sync() throws(ReviewError) {
    guard calls.sync(descriptor) == 0 else { throw failure("bring it to the disk") }
  }

  func truncate(to size: Int) throws(ReviewError) {
    guard calls.truncate(descriptor, size) == 0 else { throw failure("shorten it") }
  }

  /// Readable and writable by its owner alone, whatever the umask.
  func makePrivate() throws(ReviewError) {
    guard fchmod(descriptor, 0o600) == 0 else { throw failure("make it private") }
  }

  /// Takes the exclusive lock; `false` when another open file holds it.
  func lock() throws(ReviewError) -> Bool {
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    guard errno == EWOULDBLOCK else { throw failure("lock it") }
    return false
  }

  private func failure(_ doing: String) -> ReviewError { .file(path: path, doing: doing, code: errno) }
}
