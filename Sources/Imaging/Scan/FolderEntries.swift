/// What lies in a folder, told apart without opening anything that could block.

internal import Glibc

/// What a name in a file system stands for, links followed.
package enum EntryKind: Equatable, Sendable {
  case file
  case folder
  case special(SkipReason)
  case missing

  init(path: String) {
    var status = stat()
    if stat(path, &status) == 0 {
      self.init(mode: status.st_mode)
    } else {
      self = errno == ENOENT || errno == ENOTDIR ? .missing : .special(.unreadable(Self.words(errno)))
    }
  }

  private init(mode: mode_t) {
    self =
      switch mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFIFO: .special(.pipe)
      case S_IFSOCK: .special(.socket)
      default: .special(.device)
      }
  }

  static func words(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
}

package struct FolderEntry: Equatable, Sendable {
  package let name: String
  package let kind: EntryKind
}

/// A folder by what it is and not by how it is called.
struct FolderIdentity: Hashable, Sendable {
  private let device: dev_t
  private let node: ino_t

  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, node) = (status.st_dev, status.st_ino)
  }
}

enum FolderEntries {
  /// Entries that are sorted and told of together. A folder of so many is listed within some tens of milliseconds.
  static let batch = 20_000

  /// Lists a folder in batches, each in the order of names; hidden entries are left out.
  /// - Returns: why it cannot be listed; nil where it was.
  static func list(_ folder: String, _ tell: ([FolderEntry]) -> Void) -> SkipReason? {
    guard let stream = opendir(folder) else { return .unreadable(EntryKind.words(errno)) }
    defer { closedir(stream) }
    var entries: [FolderEntry] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard !name.hasPrefix(".") else { continue }
      entries.append(FolderEntry(name: name, kind: kind(Int32(entry.pointee.d_type), folder + "/" + name)))
      if entries.count == batch {
        tell(entries.sorted { $0.name < $1.name })
        entries = []
      }
    }
    tell(entries.sorted { $0.name < $1.name })
    return nil
  }

  private static func kind(_ type: Int32, _ path: String) -> EntryKind {
    switch type {
    case Int32(DT_REG): return .file
    case Int32(DT_DIR): return .folder
    case Int32(DT_FIFO): return .special(.pipe)
    case Int32(DT_SOCK): return .special(.socket)
    case Int32(DT_CHR), Int32(DT_BLK): return .special(.device)
    default:
      let kind = EntryKind(path: path)
      if kind == .special(.unreadable(EntryKind.words(ELOOP))) { return .special(.listedBefore) }
      return kind == .missing ? .special(.brokenLink) : kind
    }
  }
}
