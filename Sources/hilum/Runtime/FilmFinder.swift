/// The films of a sitting, as the scan finds them: rows for the queue, their headers, and the priors of each.

import Foundation
import Imaging
import Synchronization
import Terminal
import Workstation

/// Begins with the scan's first films and tells the workstation of all others while it is in use.
final class FilmFinder: Sendable {
  fileprivate struct State {
    var films: [FilmFile] = []
    var groups = StudyGroups()
    var skipped: [FilmListError] = []
    /// What was named to read, and how much of it led nowhere; the last number is what has been told of that.
    var given: Set<String> = []
    var missing: [FilmListError] = []
    var toldMissing = 0
    var progress = ScanProgress()
    /// What has not been told yet.
    var named = 0
    var described: [DescribedFilm] = []
    var toldAt: ContinuousClock.Instant?
    var mailbox: Mailbox<Note>?
  }

  private let state = Mutex(State())
  let album = PresentationAlbum()
  private let start = ContinuousClock.now
  /// News are put together so that the screen is not drawn for each.
  private static let pause = Duration.milliseconds(100)

  init() { state.withLock { $0.progress.isRunning = true } }

  /// Begins to look for films; returns with the first of them, or after a moment without.
  /// - Throws: `FilmListError` where there is nothing at all, with the first reason why.
  func begin(_ paths: [String], input: Int32) throws(FilmListError) {
    var settings = FilmScan.Settings()
    settings.headerThreads = max(2, ProcessInfo.processInfo.activeProcessorCount)
    state.withLock { $0.given = Set(paths) }
    FilmScan(paths, input: input, settings: settings) { [self] event in take(event) }.start()
    while start.duration(to: .now) < Self.pause {
      let (isRunning, hasFilms) = state.withLock { ($0.progress.isRunning, !$0.films.isEmpty) }
      if !isRunning || hasFilms { break }
      Thread.sleep(forTimeInterval: 0.001)
    }
    let (isEmpty, reason, isRunning) = state.withLock { state in
      state.named = state.films.count
      return (state.films.isEmpty, state.skipped.first, state.progress.isRunning)
    }
    if isEmpty, !isRunning {
      throw reason ?? FilmListError(path: paths.joined(separator: " "), reason: .noFilm)
    }
  }

  /// The names of the films that were there when `begin` returned: the mailbox hears of all others.
  var first: [String] { state.withLock { $0.films.prefix($0.named).map(\.name) } }

  /// Tells `mailbox` what is known and what will be.
  func tell(_ mailbox: Mailbox<Note>) {
    state.withLock { state in
      state.mailbox = mailbox
      flush(&state)
    }
  }

  /// The film of a row.
  subscript(row: Int) -> FilmFile? {
    state.withLock { $0.films.indices.contains(row) ? $0.films[row] : nil }
  }

  var count: Int { state.withLock(\.films.count) }
  var isRunning: Bool { state.withLock(\.progress.isRunning) }
  /// What was passed over, in the order in which it was met.
  var skipped: [FilmListError] { state.withLock(\.skipped) }

  private func take(_ event: ScanEvent) {
    state.withLock { state in
      var isUrgent = false
      switch event {
      case .found(let films):
        isUrgent = state.films.isEmpty
        state.films += films.map(FilmFile.init)
        state.progress.found = state.films.count
      case .described(let films):
        album.add(films.filter { (try? $0.header.get())?.content == .presentation }.map(\.film.path))
        state.described += films
        state.progress.described += films.count
      case .skipped(let path, let reason):
        let error = FilmListError(path: path, reason: reason)
        state.skipped.append(error)
        if state.given.contains(path) {
          state.missing.append(error)
          isUrgent = true
        }
        state.progress.skipped += 1
      case .stalled(let count): (state.progress.stalled, isUrgent) = (count, true)
      case .finished: (state.progress.isRunning, isUrgent) = (false, true)
      }
      let isDue = state.toldAt.map { $0.duration(to: .now) >= Self.pause } ?? true
      if isDue || isUrgent { flush(&state) }
    }
  }

  private func flush(_ state: inout State) {
    guard let mailbox = state.mailbox else { return }
    state.toldAt = .now
    if state.named < state.films.count {
      mailbox.post(.event(.found(state.films[state.named...].map(\.name))))
      state.named = state.films.count
    }
    if state.toldMissing < state.missing.count {
      state.toldMissing = state.missing.count
      mailbox.post(.event(.missing(state.missing.summary)))
    }
    let described = state.described
    state.described = []
    for event in state.events(describing: described) { mailbox.post(.event(event)) }
    let seconds = start.duration(to: .now) / .seconds(1)
    state.progress.filmsPerSecond = Double(state.progress.described) / max(0.001, seconds)
    mailbox.post(.event(.scanned(state.progress)))
  }
}

extension FilmFinder.State {
  /// What these headers change in the queue.
  fileprivate mutating func events(describing films: [DescribedFilm]) -> [Event] {
    var rows: [Int: RowHeader] = [:]
    var foreign: [Int: String] = [:]
    var patients: Set<PatientKey> = []
    groups.add(films)
    for film in films {
      guard case .success(let header) = film.header else { continue }
      rows[film.film.number] = RowHeader(header)
      if let patient = header.patient { patients.insert(patient) }
      if header.content != .image, !film.film.isNamed {
        foreign[film.film.number] = "\(ImagingError.noImage(sopClass: nil))"
      }
    }
    let priors = groups.priors(of: patients).mapValues { $0.map(\.number) }
    return [
      rows.isEmpty ? nil : .described(rows), priors.isEmpty ? nil : .priors(priors),
      foreign.isEmpty ? nil : .noFilms(foreign),
    ].compactMap { $0 }
  }
}

extension [FilmListError] {
  /// The first in full, and how many more there are.
  fileprivate var summary: String {
    let more = count > 1 ? "; and \(count - 1) more of what was given" : ""
    return (first.map { "\($0)" } ?? "") + more
  }
}

extension RowHeader {
  init(_ header: FilmHeader) {
    self.init()
    age = header.ageYears
    sex = header.sex?.rawValue
    view = header.viewPosition
    date = header.studyDate.flatMap(FilmFacts.date)
  }
}
