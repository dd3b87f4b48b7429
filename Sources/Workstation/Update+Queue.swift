/// Which films are wanted, and what becomes of the results that come for them.

import Review

extension State {
  /// Puts a row on the screen, with a fresh look: nothing set for one film acts on another.
  mutating func show(_ row: Int) -> [Effect] {
    guard !queue.rows.isEmpty else { return [] }
    let row = min(max(row, 0), queue.rows.count - 1)
    guard row != queue.shown else { return [] }
    queue.shown = row
    look = Look()
    chosen = nil
    waited = 0
    return want()
  }

  /// Asks for the shown film and the next ones, and lets go of what is no longer near.
  mutating func want() -> [Effect] {
    cancelUnwanted() + queue.wanted.flatMap { ask(for: $0) }
  }

  private mutating func cancelUnwanted() -> [Effect] {
    var effects: [Effect] = []
    let wanted = queue.wanted
    for row in queue.rows.indices where !wanted.contains(row) {
      guard case .opening = queue.rows[row].status else { continue }
      queue.rows[row].status = .unopened
      effects.append(.cancelOpen(row: row))
    }
    let near = Set(wanted.compactMap { queue.rows[$0].film?.study })
    for (study, status) in readings.sorted(by: { $0.key < $1.key }) where !near.contains(study) {
      guard case .waiting = status else { continue }
      readings[study] = nil
      effects.append(.cancelInfer(study))
    }
    return effects
  }

  private mutating func ask(for row: Int) -> [Effect] {
    switch queue.rows[row].status {
    case .unopened:
      let generation = queue.nextGeneration()
      queue.rows[row].status = .opening(generation: generation)
      return [.open(row: row, generation: generation)]
    case .open(let film):
      guard case .ready = model, readings[film.study] == nil else { return [] }
      let generation = queue.nextGeneration()
      readings[film.study] = .waiting(generation: generation)
      return [.infer(film.study, generation: generation)]
    case .opening, .refused: return []
    }
  }

  mutating func open(_ row: Int, _ generation: Int, _ film: FilmFacts) -> [Effect] {
    guard awaits(row, generation) else { return [] }
    queue.rows[row].status = .open(film)
    queue.rows[row].study = film.study
    if row == queue.shown { waited = 0 }
    return want()
  }

  mutating func refuse(_ row: Int, _ generation: Int, _ reason: String) {
    if awaits(row, generation) { queue.rows[row].status = .refused(reason) }
  }

  mutating func identify(_ row: Int, _ study: StudyID) {
    if queue.rows.indices.contains(row), queue.rows[row].study == nil { queue.rows[row].study = study }
  }

  /// Takes a reading, or the reason why there is none, if it is still awaited.
  mutating func settle(_ study: StudyID, _ generation: Int, _ status: ReadingStatus) {
    if readings[study] == .waiting(generation: generation) { readings[study] = status }
  }

  private func awaits(_ row: Int, _ generation: Int) -> Bool {
    queue.rows.indices.contains(row) && queue.rows[row].status == .opening(generation: generation)
  }
}
