/// Bytes to the terminal, all of them.

import Glibc

enum Output {
  /// Writes everything, waiting where the terminal is slow. False if the terminal is gone.
  @discardableResult
  static func write(_ bytes: [UInt8], to descriptor: Int32 = 1) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
        if count > 0 {
          done += count
        } else if errno == EAGAIN {
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&ready, 1, -1)
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }

  /// Writes in pieces of 16 KiB and asks before each whether to stop; false if it did stop (or the terminal is gone).
  static func write(_ bytes: [UInt8], isInterrupted: () -> Bool) -> Bool {
    for start in stride(from: 0, to: bytes.count, by: 16_384) {
      if isInterrupted() { return false }
      if !write(Array(bytes[start..<min(bytes.count, start + 16_384)])) { return false }
    }
    return true
  }

  static func write(_ text: String) { write(Array(text.utf8)) }

  /// Cursor position, counted from 0 (CUP counts from 1).
  static func cursor(row: Int, column: Int) -> [UInt8] { Array("\u{1B}[\(row + 1);\(column + 1)H".utf8) }
}
