/// Writes what was read into the audit log, and says so once where it cannot.

import ArgumentParser
import Foundation
import Imaging
import Review
import Synchronization

/// Which log a command keeps.
struct AuditOptions: ParsableArguments {
  @Option(help: "The folder of the audit log (default: the reader's own).") var audit: String?
  @Flag(help: "Keep no audit log of this run.") var noAudit = false

  func validate() throws {
    guard audit == nil || !noAudit else {
      throw ValidationError("--no-audit and --audit exclude each other.")
    }
  }

  /// - Parameter command: who complains.
  func writer(_ command: String) throws -> AuditWriter? {
    noAudit ? nil : try AuditWriter(audit, command: command)
  }
}

/// A log that the user named must be written, or the film is refused; the reader's own is left with a complaint.
final class AuditWriter: Sendable {
  private let log: AuditLog?
  private let command: String
  private let isAsked: Bool
  private let hasComplained = Mutex(false)

  /// - Parameters:
  ///   - folder: the folder that the user named.
  ///   - isStrict: whether the reader's own log must be written too: where nobody would see a complaint.
  /// - Throws: `ReviewError` when a log that must be written cannot be used.
  init(_ folder: String?, command: String, isStrict: Bool = false) throws {
    self.command = command
    isAsked = folder != nil || isStrict
    do {
      log = try AuditLog(folder ?? Places.audit)
    } catch {
      if isAsked { throw error }
      log = nil
      complain(error)
    }
  }

  /// - Parameters:
  ///   - settled: whether to wait until the entry is on the disk; a run of many films calls `settle` instead.
  ///   - overruled: names of the checks that reject the film, which was read all the same.
  func write(
    _ timed: TimedReading, _ subject: AuditSubject, _ pack: Pack, settled: Bool = true,
    overruled: [String] = []
  ) throws {
    try telling {
      try log?.append(
        AuditEntry(
          timed, of: subject, pack: pack, program: ProgramIdentity.name, overruled: overruled),
        study: subject.study, series: subject.series, instance: subject.instance, settled: settled)
    }
  }

  func write(_ rejected: RejectedInput, _ subject: AuditSubject, _ pack: Pack) throws {
    try telling {
      try log?.append(
        AuditEntry(rejected: rejected, of: subject, pack: pack, program: ProgramIdentity.name),
        study: subject.study, series: subject.series, instance: subject.instance)
    }
  }

  /// - Parameter warning: what was done in spite of it, as a name.
  func write(
    refused error: any Error, input: String?, _ pack: Pack, settled: Bool = true, warning: String? = nil
  ) throws {
    try telling {
      var entry = AuditEntry(refused: error, input: input, pack: pack, program: ProgramIdentity.name)
      if let warning { entry.warnings.append(warning) }
      try log?.append(entry, settled: settled)
    }
  }

  /// Brings what was written to the disk.
  func settle() throws { try telling { try log?.settle() } }

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
    if isFirst { Complaint.print(command, "not recorded in the audit log: \(Complaint.sentence(error))") }
  }
}
