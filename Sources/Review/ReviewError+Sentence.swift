/// The words for what went wrong: one line that says what, where, and what to try.

internal import Foundation
internal import Neural

extension ReviewError {
  package var sentence: String {
    switch self {
    case .file(let path, let doing, let code):
      "\(name(path)): could not \(doing): \(String(cString: strerror(code))).\(remedy(code))"
    case .notARegularFile(let path):
      "\(name(path)) is not a regular file: give the path of a file."
    case .tooLarge(let path, let bytes, let limit):
      "\(name(path)) has \(bytes) bytes and the limit is \(limit): check that it is the file you mean."
    case .exists(let path):
      "\(name(path)) is there already and is not overwritten: choose another name."
    case .notStored(let path):
      "\(name(path)) reads back differently from what was written: the disk may be failing; write it elsewhere."
    case .keyNotPrivate(let path):
      "\(name(path)) may be read by others, so it is no secret: make a new key, or chmod 600 it if it never was shared."
    case .keyTooShort(let path, let bytes):
      "\(name(path)) is too short for a key: give a file of at least \(bytes) random bytes, or a new name to have one made."
    case .sessionInUse(let path, let process):
      "\(name(path)) is in use by \(process.map { "process \($0)" } ?? "another program"): close it there or choose another session."
    case .notASession(let path):
      "\(name(path)) is not a session file and was left untouched: choose another name."
    case .newerSession(let path, let schema):
      "\(name(path)) has the schema \(schema), which this program does not know: open it with a newer hilum."
    case .damagedSession(let path, let line):
      "\(name(path)) is damaged in line \(line) and was left untouched: restore a copy, or start another session."
    case .sessionUntrusted(let path):
      "\(name(path)): an earlier write failed, so nothing more is written to it: quit and open the session again."
    case .auditMissing(let folder):
      "\(name(folder)) holds no audit log: give the folder of one, or read a film first."
    case .auditInUse(let path):
      "\(name(path)) is in use by another program that does not let go of it: end that program and read again."
    case .damagedAudit(let path):
      "\(name(path)) is damaged at its end and nothing is added to it: run `hilum audit verify`, then move the folder aside."
    case .outOfOrder(let expected, let found):
      "Decision \(found) stands where \(expected) belongs."
    case .cannotUndo(let sequence):
      "Decision \(sequence) cannot be taken back: it is not there, or was taken back already."
    case .nothingToExport(let path):
      "\(name(path)) holds no decision yet, so there is nothing to export."
    case .exportCannotSay(let table):
      "\(table) has no place to say that the networks computed in 8 bits. Read the films in float32, or choose another form."
    case .exportLacks(let table, let label):
      "\(table) needs a calibrated probability of \(label) for every film. Read all of them with a pack that has its labels."
    case .packMissing(let folder):
      "\(name(folder)) holds no pack.toml: give the folder of a model pack, or make one with `hilum pack`."
    case .packKeyMissing(let key):
      "pack.toml lacks the key \(key): add it, or make the pack again."
    case .packKeyUnknown(let key):
      "pack.toml has the key \(key), which is not known: check its spelling or remove it."
    case .packValue(let key, let wanted):
      "pack.toml: \(key) has to be \(wanted)."
    case .packFileName(let file):
      "The pack names the file '\(file)': only plain names of letters, digits, dots and dashes are allowed."
    case .packMismatch(let file, let expected, let found):
      "\(file) of the pack has the hash \(found.prefix(12))… instead of the pinned \(expected.prefix(12))…: it was changed or damaged; fetch the pack again."
    case .weights(let member, let error):
      "Member \(member) of the pack: \(error.description)"
    case .notFinite(let member):
      "Member \(member) yields a value that is not a number on this film: the film is not analysed."
    case .labelUnknown(let name, let known):
      "The label '\(name)' cannot be left out: the weights have \(known.joined(separator: ", ")), and one must stay."
    case .memberUnknown(let name, let known):
      "The pack has no member '\(name)': it has \(known.joined(separator: ", "))."
    case .allSwitchedOff:
      "Every member of the pack is switched off: leave at least one."
    case .gatingNeedsNormal:
      "The pack has no label \"Normal\" to gate by: ask for no post-processing."
    }
  }

  /// The last component: the folders above it may carry names that do not belong on a screen.
  private func name(_ path: String) -> String { (path as NSString).lastPathComponent }

  private func remedy(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: " Free some space and repeat the last step."
    case EACCES, EPERM, EROFS: " Check that you may write there, or choose another place."
    case ENOENT: " Check the path."
    default: ""
    }
  }
}
