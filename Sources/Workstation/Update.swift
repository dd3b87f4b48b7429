/// The one way in which the state changes: total, synchronous, without a clock.

import Review
import Terminal

/// Applies an event and says what has to be done outside.
package func update(_ state: inout State, _ event: Event) -> [Effect] {
  switch event {
  case .key(let key): return state.press(key)
  case .mouse, .pasted, .focused: break
  case .resized(let surface): return state.resize(surface)
  case .waited(let seconds): state.waited = seconds
  case .model(let status):
    state.model = status
    return state.want()
  case .saved(let ticket, let decision):
    state.ledger.save(ticket, as: decision)
    return state.mode == .leaving && state.ledger.pending.isEmpty ? [.quit] : []
  case .notSaved(let ticket, let reason):
    state.ledger.drop(ticket, because: reason)
    if state.mode == .leaving { state.mode = .reading }
  case .opened(let row, let generation, let film): return state.open(row, generation, film)
  case .refused(let row, let generation, let reason): state.refuse(row, generation, reason)
  case .identified(let row, let study): state.identify(row, study)
  case .read(let reading, let generation): state.settle(reading.study, generation, .done(reading))
  case .notRead(let study, let generation, let reason): state.settle(study, generation, .failed(reason))
  }
  return []
}

/// What a fresh workstation asks for first.
package func start(_ state: inout State) -> [Effect] { state.want() }

extension State {
  mutating func press(_ key: Key) -> [Effect] {
    message = nil
    switch lookUp(key) {
    case .success(let action): return perform(action)
    case .failure(let refusal): message = .refusal(refusal.sentence)
    case nil: if mode == .leaving { mode = .reading }
    }
    return []
  }

  mutating func resize(_ surface: Surface) -> [Effect] {
    self.surface = surface
    pan(0, 0)
    return []
  }

  private mutating func perform(_ action: Action) -> [Effect] {
    switch action {
    case .moveStudy(let by): return show(queue.shown + by)
    case .moveFinding(let by): choose((chosenIndex ?? 0) + by)
    case .chooseFinding(let index): chooseExactly(index)
    case .focus(let by): moveFocus(by)
    case .look(let change): adjust(change)
    case .windowing: mode = .windowing
    case .answer(let answer): return self.answer(answer)
    case .signOff: return signOff()
    case .undo: return undo()
    case .help: mode = .help(top: 0)
    case .scrollHelp(let by): if case .help(let top) = mode { mode = .help(top: max(0, top + by)) }
    case .back: mode = .reading
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .quit: return quit()
    }
    return []
  }

  /// Quits, once every act is on the disk; a second `q` does not wait for it.
  private mutating func quit() -> [Effect] {
    if ledger.pending.isEmpty || mode == .leaving { return [.quit] }
    mode = .leaving
    return []
  }

  private mutating func moveFocus(_ by: Int) {
    let panes = Pane.allCases
    let index = panes.firstIndex(of: focus) ?? 0
    focus = panes[((index + by) % panes.count + panes.count) % panes.count]
  }

  /// The cursor's place in the list of findings.
  package var chosenIndex: Int? {
    let findings = findings
    return findings.firstIndex { $0.label == chosen } ?? (findings.isEmpty ? nil : 0)
  }

  mutating func choose(_ index: Int) {
    let findings = findings
    guard !findings.isEmpty else { return }
    chosen = findings[min(max(index, 0), findings.count - 1)].label
  }

  private mutating func chooseExactly(_ index: Int) {
    if index < findings.count {
      choose(index)
    } else {
      message = .refusal("there is no finding \(index + 1)")
    }
  }
}
