/// Looks for films in files, folders, lists and patterns, and tells of them while it goes on.

internal import Foundation
internal import Synchronization

/// How a scan looks at a disk. Tests have disks that do not answer.
package struct ScanDisk: Sendable {
  package var list: @Sendable (_ folder: String, _ tell: ([FolderEntry]) -> Void) -> SkipReason?
  package var header: @Sendable (_ path: String) -> Result<FilmHeader, ImagingError>

  package static let system = ScanDisk(
    list: { FolderEntries.list($0, $1) }, header: { FilmHeader.read($0) })
}

/// One search. Folders are listed one after another, in the order of names, files before subfolders; headers are read by
/// several threads at the same time. A folder or file that does not answer stops nothing but itself.
package final class FilmScan: Sendable {
  package struct Settings: Sendable {
    /// Whether headers are read, or films only listed.
    package var readsHeaders = true
    package var headerThreads = 4
    /// After so long others go on without a folder or a file.
    package var patience = Duration.seconds(1)
    /// After so long it is passed over.
    package var lastChance = Duration.seconds(30)

    package init() {}
  }

  private struct Progress {
    var films = 0
    var folders: Set<FolderIdentity> = []
    var stalled = 0
    /// Whether standard input may still name films.
    var isListening = false
    var isFinished = false
  }

  private let paths: [String]
  private let input: Int32
  private let settings: Settings
  private let disk: ScanDisk
  private let lister = ScanCrew(width: 1)
  private let readers: ScanCrew
  private let progress = Mutex(Progress())
  private let tell: @Sendable (ScanEvent) -> Void

  /// - Parameters:
  ///   - paths: files, folders, CSV lists, DICOMDIRs and patterns; `-` stands for lines of them from `input`.
  ///   - tell: called from several threads, one at a time, with films numbered in the order in which it hears of them.
  package init(
    _ paths: [String], input: Int32 = 0, settings: Settings = Settings(), disk: ScanDisk = .system,
    tell: @escaping @Sendable (ScanEvent) -> Void
  ) {
    self.paths = paths
    self.input = input
    self.settings = settings
    self.disk = disk
    self.tell = tell
    readers = ScanCrew(width: settings.headerThreads)
  }

  /// Begins, and returns at once.
  package func start() {
    if paths.contains("-") {
      progress.withLock { $0.isListening = true }
      Thread.detachNewThread { [self] in listen() }
    }
    for path in paths where path != "-" { lister.add(path) { [self] in look(at: path) } }
    Thread.detachNewThread { [self] in watch() }
  }

  /// Begins, and returns when everything was found.
  package func run() {
    start()
    while !progress.withLock(\.isFinished) { Thread.sleep(forTimeInterval: 0.002) }
  }

  /// Sees to what does not answer until nothing is left to do.
  private func watch() {
    let seconds =
      Double(settings.patience.components.seconds)
      + Double(settings.patience.components.attoseconds) / 1e18
    var pause = 0.001
    while !finishIfDone() {
      Thread.sleep(forTimeInterval: pause)
      pause = min(2 * pause, seconds / 4)
      var stalled = 0
      for crew in [lister, readers] {
        let check = crew.check(patience: settings.patience, lastChance: settings.lastChance)
        stalled += check.stalled
        for path in check.givenUp {
          skip(path, .silent(seconds: Int(settings.lastChance.components.seconds)))
        }
      }
      report(stalled)
    }
  }

  private func finishIfDone() -> Bool {
    // Listing hands jobs to the readers before it ends, never the other way round.
    guard !progress.withLock(\.isListening), lister.isIdle, readers.isIdle else { return false }
    say(.finished) { $0.isFinished = true }
    return true
  }

  private func report(_ stalled: Int) {
    guard progress.withLock(\.stalled) != stalled else { return }
    say(.stalled(stalled)) { $0.stalled = stalled }
  }

  private func skip(_ path: String, _ reason: SkipReason) { say(.skipped(path: path, reason)) }

  /// One event at a time, and none after the last: what was given up may still come back.
  private func say(_ event: ScanEvent, _ note: (inout Progress) -> Void = { _ in }) {
    progress.withLock { progress in
      guard !progress.isFinished else { return }
      note(&progress)
      tell(event)
    }
  }

  /// Paths from standard input, as they come.
  private func listen() {
    var lines = PathLines()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = Glibc.read(input, &buffer, buffer.count)
      if got < 0 && errno == EINTR { continue }
      let paths = got > 0 ? lines.take(buffer[..<got]) : lines.end()
      for path in paths { lister.add(path) { [self] in look(at: path) } }
      if got <= 0 { break }
    }
    progress.withLock { $0.isListening = false }
  }

  /// A path that somebody named.
  private func look(at path: String) {
    let name = String(path.split(separator: "/").last ?? "")
    switch EntryKind(path: path) {
    case .folder: list(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path)
    case .special(let reason): skip(path, reason)
    case .missing where FilePattern.isPattern(path): expand(path)
    case .missing: skip(path, .missing)
    case .file where DirectoryRecords.isDirectory(name: name):
      guard let films = DirectoryRecords.files(of: path, in: folder(of: path)) else {
        return skip(path, .brokenDirectory)
      }
      found(films)
    case .file where WorkList.isTable(name: name):
      switch WorkList.films(of: path, in: folder(of: path)) {
      case .success(let films): found(films, areNamed: true)
      case .failure(let reason): skip(path, reason)
      }
    case .file: found([path], areNamed: true)
    }
  }

  private func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "" : String(path[..<slash])
  }

  private func expand(_ pattern: String) {
    let paths = FilePattern.matches(pattern)
    if paths.isEmpty { skip(pattern, .noMatch) }
    for path in paths.reversed() { lister.add(path, isNext: true) { [self] in look(at: path) } }
  }

  private func list(_ folder: String) {
    guard let identity = FolderIdentity(path: folder) else { return skip(folder, .missing) }
    guard progress.withLock({ $0.folders.insert(identity).inserted }) else {
      return skip(folder, .listedBefore)
    }
    var folders: [String] = []
    let reason = disk.list(folder) { entries in
      var films: [String] = []
      for entry in entries {
        let path = folder + "/" + entry.name
        switch entry.kind {
        case .file: if FilmName.mayHoldFilm(entry.name, at: path) { films.append(path) }
        case .folder: folders.append(path)
        case .special(let reason): skip(path, reason)
        case .missing: break
        }
      }
      found(films)
    }
    if let reason { skip(folder, reason) }
    for path in folders.sorted().reversed() { lister.add(path, isNext: true) { [self] in list(path) } }
  }

  private func found(_ paths: [String], areNamed: Bool = false) {
    guard !paths.isEmpty else { return }
    let films = progress.withLock { progress -> [FoundFilm] in
      guard !progress.isFinished else { return [] }
      let films = paths.enumerated().map { index, path in
        FoundFilm(number: progress.films + index, path: path, isNamed: areNamed)
      }
      progress.films += films.count
      tell(.found(films))
      return films
    }
    guard settings.readsHeaders else { return }
    for start in stride(from: 0, to: films.count, by: Self.together) {
      let some = films[start..<min(start + Self.together, films.count)]
      readers.add(some.first?.path ?? "") { [self] in describe(some) }
    }
  }

  /// Headers that one thread reads before it tells of them.
  private static let together = 16

  private func describe(_ films: ArraySlice<FoundFilm>) {
    let described = films.map { DescribedFilm(film: $0, header: disk.header($0.path)) }
    say(.described(described))
  }
}
