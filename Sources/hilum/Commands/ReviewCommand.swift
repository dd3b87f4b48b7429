/// `hilum review`: the workstation.

import ArgumentParser
import Foundation
import Imaging
import Neural
import Review
import Terminal
import Workstation

struct ReviewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Read films in the terminal: queue, film and findings, by keyboard.",
    discussion: """
      Without a path it opens the bundled synthetic films. Without a terminal on standard output it prints the findings, \
      as `hilum read` does. For research, not for diagnosis.
      """)

  @Argument(
    help:
      "Films, folders of films, CSV work lists with a column ImageID, DICOMDIRs, patterns, or - for paths on standard input.",
    completion: .file())
  var paths: [String] = []
  @Option(help: "The folder of the model pack, or none (default: $HILUM_PACK, or the bundled pack).")
  var pack: String?
  @Option(help: "The session file, added to and never overwritten (default: in the XDG state folder).")
  var session: String?
  @Option(
    help: "How pictures are drawn: auto, \(GraphicsProtocol.names).",
    completion: .list(["auto"] + GraphicsProtocol.allCases.map(\.rawValue)))
  var graphics: String?
  @Option(help: "The name of a theme.", completion: .custom { _, _, _ in Theme.names(in: Places.themes) })
  var theme: String?
  @Option(
    help: "Whose keys hold: \(KeymapPreset.names.replacing("\"", with: "")).",
    completion: .list(KeymapPreset.all.map(\.name)))
  var keymap: String?
  @Flag(help: "Leave the mouse to the terminal.") var noMouse = false
  @Flag(name: .customLong("readonly"), help: "Look only: the session is read and nothing can be decided.")
  var isReadOnly = false
  @Flag(name: .customLong("blind"), help: "Read blind first: findings stay hidden on each film until R.")
  var isBlindFirst = false
  @Option(help: "Threads of the network (default: one for each processor).") var threads: Int?
  @Option(help: "float32, or eight-bits: two to three times as fast, for triage (default: as the pack says).")
  var precision: Precision?
  @OptionGroup(title: "What is recorded") var log: AuditOptions

  func validate() throws {
    guard graphics == nil || graphics == "auto" || graphics.flatMap(GraphicsProtocol.init(rawValue:)) != nil
    else {
      throw ValidationError("--graphics is auto, \(GraphicsProtocol.names).")
    }
    guard keymap.map({ name in KeymapPreset.all.contains { $0.name == name } }) ?? true else {
      throw ValidationError("--keymap is \(KeymapPreset.names.replacing("\"", with: "")).")
    }
    guard (threads.map { (1...256).contains($0) } ?? true) else {
      throw ValidationError("--threads is 1 to 256.")
    }
  }

  func run() async throws {
    do {
      let paths = paths.isEmpty ? [try Self.bundledFilms()] : paths
      if isatty(STDOUT_FILENO) == 0 { return try await printFindings(paths) }
      let ending = try await review(paths)
      if case .signal(let number) = ending { throw ExitCode(128 + number) }
    } catch let code as ExitCode {
      throw code
    } catch {
      Complaint.print("review", Complaint.sentence(error))
      throw ExitCode.failure
    }
  }

  /// The reader's own configuration, overruled by the flags.
  private func options() throws -> Options {
    var options = try Options.read(Places.configuration)
    options.theme = theme ?? options.theme
    if let graphics { options.graphics = GraphicsProtocol(rawValue: graphics) }
    if noMouse { options.mouse = false }
    options.keymap = keymap ?? options.keymap
    options.pack = pack ?? options.pack
    options.session = session ?? options.session
    options.threads = threads ?? options.threads
    options.precision = precision ?? options.precision
    return options
  }

  private static func bundledFilms() throws -> String {
    guard let samples = Places.bundled("Samples") else {
      throw FilmListError(path: "Samples", reason: .missing)
    }
    return samples
  }

  private func printFindings(_ paths: [String]) async throws {
    let options = try options()
    guard let packFolder = options.packFolder else {
      Complaint.print(
        "review",
        options.pack == "none"
          ? "without a terminal and without a pack there is nothing to print. Give --pack DIR, or run it in a terminal."
          : "no pack was found to read the films with. Give --pack DIR, or run it in a terminal.")
      throw ExitCode.failure
    }
    let engine = try options.engine(Pack.opening(packFolder))
    var run = ReadRun(engine, audit: try log.writer("review"))
    try await run.printTable(paths)
    await engine.keepPanels()
    guard run.report.refused.isEmpty else { throw ExitCode(3) }
  }

  private func review(_ paths: [String]) async throws -> ReviewLoop.Ending {
    let shelf = FilmShelf()
    Thread.detachNewThread { shelf.warmUp() }
    let options = try options()
    let room = Room(
      theme: try Theme.find(options.theme, in: Places.themes), keys: try options.keys(Places.keymap))
    let finder = FilmFinder()
    try finder.begin(paths, input: paths.contains("-") ? StandardInput.handOver() : STDIN_FILENO)
    defer { for entry in finder.skipped.prefix(20) { Complaint.print("review", "\(entry)") } }
    if isReadOnly {
      let path = options.session ?? Places.session
      let session =
        FileManager.default.fileExists(atPath: path) ? try SessionCommand.read(path).session : Session()
      return try await onOwnThread { try loop(finder, shelf, nil, session, room, options) }
    }
    let store = try Store(
      options.session ?? Places.session, program: "hilum", pack: options.packFolder == nil ? "" : nil)
    let session = await store.session
    return try await onOwnThread { try loop(finder, shelf, store, session, room, options) }
  }

  /// What was read from the reader's own files before the screen is taken, so that a mistake in them is said on it.
  private struct Room: Sendable {
    let theme: Theme
    let keys: KeyTable
  }

  /// Checks and loads the pack, away from the first screen, and writes into the session which one it is.
  private func reader(_ store: Store?, _ options: Options) async -> Reader {
    guard let packFolder = options.packFolder else { return Reader(.none) }
    do {
      let pack = try Pack(packFolder)
      try await store?.sitDown(pack: pack.sha256)
      let audit = log.noAudit ? nil : try AuditWriter(log.audit, command: "review", isStrict: true)
      return Reader(pack, options, audit: audit)
    } catch {
      return Reader(.refused(Complaint.sentence(error)))
    }
  }

  /// The loop waits for keys most of its life: it has a thread of its own and takes none from background work.
  private func onOwnThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { ended in
      Thread.detachNewThread { ended.resume(with: Result { try body() }) }
    }
  }

  private func loop(
    _ films: FilmFinder, _ shelf: FilmShelf, _ store: Store?, _ session: Session, _ room: Room,
    _ options: Options
  ) throws -> ReviewLoop.Ending {
    let mailbox = try Mailbox<Note>()
    let screen = try NcursesScreen(
      theme: room.theme, graphics: options.graphics, hasMouse: options.mouse, cell: options.cell)
    let backroom = Backroom(
      films: films, shelf: shelf, mailbox: mailbox, store: store, session: options.session ?? Places.session,
      audit: log.noAudit ? nil : log.audit ?? Places.audit
    ) {
      await reader(store, options)
    }
    var state = State(
      films: films.first.map { QueuedFilm(name: $0) }, surface: Surface(screen.graphics, size: screen.size),
      model: .loading, session: session)
    state.views = SavedViews.load()
    state.keys = room.keys
    state.message = room.keys.complaint.map { .refusal($0) }
    (state.isReadOnly, state.isBlindFirst) = (isReadOnly, isBlindFirst)
    state.driftRule = options.driftRule
    if let torn = store?.keptAside {
      state.message = .notice("the last line was torn: kept in \((torn as NSString).lastPathComponent)")
    }
    backroom.start()
    films.tell(mailbox)
    if !session.decisions.isEmpty { backroom.identify() }
    return ReviewLoop(
      state: state, screen: screen, events: EventSource(mailbox: mailbox, typed: screen.replies.typed),
      backroom: backroom,
      lightbox: Lightbox(
        graphics: screen.graphics, darkroom: Darkroom(shelf: shelf, album: films.album, ramp: options.ramp),
        mailbox: mailbox),
      complete: options.completed
    ).run()
  }
}
