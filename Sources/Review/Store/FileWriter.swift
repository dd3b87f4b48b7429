/// Whole files that are either there, complete and on the disk, or not there at all.

internal import Foundation

package enum FileWriter {
  /// Writes a new file of mode 0600: to a temporary beside it, to the disk, under its name, and read back.
  /// - Throws: `ReviewError.exists` when the name is taken, `.notStored` when it reads back differently, `.file`.
  package static func create(_ path: String, _ bytes: [UInt8]) throws(ReviewError) {
    let temporary = temporary(beside: path)
    defer { unlink(temporary) }
    try store(bytes, at: temporary)
    // A hard link, unlike a rename, never replaces what is there.
    guard link(temporary, path) == 0 else {
      throw errno == EEXIST ? .exists(path: path) : .file(path: path, doing: "name it", code: errno)
    }
    try syncFolder(of: path)
    guard try OpenFile(reading: path).readAll(limit: bytes.count) == bytes else {
      throw .notStored(path: path)
    }
  }

  /// Writes a file in place of an older one, with the same promises.
  package static func replace(_ path: String, _ bytes: [UInt8]) throws(ReviewError) {
    let temporary = temporary(beside: path)
    defer { unlink(temporary) }
    try store(bytes, at: temporary)
    guard rename(temporary, path) == 0 else { throw .file(path: path, doing: "name it", code: errno) }
    try syncFolder(of: path)
    guard try OpenFile(reading: path).readAll(limit: bytes.count) == bytes else {
      throw .notStored(path: path)
    }
  }

  /// A name that no other writer uses, in this process or another.
  private static func temporary(beside path: String) -> String {
    "\(path).\(getpid())-\(UInt32.random(in: .min ... .max)).partial"
  }

  /// Makes a folder of mode 0700 and those above it; one that is there is kept as it is.
  package static func makeFolder(_ path: String) throws(ReviewError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, path.contains("/") else {
      throw .file(path: path, doing: "make the folder", code: errno)
    }
    let parent = (path as NSString).deletingLastPathComponent
    guard parent != path, !parent.isEmpty else {
      throw .file(path: path, doing: "make the folder", code: ENOENT)
    }
    try makeFolder(parent)
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw .file(path: path, doing: "make the folder", code: errno)
    }
  }

  /// Copies a torn end to `PATH.torn-N`, the first N that is free.
  @discardableResult
  static func keepAside(_ bytes: [UInt8], of path: String) throws(ReviewError) -> String {
    for number in 1...999 {
      let copy = "\(path).torn-\(number)"
      do {
        try create(copy, bytes)
        return copy
      } catch ReviewError.exists {
        continue
      }
    }
    throw .exists(path: "\(path).torn-999")
  }

  /// Brings a name, not only the bytes under it, to the disk.
  static func syncFolder(of path: String) throws(ReviewError) {
    let folder = (path as NSString).deletingLastPathComponent
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file(path: path, doing: "open its folder", code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw .file(path: path, doing: "bring its name to the disk", code: errno)
    }
  }

  private static func store(_ bytes: [UInt8], at path: String) throws(ReviewError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    let file = try OpenFile(path, flags: flags, doing: "create it")
    try file.makePrivate()
    if !bytes.isEmpty { try file.write(bytes) }
    try file.sync()
  }
}
