/// How many threads a pass may use, and the one way in which it spreads work over them.

internal import CKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Passed down to every layer. Work is cut by shape and thread count alone and each piece is computed in one piece, so
/// results are bit-identical for a given thread count, whichever thread does what.
package struct Threads: Sendable, Equatable {
  package let count: Int

  /// - Parameter count: at least 1; by default one thread for each processor that is online.
  package init(_ count: Int = Threads.processors) {
    precondition(count >= 1, "at least one thread")
    self.count = count
  }

  package static let one = Threads(1)

  /// The number of processors that are online.
  package static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Calls `body` with 0..<tasks, on up to `count` threads; returns when all are done.
  package func parallel(_ tasks: Int, _ body: (Int) -> Void) {
    parallel(tasks, withWorker: { task, _ in body(task) })
  }

  /// As above, with the number of the worker that does the task: below `count`, and no two at a time have the same.
  package func parallel(_ tasks: Int, withWorker body: (_ task: Int, _ worker: Int) -> Void) {
    guard count > 1, tasks > 1 else {
      for task in 0..<max(tasks, 0) { body(task, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      var body = body
      withUnsafeMutablePointer(to: &body) { body in
        hk_parallel(
          count, tasks,
          { context, task, worker in
            context?.assumingMemoryBound(to: ((Int, Int) -> Void).self).pointee(task, worker)
          }, body)
      }
    }
  }

  /// Cuts 0..<rows into even ranges of at most `atMost`, a multiple of the thread count where there are rows enough.
  package func tiles(_ rows: Int, atMost: Int) -> [Range<Int>] {
    guard rows > 0 else { return [] }
    let least = (rows + atMost - 1) / atMost
    let even = (least + count - 1) / count * count
    let tiles = min(rows, rows >= 8 * even ? even : least)
    return (0..<tiles).map { ($0 * rows / tiles)..<(($0 + 1) * rows / tiles) }
  }
}
