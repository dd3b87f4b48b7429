/// Which films are wanted, and what becomes of the results that come for them.

import Review

extension State {
  /// Puts a row on the screen, with a fresh look: nothing set for one film acts on another.
  mutating func show(_ row: Int) -> [Effect] {
    guard !queue.rows.isEmpty else { return [] }
    let row = min(max(row, 0), queue.rows.count - 1)
    guard row != queue.shown else { return [] }
    queue.shown = row
    queue.beside = nil
    sample = nil
    if stack.count > 1, top is AnnotateScreen || top is CompareScreen { close() }
    look = Look()
    chosen = nil
    waited = 0
    return want()
  }

  /// Goes so many rows on in the queue.
  mutating func moveStudy(_ by: Int) -> [Effect] {
    guard !queue.list.isEmpty else { return [] }
    let isListed = queue.list.contains(queue.shown)
    let place = queue.place + (isListed || by <= 0 ? by : by - 1)
    return show(queue.list[min(max(place, 0), queue.list.count - 1)])
  }

  /// What the filter may look up.
  package var filterFacts: FilterFacts {
    FilterFacts(
      signedOff: ledger.signedOff, answered: ledger.answered, escalated: ledger.escalated,
      marked: queue.marked)
  }

  /// Makes the list anew after a change of filter, bucket or sorting.
  mutating func arrange() { queue.arrange(filterFacts) }

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
      guard status.awaited != nil else { continue }
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
      let anyway = ledger.record(of: film.study).isReadAnyway
      return [.infer(film.study, generation: generation, anyway: anyway)]
    case .opening, .refused: return []
    }
  }

  mutating func open(_ row: Int, _ generation: Int, _ film: FilmFacts) -> [Effect] {
    guard awaits(row, generation) else { return [] }
    queue.rows[row].status = .open(film)
    queue.name(row, film.study)
    queue.rows[row].header.take(film)
    if row == queue.shown { waited = 0 }
    return want()
  }

  /// Takes films that were found. The list grows at its end unless the reader has sorted or filtered it.
  mutating func add(_ names: [String]) -> [Effect] {
    queue.add(names.map(QueuedFilm.init), filterFacts)
    return want()
  }

  mutating func describe(_ headers: [Int: RowHeader]) {
    for (row, var header) in headers where queue.rows.indices.contains(row) {
      header.priors = max(header.priors, queue.rows[row].priors.count)
      if let film = queue.rows[row].film { header.take(film) }
      queue.rows[row].header = header
    }
  }

  mutating func relate(_ priors: [Int: [Int]]) {
    for (row, earlier) in priors where queue.rows.indices.contains(row) {
      queue.rows[row].priors = earlier
      queue.rows[row].header.priors = earlier.count
    }
  }

  /// Takes rows out of the list whose files hold no image. From one on the screen it goes on to the next film.
  mutating func passOver(_ reasons: [Int: String]) -> [Effect] {
    for (row, reason) in reasons where queue.rows.indices.contains(row) {
      queue.rows[row].status = .refused(reason)
      queue.rows[row].isFilm = false
    }
    arrange()
    guard reasons[queue.shown] != nil, let next = queue.list.first(where: { $0 > queue.shown }) else {
      return want()
    }
    return show(next)
  }

  mutating func refuse(_ row: Int, _ generation: Int, _ reason: String) {
    if awaits(row, generation) { queue.rows[row].status = .refused(reason) }
  }

  mutating func check(_ row: Int, _ quality: FilmQuality) {
    if queue.rows.indices.contains(row), queue.rows[row].study == quality.study {
      queue.rows[row].quality = quality
    }
  }

  mutating func identify(_ row: Int, _ study: StudyID) {
    if queue.rows.indices.contains(row), queue.rows[row].study == nil { queue.name(row, study) }
  }

  /// Takes a reading, or the reason why there is none, if it is still awaited.
  mutating func settle(_ study: StudyID, _ generation: Int, _ status: ReadingStatus) {
    guard readings[study]?.awaited == generation else { return }
    readings[study] = status
    if case .done(let reading) = status, reading.study == study { queue.judge(study, RowVerdict(reading)) }
  }

  private func awaits(_ row: Int, _ generation: Int) -> Bool {
    queue.rows.indices.contains(row) && queue.rows[row].status == .opening(generation: generation)
  }
}

extension RowHeader {
  /// What an open film's header says; what was known stays where it says nothing.
  mutating func take(_ film: FilmFacts) {
    age = film.age ?? age
    sex = film.sex ?? sex
    view = film.view ?? view
    date = film.date ?? date
  }
}
