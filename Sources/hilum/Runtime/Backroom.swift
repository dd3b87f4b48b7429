/// Performs effects away from the keys: opens films, has them read, and writes decisions to the disk.

import Imaging
import Review
import Synchronization
import Terminal
import Trust
import Workstation

/// Every effect that is not about the terminal itself. Each answers with one event in the mailbox.
final class Backroom: Sendable {
  private struct Opening: Hashable, Sendable {
    let row: Int
    let generation: Int
  }

  private struct Inferring: Hashable, Sendable {
    let study: StudyID
    let generation: Int
    let anyway: Bool
  }

  private struct Saving: Hashable, Sendable {
    let ticket: Int
    let study: StudyID
    let act: Act

    static func == (a: Self, b: Self) -> Bool { a.ticket == b.ticket }
    func hash(into hasher: inout Hasher) { hasher.combine(ticket) }
  }

  private let films: FilmFinder
  private let shelf: FilmShelf
  private let mailbox: Mailbox<Note>
  /// nil where nothing may be decided.
  private let store: Store?
  /// The session file's path.
  private let session: String
  /// The folder of the audit log; nil where none is kept.
  private let audit: String?
  private let reader: Task<Reader, Never>
  /// Ends when the pack may be loaded.
  private let seating: AsyncStream<Never>.Continuation
  private let checks = CheckDesk()
  private let openings = Backlog<Opening>()
  private let inferrings = Backlog<Inferring>()
  private let savings = Backlog<Saving>()
  /// The row and the study on the screen: they come first.
  private let shown = Mutex<(row: Int, study: StudyID?)>((0, nil))

  init(
    films: FilmFinder, shelf: FilmShelf, mailbox: Mailbox<Note>, store: Store?, session: String,
    audit: String?, reader: @escaping @Sendable () async -> Reader
  ) {
    self.films = films
    self.shelf = shelf
    self.mailbox = mailbox
    self.store = store
    self.session = session
    self.audit = audit
    let (seat, seating) = AsyncStream<Never>.makeStream()
    self.seating = seating
    self.reader = Task {
      for await _ in seat {}
      return await reader()
    }
  }

  /// Lets the pack be loaded: from when the first film is on the glass, because both would have all processors, and in any
  /// case soon after the start.
  func seatReader() { seating.finish() }

  private static let longestStanding = Duration.milliseconds(400)

  /// Begins to work, for as long as the process lives.
  func start() {
    Task {
      await openings.work(urgency: { abs($0.row - shown.withLock(\.row)) }, perform: { open($0) })
    }
    Task {
      await inferrings.work(urgency: { $0.study == shown.withLock(\.study) ? 0 : 1 }, perform: infer)
    }
    Task { await savings.work(perform: save) }
    Task { mailbox.post(.event(.model(await reader.value.status))) }
    Task {
      try? await Task.sleep(for: Self.longestStanding)
      seatReader()
    }
  }

  /// Tells what is on the screen, so that it comes first.
  func show(row: Int, study: StudyID?) {
    shown.withLock { $0 = (row, study) }
  }

  func perform(_ effect: Effect) {
    switch effect {
    case .open(let row, let generation): openings.add(Opening(row: row, generation: generation))
    case .cancelOpen(let row): openings.cancel { $0.row == row }
    case .infer(let study, let generation, let anyway):
      inferrings.add(Inferring(study: study, generation: generation, anyway: anyway))
    case .cancelInfer(let study): inferrings.cancel { $0.study == study }
    case .save(let ticket, let study, let act): savings.add(Saving(ticket: ticket, study: study, act: act))
    case .wake(let ticket, let milliseconds): wake(ticket, after: milliseconds)
    case .probe(let study, let frame, let column, let row): probe(study, frame, column, row)
    case .findPresentations(let study, let frame): findPresentations(study, frame)
    case .export(let plan):
      let exporter = Exporter(plan: plan, shelf: shelf, session: session)
      Task { mailbox.post(.event(.exported(exporter.run()))) }
    case .keepViews(let views): SavedViews.keep(views)
    case .measureDays(let rule): measureDays(rule)
    case .examine, .redraw, .suspend, .quit: break
    }
  }

