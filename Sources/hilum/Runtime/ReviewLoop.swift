/// The run loop of the workstation: one thread owns the terminal, feeds events to `update`, and draws what `view` returns.

import Imaging
import Review
import Terminal
import Workstation

final class ReviewLoop {
  /// Why the loop ended.
  enum Ending: Equatable {
    case quit
    case signal(Int32)
    case hangup
  }

  private var state: State
  private let screen: NcursesScreen
  private let events: EventSource<Note>
  private let backroom: Backroom
  private let lightbox: Lightbox
  /// Adds to a report on the terminal what the program knows beyond it.
  private let complete: (TerminalReport) -> TerminalReport
  private var ending: Ending?
  private let clock = ContinuousClock()
  /// Since when the shown row has been on the screen.
  private var shownSince: ContinuousClock.Instant

  init(
    state: State, screen: NcursesScreen, events: EventSource<Note>, backroom: Backroom, lightbox: Lightbox,
    complete: @escaping (TerminalReport) -> TerminalReport
  ) {
    self.complete = complete
    self.state = state
    self.screen = screen
    self.events = events
    self.backroom = backroom
    self.lightbox = lightbox
    shownSince = clock.now
  }

  /// Runs until the reader quits or the terminal goes. What was said and is still on its way to the disk gets a moment.
  func run() -> Ending {
    perform(start(&state))
    draw()
    while ending == nil {
      let event = events.next(timeout: state.isWaiting ? .milliseconds(100) : nil)
      if let event { handle(event) } else { tick() }
      if !events.isPressed { draw() }
    }
    if ending != .quit { finishSaving() }
    screen.close()
    return ending ?? .quit
  }

  private func handle(_ event: TerminalEvent<Note>) {
    switch event {
    case .key(let key): happen(.key(key))
    case .mouse(let mouse): happen(.mouse(mouse))
    case .paste(let text): happen(.pasted(text))
    case .focus(let isFocused): happen(.focused(isFocused))
    case .message(.event(let event)): happen(event)
    case .message(.picture(let recipe, let image, let quality)): lightbox.take(image, recipe, quality)
    case .message(.noPicture(let recipe)): lightbox.miss(recipe)
    case .resize: resize()
    case .suspend: screen.suspend()
    case .resume:
      screen.resume()
      resize()
    case .terminate(let signal): ending = .signal(signal)
    case .hangup: ending = .hangup
    }
  }

  private func happen(_ event: Event) {
    let row = state.queue.shown
    perform(update(&state, event))
    if state.queue.shown != row { shownSince = clock.now }
  }

  private func tick() {
    let waited = shownSince.duration(to: clock.now).components
    happen(.waited(Double(waited.seconds) + Double(waited.attoseconds) / 1e18))
  }

  private func resize() {
    let size = screen.refreshSize()
    lightbox.change(screen.graphics)
    happen(.resized(Surface(screen.graphics, size: size)))
  }

  private func perform(_ effects: [Effect]) {
    backroom.show(row: state.queue.shown, study: state.film?.study)
    for effect in effects {
      switch effect {
      case .examine: happen(.examined(complete(screen.report)))
      case .redraw: screen.redraw()
      case .suspend: screen.suspend()
      case .quit: ending = .quit
      case .open, .cancelOpen, .infer, .cancelInfer, .save, .wake, .probe, .findPresentations, .export,
        .keepViews, .measureDays:
        backroom.perform(effect)
      }
    }
  }

  private func draw() {
    guard ending == nil else { return }
    var frame = view(state)
    let quality = lightbox.quality(of: frame)
    if quality != state.quality {
      happen(.developed(quality))
      frame = view(state)
    }
    lightbox.order(frame) { [state] recipe in
      guard case .film(let film) = recipe, film.overlay != nil else { return nil }
      return state.shownMap
    }
    screen.draw(frame, isInterrupted: { [events] in events.isPressed }) { lightbox.content(for: $0) }
    if quality != nil { backroom.seatReader() }
  }

  /// Waits, at most a second, until every act that was said is on the disk.
  private func finishSaving() {
    let deadline = clock.now.advanced(by: .seconds(1))
    while !state.ledger.pending.isEmpty, clock.now < deadline {
      guard case .message(.event(let event)) = events.next(timeout: .milliseconds(50)) else { continue }
      _ = update(&state, event)
    }
  }
}
