/// Background work in the order in which it is wanted, one piece at a time.

import Synchronization

/// Requests that wait for one worker. What is taken back before its turn never runs.
final class Backlog<Request: Hashable & Sendable>: Sendable {
  private let waiting = Mutex<[Request]>([])
  private let rings: AsyncStream<Void>
  private let bell: AsyncStream<Void>.Continuation

  init() {
    (rings, bell) = AsyncStream.makeStream(of: Void.self)
  }

  func add(_ request: Request) {
    waiting.withLock { $0.append(request) }
    bell.yield()
  }

  /// Takes back what matches.
  func cancel(_ isUnwanted: (Request) -> Bool) {
    waiting.withLock { $0.removeAll(where: isUnwanted) }
  }

  /// Performs requests for ever, the one with the lowest `urgency` first, equal ones in the order of their arrival.
  func work(urgency: (Request) -> Int = { _ in 0 }, perform: (Request) async -> Void) async {
    for await _ in rings {
      let next = waiting.withLock { waiting -> Request? in
        let index = waiting.indices.min { (urgency(waiting[$0]), $0) < (urgency(waiting[$1]), $1) }
        return index.map { waiting.remove(at: $0) }
      }
      if let next { await perform(next) }
    }
  }
}
