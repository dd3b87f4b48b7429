/// `hilum review`: the workstation.

import ArgumentParser
import Foundation
import Imaging
import Review
import Terminal
import Workstation

struct ReviewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Read films in the terminal: queue, film and findings, by keyboard.",
    discussion: "Without a path it opens the bundled synthetic films. For research, not for diagnosis.")

  @Argument(help: "Films (PNG, JPEG, DICOM), folders of films, or CSV work lists with a column ImageID.")
  var paths: [String] = []
  @Option(help: "The folder of the model pack; none for no model (default: the bundled pack).") var pack:
    String?
  @Option(help: "The session file, added to and never overwritten (default: in the XDG state folder).")
  var session: String?
  @Option(help: "How pictures are drawn: auto, sixel, kitty, halfblock or none.") var graphics = "auto"
  @Option(help: "The name of a theme.") var theme = "dark"
  @Option(help: "Threads of the network (default: one for each core).") var threads: Int?

  func validate() throws {
    guard graphics == "auto" || GraphicsProtocol(rawValue: graphics) != nil else {
      throw ValidationError("--graphics is auto, sixel, kitty, halfblock or none.")
    }
    guard (threads ?? 1) > 0 else { throw ValidationError("--threads is at least 1.") }
  }

  func run() async throws {
    let films = try sentence { try FilmList.films(at: paths.isEmpty ? [try bundledFilms()] : paths) }
    let theme: Theme = try sentence { try Theme.find(self.theme, in: Places.themes) }
    let store = try sentence {
      try Store(self.session ?? Places.session, program: "hilum", pack: pack ?? "")
    }
    let session = await store.session
    let ending = try await onOwnThread { try review(films, store, session, theme) }
    if case .signal(let number) = ending { throw ExitCode(128 + number) }
  }

  /// The loop waits for keys most of its life: it has a thread of its own and takes none from background work.
  private func onOwnThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { ended in
      Thread.detachNewThread { ended.resume(with: Result { try sentence(body) }) }
    }
  }

  private func review(
    _ films: [FilmFile], _ store: Store, _ session: Session, _ theme: Theme
  ) throws -> ReviewLoop.Ending {
    let mailbox = try Mailbox<Note>()
    let shelf = FilmShelf()
    let screen = try NcursesScreen(theme: theme, graphics: GraphicsProtocol(rawValue: graphics))
    let backroom = Backroom(films: films, shelf: shelf, mailbox: mailbox, store: store) { Reader(.none) }
    var state = State(
      films: films.map { QueuedFilm(name: $0.name) }, surface: Surface(screen.graphics, size: screen.size),
      model: .loading, session: session)
    if let torn = store.keptAside {
      state.message = .notice("the last line was torn: kept in \((torn as NSString).lastPathComponent)")
    }
    backroom.start()
    if !session.decisions.isEmpty { backroom.identify() }
    return ReviewLoop(
      state: state, screen: screen, events: EventSource(mailbox: mailbox, typed: screen.replies.typed),
      backroom: backroom,
      lightbox: Lightbox(graphics: screen.graphics, darkroom: Darkroom(shelf: shelf), mailbox: mailbox)
    ).run()
  }

  private func bundledFilms() throws -> String {
    guard let samples = Places.bundled("Samples") else {
      throw ValidationError("There are no bundled films here: give the path of a film or a folder.")
    }
    return samples
  }

  /// Runs `body`; what it throws becomes one line on standard error and exit code 1.
  private func sentence<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch {
      let words = (error as? ReviewError)?.sentence ?? "\(error)"
      FileHandle.standardError.write(Data("hilum review: \(words)\n".utf8))
      throw ExitCode.failure
    }
  }
}
