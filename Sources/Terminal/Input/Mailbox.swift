/// Messages from other threads to the one that owns the terminal.

import Glibc
import Synchronization

/// `post` from anywhere; the event source takes. A pipe wakes its `poll`.
package final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  /// Readable while messages may be waiting.
  let readEnd: Int32
  private let writeEnd: Int32

  package init() throws(TerminalError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .cannotRead(what: "a new pipe", code: errno) }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Adds a message and wakes the reader. Never waits.
  package func post(_ message: Message) {
    messages.withLock { $0.append(message) }
    _ = write(writeEnd, [1], 1)
  }

  /// All messages so far, oldest first.
  func take() -> [Message] {
    var drained = [UInt8](repeating: 0, count: 512)
    while read(readEnd, &drained, drained.count) > 0 {}
    return messages.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
