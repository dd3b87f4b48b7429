/// The whole workstation as one value: what is queued, shown, read, answered and saved.

package import Review

/// Everything that a screen is drawn from. Only `update` changes it.
package struct State: Equatable, Sendable {
  package var surface: Surface
  package var queue: Queue
  package var readings: [StudyID: ReadingStatus] = [:]
  package var model: ModelStatus
  package var ledger: Ledger
  package var look = Look()
  /// The label that `y n m` answer and that the overlay explains; nil is the first in the list.
  package var chosen: String?
  package var focus: Pane
  package var mode = Mode.reading
  /// One sentence for the last line, gone at the next key.
  package var message: Message?
  /// Seconds that the shown film has kept its reader waiting, as the run loop reports them.
  package var waited = 0.0

  /// - Parameter session: what earlier sittings left in the session file.
  package init(films: [QueuedFilm], surface: Surface, model: ModelStatus, session: Session = Session()) {
    self.surface = surface
    self.model = model
    queue = Queue(rows: films)
    ledger = Ledger(session)
    focus = Layout(surface).queue == nil ? .findings : .queue
  }

  /// The row on the screen; nil in an empty queue.
  package var shown: QueuedFilm? { queue.rows.indices.contains(queue.shown) ? queue.rows[queue.shown] : nil }

  /// What the shown film's header and pixels said, once it is open.
  package var film: FilmFacts? { shown?.film }

  /// The reading of the film on the screen. It is looked up by that film's own hash, so it can be no other film's.
  package var reading: Reading? {
    guard let study = film?.study, case .done(let reading) = readings[study], reading.study == study
    else { return nil }
    return reading
  }

  /// The decisions in force on the shown film.
  package var record: Record { film.map { ledger.record(of: $0.study) } ?? Record() }

  /// Whether the reader is waiting for the shown film or for its reading.
  package var isWaiting: Bool {
    switch shown?.status {
    case .opening: true
    case .open(let film): readings[film.study].map { if case .waiting = $0 { true } else { false } } ?? false
    case .unopened, .refused, nil: false
    }
  }

  /// The findings in the order of the list.
  package var findings: [Finding] { reading.map { inReadingOrder($0.findings) } ?? [] }

  /// The finding under the cursor.
  package var chosenFinding: Finding? { findings.first { $0.label == chosen } ?? findings.first }
}

/// The parts of the screen that keys can go to.
package enum Pane: String, CaseIterable, Sendable {
  case queue, film, findings
}

/// What the keys mean now.
package enum Mode: Equatable, Sendable {
  case reading, windowing
  /// The list of keys, from its line `top`.
  case help(top: Int)
  /// `q` was pressed while an act was on its way to the disk: leaves when it is there.
  case leaving
}

/// A sentence and how grave it is.
package enum Message: Equatable, Sendable {
  case notice(String), refusal(String)
}

/// The pack, as far as the screen is concerned.
package enum ModelStatus: Equatable, Sendable {
  case loading
  /// No pack was given and none was found.
  case none
  case ready(PackFacts)
  /// The pack was there but must not be used; the sentence says which file and why.
  case refused(String)
}

/// What the screen says of a pack.
package struct PackFacts: Equatable, Sendable {
  package let name: String
  /// SHA-256 over the pack, in hexadecimal.
  package let hash: String
  /// What a reader must know before believing a number, from the model card; nil when there is nothing beyond the usual.
  package let caution: String?

  package init(name: String, hash: String, caution: String?) {
    self.name = name
    self.hash = hash
    self.caution = caution
  }
}

/// How far the network has got with one film.
package enum ReadingStatus: Equatable, Sendable {
  case waiting(generation: Int)
  case done(Reading)
  case failed(String)
}
