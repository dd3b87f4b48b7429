/// Writes what was read into the audit log, and says so once where it cannot.

import Foundation
import Imaging
import Review
import Synchronization

/// A log that the user named must be written, or the film is refused; the reader's own is left with a complaint.
final class AuditWriter: Sendable {
  /// The program by the hash of its binary: which build spoke.
  private static let program =
    "hilum " + ((try? SHA256.hash(file: "/proc/self/exe").prefix(16)).map(String.init) ?? "unknown")
  private let log: AuditLog?
  private let isAsked: Bool
  private let hasComplained = Mutex(false)

  /// - Parameter folder: the folder that the user named.
  /// - Throws: `ReviewError` when that cannot be used.
  init(_ folder: String?) throws {
    isAsked = folder != nil
    if let folder {
      log = try AuditLog(folder)
      return
    }
    do {
      log = try AuditLog(Places.audit)
    } catch {
      log = nil
      complain(error)
    }
  }

  func write(_ timed: TimedReading, _ film: Film, _ pack: Pack) throws {
    let metadata = film.metadata
    try telling {
      try log?.append(
        AuditEntry(timed, film: film, pack: pack, program: Self.program),
        study: metadata.studyInstanceUID, series: metadata.seriesInstanceUID,
        instance: metadata.sopInstanceUID)
    }
  }

  func write(refused error: any Error, input: String?, _ pack: Pack) throws {
    try telling {
      try log?.append(AuditEntry(refused: error, input: input, pack: pack, program: Self.program))
    }
  }

  private func telling(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      if isAsked { throw error }
      complain(error)
    }
  }

  private func complain(_ error: any Error) {
    let isFirst = hasComplained.withLock { complained in
      defer { complained = true }
      return !complained
    }
    if isFirst { Complaint.print("read", "not recorded in the audit log: \(Complaint.sentence(error))") }
  }
}
