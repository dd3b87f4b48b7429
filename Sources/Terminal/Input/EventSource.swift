/// Everything that can happen to a terminal program, one event at a time: input, sizes, signals and messages.

internal import CNcurses
import Glibc

/// What the loop waits for.
package enum TerminalEvent<Message: Sendable>: Sendable {
  case key(Key)
  case mouse(Mouse)
  /// Text that was pasted: never a command.
  case paste(String)
  /// The window gained or lost the keyboard.
  case focus(Bool)
  /// The terminal has another size.
  case resize(GridSize)
  /// Another thread posted this.
  case message(Message)
  /// Stop now (`NcursesScreen.suspend`); `resume` follows when the process continues.
  case suspend
  /// The process continues: enter the screen again (`NcursesScreen.resume`).
  case resume
  /// Asked to end by this signal; the process is killed by it if it has not ended two seconds later.
  case terminate(signal: Int32)
  /// The terminal is gone. Every later call says so too.
  case hangup
}

extension TerminalEvent: Equatable where Message: Equatable {}

/// Polls the keyboard, the signal pipe and a mailbox. Belongs to the thread that owns the screen.
package final class EventSource<Message: Sendable> {
  private let mailbox: Mailbox<Message>
  private let input: Int32
  private var decoder = InputDecoder()
  private var burst = InputBurst()
  private var queue: [TerminalEvent<Message>] = []
  private var isGone = false

  /// `typed`: keys that the probe read before the loop began.
  package init(mailbox: Mailbox<Message>, typed: [Key] = [], input: Int32 = 0) {
    self.mailbox = mailbox
    self.input = input
    queue = typed.map { .key($0) }
  }

  /// The next event, or nil when `timeout` passes first (nil: wait for ever).
  package func next(timeout: Duration? = nil) -> TerminalEvent<Message>? {
    let clock = ContinuousClock()
    let deadline = timeout.map { clock.now.advanced(by: $0) }
    while queue.isEmpty {
      if isGone { return .hangup }
      let left = deadline.map { max(.zero, clock.now.duration(to: $0)) }
      gather(patience: left)
      if queue.isEmpty, let left, left == .zero { return nil }
    }
    return queue.removeFirst()
  }

  /// Whether a key or a signal waits: a reason not to begin something slow.
  package var isPressed: Bool {
    if !queue.isEmpty { return true }
    var sources = [pollfd(fd: input, events: Int16(POLLIN), revents: 0)]
    return poll(&sources, 1, 0) > 0
  }

  /// Waits at most `patience` (less, if a sequence is unfinished) and queues what happened.
  private func gather(patience: Duration?) {
    let isQuietWait =
      (decoder.isWaiting || burst.isGoing) && (patience.map { $0 >= InputDecoder.quiet } ?? true)
    let wait = isQuietWait ? InputDecoder.quiet : patience
    var sources = [input, tty_signal_pipe(), mailbox.readEnd].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let count = poll(&sources, nfds_t(sources.count), wait.map(Self.milliseconds) ?? -1)
    if count == 0 && isQuietWait { beQuiet() }
    guard count > 0 else { return }
    if sources[1].revents != 0 { takeSignals() }
    if sources[0].revents != 0 { readKeys() }
    if sources[2].revents != 0 { queue += mailbox.take().map { .message($0) } }
  }

  /// Nothing came for a moment: a held Escape was the key, and a burst is over.
  private func beQuiet() {
    queue += burst.sift(decoder.flush()).map(Self.event)
    burst.quiet()
  }

  private static func event(_ input: Input) -> TerminalEvent<Message> {
    switch input {
    // What a terminal that is not raw makes of Ctrl-\: the way out that no screen can take away.
    case .key(.control("\\")): .terminate(signal: SIGQUIT)
    case .key(let key): .key(key)
    case .mouse(let mouse): .mouse(mouse)
    case .paste(let text): .paste(text)
    case .focus(let isFocused): .focus(isFocused)
    }
  }

  /// Rounded up, so that a wait never spins through its last millisecond.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    let milliseconds = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: seconds.multipliedReportingOverflow(by: 1000).partialValue + milliseconds)
  }

  private func readKeys() {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(input, &bytes, bytes.count)
    if count > 0 {
      queue += burst.sift(decoder.feed(bytes[..<count])).map(Self.event)
    } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
      isGone = true
      queue.append(.hangup)
    }
  }

  private func takeSignals() {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = read(tty_signal_pipe(), &bytes, bytes.count)
    guard count > 0 else { return }
    let signals = bytes[..<count].map(Int32.init)
    if signals.contains(SIGWINCH), let size = TerminalSize.current() { queue.append(.resize(size.grid)) }
    for signal in signals {
      switch signal {
      case SIGTSTP: queue.append(.suspend)
      case SIGCONT: queue.append(.resume)
      case SIGWINCH: continue
      case SIGHUP:
        isGone = true
        queue.append(.hangup)
      default: queue.append(.terminate(signal: signal))
      }
    }
  }
}