  /// Finds out which rows a resumed session already knows, without decoding them.
  func identify() {
    Task(priority: .background) {
      var row = 0
      while row < films.count || films.isRunning {
        guard let film = films[row] else {
          try? await Task.sleep(for: .milliseconds(100))
          continue
        }
        if let hash = try? SHA256.hash(file: film.path) {
          mailbox.post(.event(.identified(row: row, StudyID(sha256: hash))))
        }
        row += 1
        await Task.yield()
      }
    }
  }

  private func wake(_ ticket: Int, after milliseconds: Int) {
    Task {
      try? await Task.sleep(for: .milliseconds(milliseconds))
      mailbox.post(.event(.woke(ticket: ticket)))
    }
  }

  private func measureDays(_ rule: Drift.Rule) {
    Task {
      guard case .ready(let pack) = await reader.value.status, let reference = pack.reference else {
        return mailbox.post(.event(.noDays("the pack keeps no scores of its calibration")))
      }
      guard let audit else { return mailbox.post(.event(.noDays("no audit log is kept"))) }
      do {
        let days = try AuditDays(audit, pack: pack.hash).scores
        mailbox.post(.event(.days(try reference.days(of: days, rule: rule), today: AuditDays.name(of: .now))))
      } catch {
        mailbox.post(.event(.noDays(Complaint.sentence(error))))
      }
    }
  }

  private func findPresentations(_ study: StudyID, _ frame: Int) {
    Task {
      guard let film = shelf.film(of: study, frame: frame) else { return }
      let found = films.album.states(for: film, at: shelf.path(of: study)).compactMap { state in
        film.presented(by: state, frame: frame).map { PresentationFacts(state, $0) }
      }
      mailbox.post(.event(.presentations(study, found)))
    }
  }

  private func probe(_ study: StudyID, _ frame: Int, _ column: Int, _ row: Int) {
    Task {
      var value: Double?
      if let image = shelf.film(of: study, frame: frame)?.image, row < image.rows, column < image.columns {
        value = image.value(row: row, column: column)
      }
      mailbox.post(.event(.probed(study, column: column, row: row, value)))
    }
  }

  private func open(_ request: Opening) {
    guard let file = films[request.row] else { return }
    do {
      let (study, film) = try shelf.open(file.path)
      let facts = FilmFacts(study, film)
      mailbox.post(.event(.opened(row: request.row, generation: request.generation, facts)))
      check(film, study, request.row, file.path)
    } catch {
      mailbox.post(.event(.refused(row: request.row, generation: request.generation, "\(error)")))
    }
  }

  /// The picture comes first: the checks take a tenth of a second of a processor.
  private static let pauseBeforeChecks = Duration.milliseconds(200)

  private func check(_ film: Film, _ study: StudyID, _ row: Int, _ path: String) {
    Task {
      try? await Task.sleep(for: Self.pauseBeforeChecks)
      let quality = await checks.quality(study, film, path: path)
      mailbox.post(.event(.checked(row: row, quality)))
    }
  }

  private func infer(_ request: Inferring) async {
    let reader = await reader.value
    guard let film = shelf.film(of: request.study) else {
      let reason = "the file changed or went away after it was opened"
      mailbox.post(.event(.notRead(request.study, generation: request.generation, reason)))
      return
    }
    do {
      let path = shelf.path(of: request.study) ?? ""
      let quality = await checks.quality(request.study, film, path: path)
      let reading = try await reader.read(film, quality, request.anyway) { [mailbox] part in
        mailbox.post(.event(.readPart(part, generation: request.generation)))
      }
      mailbox.post(.event(.read(reading, generation: request.generation)))
    } catch {
      mailbox.post(.event(.notRead(request.study, generation: request.generation, Complaint.sentence(error))))
    }
  }

  private func save(_ request: Saving) async {
    guard let store else {
      mailbox.post(.event(.notSaved(ticket: request.ticket, "this session is read-only")))
      return
    }
    do {
      let decision = try await store.append(request.act, on: request.study)
      mailbox.post(.event(.saved(ticket: request.ticket, decision)))
    } catch {
      mailbox.post(.event(.notSaved(ticket: request.ticket, error.sentence)))
    }
  }
}
