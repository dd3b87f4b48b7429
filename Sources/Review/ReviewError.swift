/// What can go wrong between a pack, a film and a session file. Facts only; `ReviewError+Sentence.swift` words them.

package import Neural

package enum ReviewError: Error, Equatable, Sendable {
  /// A system call failed on a file; `code` is errno.
  case file(path: String, doing: String, code: Int32)
  case notARegularFile(path: String)
  case tooLarge(path: String, bytes: Int, limit: Int)
  case exists(path: String)
  /// What was read back is not what was written.
  case notStored(path: String)
  /// A key file that others may read.
  case keyNotPrivate(path: String)
  case keyTooShort(path: String, bytes: Int)

  case sessionInUse(path: String, process: Int32?)
  case notASession(path: String)
  case newerSession(path: String, schema: String)
  case damagedSession(path: String, line: Int)
  /// An earlier write or sync failed in a way that leaves the file's end unknown.
  case sessionUntrusted(path: String)
  /// There is no audit log in the folder; another program does not let go of it; a line of it is damaged.
  case auditMissing(folder: String)
  case auditInUse(path: String)
  case damagedAudit(path: String)
  case outOfOrder(expected: Int, found: Int)
  case cannotUndo(sequence: Int)
  case nothingToExport(path: String)
  /// A table needs a calibrated probability of this label for every film.
  case exportLacks(table: String, label: String)
  /// A table without a place for what must be said of eight-bit numbers.
  case exportCannotSay(table: String)

  case packMissing(folder: String)
  case packKeyMissing(key: String)
  case packKeyUnknown(key: String)
  case packValue(key: String, wanted: String)
  /// A file name that is not plain letters, digits, dots, dashes and underscores.
  case packFileName(String)
  case packMismatch(file: String, expected: String, found: String)
  case weights(member: String, WeightError)
  case notFinite(member: String)
  case labelUnknown(String, known: [String])
  case memberUnknown(String, known: [String])
  case allSwitchedOff
  /// Gating by "Normal" was asked of a pack without that label.
  case gatingNeedsNormal
}
