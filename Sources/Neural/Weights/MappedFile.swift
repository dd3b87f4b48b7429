/// The bytes of a file, mapped into memory without a copy.

internal import CMapped
internal import Glibc

/// A private, read-only mapping that is closed once, when its last owner goes. A write through it traps. What a file that
/// was shortened meanwhile no longer has reads as zeros: after reading, ask `isChanged`.
package final class MappedFile {
  package let path: String
  package let bytes: UnsafeRawBufferPointer
  private let descriptor: Int32
  /// When the file was last written before it was mapped.
  private let written: timespec

  /// - Throws: `WeightError.unreadable` when the path is not a regular, readable file.
  package init(path: String) throws(WeightError) {
    // O_NONBLOCK: opening a pipe must not wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: systemReason()) }
    do throws(WeightError) {
      (bytes, written) = try Self.map(descriptor, path)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    self.path = path
  }

  private static func map(
    _ descriptor: Int32, _ path: String
  ) throws(WeightError) -> (UnsafeRawBufferPointer, written: timespec) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: path, reason: systemReason()) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(file: path, reason: "it is not a regular file")
    }
    let length = Int(status.st_size)
    guard length > 0 else { return (UnsafeRawBufferPointer(start: nil, count: 0), status.st_mtim) }
    guard let address = mapped_open(descriptor, length) else {
      throw .unreadable(file: path, reason: systemReason())
    }
    return (UnsafeRawBufferPointer(start: address, count: length), status.st_mtim)
  }

  /// Whether the file was written or became shorter since it was mapped: what was read of it may be anything, or zeros.
  var isChanged: Bool {
    var status = stat()
    return fstat(descriptor, &status) != 0 || Int(status.st_size) != bytes.count
      || status.st_mtim.tv_sec != written.tv_sec || status.st_mtim.tv_nsec != written.tv_nsec
      || bytes.baseAddress.map { mapped_is_cut($0) != 0 } ?? false
  }

  /// Says that these bytes are not needed soon: their pages stop counting as this process's memory.
  func forget(_ part: UnsafeRawBufferPointer) {
    let page = sysconf(Int32(_SC_PAGESIZE))
    guard let base = part.baseAddress else { return }
    let start = (Int(bitPattern: base) + page - 1) / page * page
    let end = (Int(bitPattern: base) + part.count) / page * page
    if start < end { madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_DONTNEED) }
  }

  deinit {
    close(descriptor)
    if let base = bytes.baseAddress { mapped_close(base) }
  }
}

/// What the operating system says about the call that just failed, e.g. "No such file or directory".
func systemReason() -> String { String(cString: strerror(errno)) }

/// Whether the path names a file that can be read.
func fileExists(_ path: String) -> Bool { access(path, R_OK) == 0 }
