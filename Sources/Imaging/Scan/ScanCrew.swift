/// Threads that do jobs one after another. A job that does not come back is left to its thread, and another thread goes on.

internal import Foundation
internal import Synchronization

/// Threads are started as there is work and end when there is none.
final class ScanCrew: Sendable {
  fileprivate struct Job: Sendable {
    let name: String
    let work: @Sendable () -> Void
  }

  fileprivate struct Running {
    let name: String
    let since: ContinuousClock.Instant
    var isStalled = false
    var isGivenUp = false
  }

  fileprivate struct State {
    var jobs: [Job] = []
    var next = 0
    var running: [Int: Running] = [:]
    var number = 0
    /// Threads that are at work and answer.
    var active = 0
  }

  /// Threads that hang in jobs that do not answer; beyond so many nothing goes on without them.
  private static let mostStalled = 64

  private let width: Int
  private let state = Mutex(State())

  init(width: Int) { self.width = width }

  /// Adds a job behind the others, or before all that wait.
  func add(_ name: String, isNext: Bool = false, _ work: @escaping @Sendable () -> Void) {
    let needsThread = state.withLock { state in
      let job = Job(name: name, work: work)
      if isNext {
        state.jobs.insert(job, at: state.next)
      } else {
        state.jobs.append(job)
      }
      return state.claim(width: width)
    }
    if needsThread { hire() }
  }

  private func hire() {
    Thread.detachNewThread { [self] in
      while let (number, job) = state.withLock({ $0.take(width: width) }) {
        job.work()
        state.withLock { $0.finish(number) }
      }
    }
  }

  /// What `check` found.
  struct Check {
    let stalled: Int
    /// Jobs that have used their last chance, by name; each is named once.
    let givenUp: [String]
  }

  /// Looks for jobs that have not come back within `patience` and puts other threads in their place.
  func check(patience: Duration, lastChance: Duration) -> Check {
    let now = ContinuousClock.now
    let (check, hires) = state.withLock { state -> (Check, Int) in
      var givenUp: [String] = []
      for (number, job) in state.running {
        let age = job.since.duration(to: now)
        if age > patience, !job.isStalled, state.stalled < Self.mostStalled {
          state.running[number]?.isStalled = true
          state.active -= 1
        }
        if age > lastChance, !job.isGivenUp {
          state.running[number]?.isGivenUp = true
          givenUp.append(job.name)
        }
      }
      var hires = 0
      while state.claim(width: width) { hires += 1 }
      let stalled = state.running.values.count { $0.isStalled && !$0.isGivenUp }
      return (Check(stalled: stalled, givenUp: givenUp.sorted()), hires)
    }
    for _ in 0..<hires { hire() }
    return check
  }

  /// Whether nothing is to be done, or only what was given up.
  var isIdle: Bool {
    state.withLock { $0.next == $0.jobs.count && $0.running.values.allSatisfy(\.isGivenUp) }
  }
}

extension ScanCrew.State {
  fileprivate var stalled: Int { running.values.count(where: \.isStalled) }

  /// Whether one more thread is wanted; it counts as active at once.
  fileprivate mutating func claim(width: Int) -> Bool {
    guard active < width, jobs.count - next > active - (running.count - stalled) else { return false }
    active += 1
    return true
  }

  /// The next job; nil where the thread is to end.
  fileprivate mutating func take(width: Int) -> (Int, ScanCrew.Job)? {
    guard next < jobs.count, active <= width else {
      active -= 1
      return nil
    }
    let job = jobs[next]
    next += 1
    if next == jobs.count || next > 4096 {
      jobs.removeFirst(next)
      next = 0
    }
    number += 1
    running[number] = ScanCrew.Running(name: job.name, since: .now)
    return (number, job)
  }

  /// The thread of a stalled job is one too many when it comes back, until `take` sends it home.
  fileprivate mutating func finish(_ number: Int) {
    if running.removeValue(forKey: number)?.isStalled == true { active += 1 }
  }
}
