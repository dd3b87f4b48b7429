/// The whole workstation as one value: what is queued, shown, read, answered and saved.

package import Review
package import Terminal
package import Trust

/// Everything that a screen is drawn from. Only `update` changes it.
package struct State: Equatable, Sendable {
  package var surface: Surface
  package var queue: Queue
  package var readings: [StudyID: ReadingStatus] = [:]
  package var model: ModelStatus
  package var ledger: Ledger
  /// The commands with the keys that they have under the reader's keymap.
  package var keys = KeyTable.standard
  package var look = Look()
  /// The label that `y n m` answer and that the overlay explains; nil is the first in the list.
  package var chosen: String?
  package var focus: Pane
  /// The open screens; the last has the keys, the first never closes.
  package var stack = [OpenScreen(screen: ReadingScreen())]
  /// What lies over the screen for one key, or until Esc: a prefix or a mode.
  package var layer: Context?
  /// What was last said of a pixel.
  package var sample: PixelSample?
  /// Whether the pack's findings stay hidden on every film until the reader reveals them there.
  package var isBlindFirst = false
  /// Whether nothing can be decided: the session is only looked at.
  package var isReadOnly = false
  package var views: [Int: SavedView] = [:]
  package var scan = ScanProgress()
  /// When the session summary speaks of drift.
  package var driftRule = Drift.Rule()
  package var days = DaysStatus.awaited
  /// One sentence for the last line, gone at the next key.
  package var message: Message?
  /// What the mouse is dragging.
  package var drag: Drag?
  /// Whether the reader asked to see whose film it is.
  package var showsPatient = false
  /// How finely the shown film is on the glass; nil while it is not there at all.
  package var quality: Quality?
  /// What the terminal said of itself, once somebody asked.
  package var examination: TerminalReport?
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

  /// The scores of the pack's calibration; nil while there is no pack, or where it kept none.
  var reference: ScoreReference? {
    if case .ready(let facts) = model { facts.reference } else { nil }
  }

  /// The row on the screen; nil in an empty queue.
  package var shown: QueuedFilm? { queue.rows.indices.contains(queue.shown) ? queue.rows[queue.shown] : nil }

  /// What the shown film's header and pixels said, once it is open.
  package var film: FilmFacts? {
    guard let film = shown?.film else { return nil }
    return look.presentation.map { film.presented(by: $0) } ?? film
  }

  /// The reading of the film on the screen. It is looked up by that film's own hash, so it can be no other film's.
  package var reading: Reading? {
    guard let study = film?.study, let reading = readings[study]?.reading, reading.study == study
    else { return nil }
    return reading
  }

  /// The decisions in force on the shown film.
  package var record: Record { film.map { ledger.record(of: $0.study) } ?? Record() }

  /// Whether the reader is waiting for the shown film or for its reading.
  package var isWaiting: Bool {
    switch shown?.status {
    case .opening: true
    case .open(let film): readings[film.study]?.awaited != nil
    case .unopened, .refused, nil: false
    }
  }

  /// Whether the findings of the shown film are hidden from the reader.
  package var isBlind: Bool { film.map { isHidden($0.study) } ?? isBlindFirst }

  /// Whether the pack's findings on a film are hidden: the reader reads first and has not asked for them there.
  package func isHidden(_ study: StudyID) -> Bool {
    isBlindFirst && ledger.record(of: study).blindAnswers == nil
  }

  /// A row as the reader may see it: without the pack's verdict while that is hidden.
  package func visible(_ row: Int) -> QueuedFilm {
    var film = queue.rows[row]
    if isBlindFirst, film.study.map(isHidden) ?? true { film.verdict = nil }
    return film
  }

  /// The findings in the order of the list; none while they are hidden.
  package var findings: [Finding] {
    isBlind ? [] : reading.map { inReadingOrder($0.findings, last: zeroShot) } ?? []
  }

  /// The labels that the pack's networks were never trained on.
  package var zeroShot: Set<String> {
    if case .ready(let pack) = model { pack.zeroShot } else { [] }
  }

  /// The scores of a pack that nobody calibrated, the highest first; none while they are hidden.
  package var uncalibrated: [UncalibratedScore] {
    isBlind ? [] : (reading?.uncalibrated ?? []).sorted { $0.ensemble.value > $1.ensemble.value }
  }

  /// What can be answered, in the order of the list. While the findings are hidden it is the pack's own order.
  package var listedLabels: [String] {
    if isBlind { return reading.map { $0.findings.map(\.label) + $0.uncalibrated.map(\.label) } ?? [] }
    let findings = findings
    return findings.isEmpty ? uncalibrated.map(\.label) : findings.map(\.label)
  }

  /// The label under the cursor.
  package var chosenLabel: String? {
    let labels = listedLabels
    return labels.first { $0 == chosen } ?? labels.first
  }

  /// The label whose map is shown: the one under the cursor, where nothing is hidden.
  package var explainedLabel: String? { isBlind ? nil : chosenLabel }

  /// The finding under the cursor.
  package var chosenFinding: Finding? {
    chosenLabel.flatMap { label in findings.first { $0.label == label } }
  }
}

/// The parts of the screen that keys can go to.
package enum Pane: String, CaseIterable, Sendable {
  case queue, film, findings
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
  /// The model card, as Markdown.
  package let card: String
  /// The scores of its calibration; nil where it kept none.
  package let reference: ScoreReference?
  /// Labels that the networks were never trained on: findings apart from all others.
  package let zeroShot: Set<String>
  /// Whether its networks compute in eight bits.
  package let isReduced: Bool

  package init(
    name: String, hash: String, caution: String?, card: String = "", reference: ScoreReference? = nil,
    zeroShot: Set<String> = [], isReduced: Bool = false
  ) {
    self.isReduced = isReduced
    self.zeroShot = zeroShot
    self.card = card
    self.reference = reference
    self.name = name
    self.hash = hash
    self.caution = caution
  }
}

/// How far the network has got with one film.
package enum ReadingStatus: Equatable, Sendable {
  case waiting(generation: Int)
  /// Some members or views have spoken; more will.
  case partial(Reading, generation: Int)
  case done(Reading)

  /// The request whose answer is still awaited.
  var awaited: Int? {
    switch self {
    case .waiting(let generation), .partial(_, let generation): generation
    case .done, .failed: nil
    }
  }

  /// What is known so far.
  var reading: Reading? {
    switch self {
    case .partial(let reading, _), .done(let reading): reading
    case .waiting, .failed: nil
    }
  }
  case failed(String)
}

/// The value of one pixel of one film.
package struct PixelSample: Equatable, Sendable {
  package let study: StudyID
  package let column: Int
  package let row: Int
  package let value: Double
}
