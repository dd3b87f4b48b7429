/// The bytes of a file, mapped into memory without a copy.

internal import Glibc

/// A private, read-only mapping that is closed once, when its last owner goes.
/// A write through it traps; a file that another process shortens while it is mapped does too.
package final class MappedFile {
  package let path: String
  package let bytes: UnsafeRawBufferPointer

  /// - Throws: `WeightError.unreadable` when the path is not a regular, readable file.
  package init(path: String) throws(WeightError) {
    // O_NONBLOCK: opening a pipe must not wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: systemReason()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: path, reason: systemReason()) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(file: path, reason: "it is not a regular file")
    }
    let length = Int(status.st_size)
    self.path = path
    guard length > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let address = mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address, address != MAP_FAILED else {
      throw .unreadable(file: path, reason: systemReason())
    }
    bytes = UnsafeRawBufferPointer(start: address, count: length)
  }

  deinit {
    guard let base = bytes.baseAddress else { return }
    munmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
  }
}

/// What the operating system says about the call that just failed, e.g. "No such file or directory".
func systemReason() -> String { String(cString: strerror(errno)) }

/// Whether the path names a file that can be read.
func fileExists(_ path: String) -> Bool { access(path, R_OK) == 0 }
