/// The bytes of a file, mapped into memory without a copy.

internal import Glibc

/// A private, read-only mapping that is closed once, when its last owner goes.
/// A write through it traps; a file that another process shortens while it is mapped does too.
package final class MappedFile {
  package let path: String
  package let bytes: UnsafeRawBufferPointer
  private let descriptor: Int32

  /// - Throws: `WeightError.unreadable` when the path is not a regular, readable file.
  package init(path: String) throws(WeightError) {
    // O_NONBLOCK: opening a pipe must not wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: systemReason()) }
    do throws(WeightError) {
      bytes = try Self.map(descriptor, path)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    self.path = path
  }

  private static func map(_ descriptor: Int32, _ path: String) throws(WeightError) -> UnsafeRawBufferPointer {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: path, reason: systemReason()) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(file: path, reason: "it is not a regular file")
    }
    let length = Int(status.st_size)
    guard length > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let address = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address, address != MAP_FAILED else {
      throw .unreadable(file: path, reason: systemReason())
    }
    return UnsafeRawBufferPointer(start: address, count: length)
  }

  /// Copies the bytes at `offset` without touching the mapping: a file that was shortened meanwhile is an error, not a trap.
  /// - Throws: `WeightError.malformed`, `.unreadable`.
  func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws(WeightError) {
    var done = 0
    while done < target.count, let base = target.baseAddress {
      let count = pread(descriptor, base + done, target.count - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(file: path, reason: systemReason()) }
      guard count > 0 else { throw .malformed(file: path, reason: "it became shorter while it was read") }
      done += count
    }
  }

  deinit {
    close(descriptor)
    guard let base = bytes.baseAddress else { return }
    munmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
  }
}

/// What the operating system says about the call that just failed, e.g. "No such file or directory".
func systemReason() -> String { String(cString: strerror(errno)) }

/// Whether the path names a file that can be read.
func fileExists(_ path: String) -> Bool { access(path, R_OK) == 0 }
