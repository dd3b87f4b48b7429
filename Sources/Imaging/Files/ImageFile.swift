/// Reads whole files without ever blocking on a pipe, and writes them so that a reader sees the old or the new one.

import Glibc

/// Whole-file reading and atomic writing.
package enum ImageFile {
  /// The bytes of the regular file at `path`.
  package static func read(_ path: String, limits: DecodeLimits = .standard) throws(ImagingError) -> [UInt8] {
    let file = try Opened(path)
    guard file.size <= limits.fileBytes else {
      throw .fileTooLarge(bytes: file.size, limit: limits.fileBytes)
    }
    return try file.start(upTo: file.size)
  }

  /// A regular file, open for reading.
  struct Opened: ~Copyable {
    private let descriptor: Int32
    let size: Int

    init(_ path: String) throws(ImagingError) {
      descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
      guard descriptor >= 0 else { throw .unreadable(reason(errno)) }
      var status = stat()
      guard fstat(descriptor, &status) == 0 else {
        let code = errno
        close(descriptor)
        throw .unreadable(reason(code))
      }
      guard status.st_mode & S_IFMT == S_IFREG else {
        close(descriptor)
        throw .notARegularFile
      }
      size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// The first bytes of the file, at most so many.
    func start(upTo limit: Int) throws(ImagingError) -> [UInt8] {
      var failure: Int32 = 0
      let wanted = min(limit, size)
      let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        count = 0
        while count < wanted, let base = buffer.baseAddress {
          let got = pread(descriptor, base + count, wanted - count, off_t(count))
          if got < 0 && errno == EINTR { continue }
          if got < 0 { failure = errno }
          if got <= 0 { break }
          count += got
        }
      }
      guard failure == 0 else { throw .unreadable(reason(failure)) }
      return bytes
    }
  }

  /// Writes `bytes` to a new private file beside `path`, flushes it to disk and renames it over `path` (mode 0600).
  package static func write(_ bytes: [UInt8], to path: String) throws(ImagingError) {
    let scratch = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max)).part"
    let descriptor = open(scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unwritable(reason(errno)) }
    let failure = fill(descriptor, bytes)
    guard close(descriptor) == 0, failure == 0, rename(scratch, path) == 0 else {
      let cause = failure != 0 ? failure : errno
      unlink(scratch)
      throw .unwritable(reason(cause))
    }
  }

  /// Writes and flushes everything; the error number, or 0.
  private static func fill(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, let base = buffer.baseAddress {
        let put = Glibc.write(descriptor, base + done, buffer.count - done)
        if put < 0 && errno == EINTR { continue }
        if put <= 0 { return put < 0 ? errno : EIO }
        done += put
      }
      return fsync(descriptor) == 0 ? 0 : errno
    }
  }

}

private func reason(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
