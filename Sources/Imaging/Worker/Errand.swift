/// Work on a thread of its own, while this one waits for something else.

internal import Dispatch
internal import Foundation
internal import Synchronization

/// One value that is worked out elsewhere.
final class Errand<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let done = DispatchSemaphore(value: 0)

  init(_ work: @escaping @Sendable () -> Value) {
    Thread.detachNewThread { [self] in
      let made = work()
      value.withLock { $0 = made }
      done.signal()
    }
  }

  /// Waits for the value and hands it over, once.
  func take() -> Value? {
    done.wait()
    return value.withLock { value in
      defer { value = nil }
      return value
    }
  }
}
