/// The one writer of a session: takes what a reader did, and answers once it is on the disk.

package import Foundation

/// A session file and the session that follows from it.
package actor Store {
  private let executor = QueueExecutor("hilum.store")
  private var journal: Journal
  private let now: @Sendable () -> Date
  private let program: String
  /// Whether the file names the pack in use.
  private var isSeated = false
  package private(set) var session: Session
  /// Where the torn end of an interrupted write was copied to, when opening found one.
  package nonisolated let keptAside: String?

  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Opens or makes the session file and locks it until this store is gone.
  /// - Parameter pack: the hash of the pack in use, written into the file, "" for none; nil while it is not known yet: then
  ///   `sitDown` says it, and a decision made before was made without a pack.
  /// - Throws: `ReviewError`.
  package init(
    _ path: String, program: String, pack: String?, calls: FileCalls = .system,
    now: @escaping @Sendable () -> Date = { Date() }
  ) throws(ReviewError) {
    var opened = try Journal.open(path, calls: calls)
    if let pack {
      try opened.journal.sitDown(Sitting(program: program, pack: pack, time: now()))
      isSeated = true
    }
    self.program = program
    session = opened.session
    keptAside = opened.keptAside
    self.now = now
    journal = opened.journal
  }

  /// The pack is known now. A decision that was made before carries on under the sitting that it was made in.
  /// - Throws: `ReviewError.file`, `.sessionUntrusted`.
  package func sitDown(pack: String) throws(ReviewError) {
    try journal.sitDown(Sitting(program: program, pack: pack, time: now()))
    isSeated = true
  }

  /// Saves one act. When this returns, the decision survives a power cut; when it throws, it was not saved.
  /// - Throws: `ReviewError.cannotUndo`, `.file`, `.sessionUntrusted`.
  package func append(_ act: Act, on study: StudyID) throws(ReviewError) -> Decision {
    let decision = Decision(
      sequence: session.nextSequence, time: JournalLine.written(now()), study: study, act: act)
    try session.check(decision)
    if !isSeated { try sitDown(pack: "") }
    try journal.append(.decision(decision))
    try session.apply(decision)
    return decision
  }
}
