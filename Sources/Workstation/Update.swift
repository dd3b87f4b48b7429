/// The one way in which the state changes: total, synchronous, without a clock.

import Review
import Terminal

/// Applies an event and says what has to be done outside.
package func update(_ state: inout State, _ event: Event) -> [Effect] {
  switch event {
  case .key(let key): return state.press(key)
  case .mouse(let mouse): return state.take(mouse)
  case .pasted(let text): return state.paste(text)
  case .focused: break
  case .resized(let surface): return state.resize(surface)
  case .developed(let quality): state.quality = quality
  case .examined(let report): state.examination = report
  case .waited(let seconds): state.waited = seconds
  case .days(let days, let today): state.days = .known(days, today: today)
  case .noDays(let reason): state.days = .unknown(reason)
  case .model(let status):
    state.model = status
    return state.want()
  case .saved(let ticket, let decision):
    let wasReadAnyway = state.ledger.record(of: decision.study).isReadAnyway
    state.ledger.save(ticket, as: decision)
    if state.layer == .leaving && state.ledger.pending.isEmpty { return [.quit] }
    return state.reconsider(decision.study, wasReadAnyway)
  case .notSaved(let ticket, let reason):
    state.ledger.drop(ticket, because: reason)
    if state.layer == .leaving { state.layer = nil }
  case .opened(let row, let generation, let film): return state.open(row, generation, film)
  case .refused(let row, let generation, let reason): state.refuse(row, generation, reason)
  case .exported(let sentence): state.message = .notice(sentence)
  case .woke(let ticket): return state.wake(ticket)
  case .probed(let study, let column, let row, let value):
    state.sample = value.map { PixelSample(study: study, column: column, row: row, value: $0) }
  case .presentations(let study, let found): state.present(study, found)
  case .found(let names): return state.add(names)
  case .described(let headers): state.describe(headers)
  case .priors(let priors): state.relate(priors)
  case .noFilms(let reasons): return state.passOver(reasons)
  case .scanned(let progress): state.scan = progress
  case .missing(let sentence): state.message = .refusal(sentence)
  case .checked(let row, let quality): state.check(row, quality)
  case .identified(let row, let study): state.identify(row, study)
  case .read(let reading, let generation): state.settle(reading.study, generation, .done(reading))
  case .readPart(let reading, let generation):
    state.settle(reading.study, generation, .partial(reading, generation: generation))
  case .notRead(let study, let generation, let reason): state.settle(study, generation, .failed(reason))
  }
  return []
}

/// What a fresh workstation asks for first.
package func start(_ state: inout State) -> [Effect] { state.want() }

extension State {
  mutating func resize(_ surface: Surface) -> [Effect] {
    self.surface = surface
    pan(0, 0)
    drag = nil
    return top is DoctorScreen ? [.examine] : []
  }

  /// Pasted text goes into the line that is being typed, as one line; elsewhere it is nothing.
  mutating func paste(_ text: String) -> [Effect] {
    guard layer == nil, context.takesText else { return [] }
    let line = text.prefix(TextLine.most).map { $0.isNewline || $0 == "\t" ? " " : $0 }
    return line.flatMap { top.typed(.character($0), &self) ?? [] }
  }

  /// A moment that was asked for has come: a peek ends, a flicker goes on.
  mutating func wake(_ ticket: Int) -> [Effect] {
    if look.peek == ticket { (look.overlay, look.peek) = (nil, nil) }
    return flicker(ticket)
  }

  mutating func moveFocus(_ by: Int) {
    let panes = Pane.allCases
    let index = panes.firstIndex(of: focus) ?? 0
    focus = panes[((index + by) % panes.count + panes.count) % panes.count]
  }

  /// The cursor's place in the list of findings.
  package var chosenIndex: Int? {
    let labels = listedLabels
    return labels.firstIndex { $0 == chosen } ?? (labels.isEmpty ? nil : 0)
  }

  mutating func moveFinding(_ by: Int) { choose((chosenIndex ?? 0) + by) }

  mutating func choose(_ index: Int) {
    let labels = listedLabels
    guard !labels.isEmpty else { return }
    chosen = labels[min(max(index, 0), labels.count - 1)]
  }

  mutating func chooseExactly(_ index: Int) {
    if index < listedLabels.count {
      choose(index)
    } else {
      message = .refusal("there is no finding \(index + 1)")
    }
  }
}
