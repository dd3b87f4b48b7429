/// The films to be read, in order, and how far each has got.

package import Imaging
package import Review
package import Terminal

/// One film of the work list. Until it is opened only its name is known: its identity is the hash of its bytes.
package struct QueuedFilm: Equatable, Sendable {
  /// The file's name as the queue shows it.
  package let name: String
  package var status = FilmStatus.unopened
  /// Whether the file holds an image, or may; what holds none is never listed.
  package var isFilm = true
  /// The hash of the file's bytes, known once it was opened or counted.
  package var study: StudyID?
  package var header = RowHeader()
  /// The rows of earlier films of the same patient, the latest first.
  package var priors: [Int] = []
  /// What the pack said of it; nil until it was read.
  package var verdict: RowVerdict?
  /// What the checks noticed; nil until they were made.
  package var quality: FilmQuality?

  package init(name: String) { self.name = name }

  package var film: FilmFacts? {
    if case .open(let facts) = status { facts } else { nil }
  }
}

/// How far a film has got on its way from the disk. A result of another generation than the awaited one is stale.
package enum FilmStatus: Equatable, Sendable {
  case unopened
  case opening(generation: Int)
  case open(FilmFacts)
  /// The sentence says what was wrong with the file.
  case refused(String)
}

/// Rows in the order in which they came, and the list that filter and sorting make of them.
package struct Queue: Equatable, Sendable {
  package var rows: [QueuedFilm]
  /// The row on the screen.
  package var shown = 0
  /// The rows of the list, in its order. The shown row stays on the screen when the list leaves it out.
  package private(set) var list: [Int]
  package var filter = Filter()
  package var sorting = Sorting()
  package var bucket = Bucket.all
  package var marked: Set<Int> = []
  /// The row that stands beside the shown one for comparison.
  package var beside: Int?
  /// Counts requests; each carries its number and its answer is believed only under the same number.
  package var generation = 0
  private var rowOf: [StudyID: Int] = [:]

  package init(rows: [QueuedFilm]) {
    self.rows = rows
    list = Array(rows.indices)
    for (index, row) in rows.enumerated() { if let study = row.study { rowOf[study] = index } }
  }

  /// Where the shown row stands in the list, or would stand.
  package var place: Int {
    list.firstIndex(of: shown) ?? list.firstIndex { $0 > shown } ?? max(0, list.count - 1)
  }

  /// The rows worth having ready: the shown one and the next two of the list.
  package var wanted: [Int] {
    guard rows.indices.contains(shown) else { return [] }
    let next = list.firstIndex(of: shown).map { list.dropFirst($0 + 1) } ?? list[...]
    return [shown] + (beside.map { $0 == shown ? [] : [$0] } ?? []) + next.prefix(2).filter { $0 != beside }
  }

  package func row(of study: StudyID) -> Int? { rowOf[study] }

  /// How many rows of this queue are among the studies.
  package func count(in studies: Set<StudyID>) -> Int { studies.count { rowOf[$0] != nil } }

  mutating func name(_ row: Int, _ study: StudyID) {
    rows[row].study = study
    rowOf[study] = row
  }

  /// Puts what the pack said to every row of these bytes: a film may be there twice.
  mutating func judge(_ study: StudyID, _ verdict: RowVerdict?) {
    for row in rows.indices where rows[row].study == study { rows[row].verdict = verdict }
  }

  mutating func add(_ films: [QueuedFilm], _ facts: FilterFacts) {
    rows += films
    arrange(facts)
  }

  /// Makes the list anew from filter, bucket and sorting. Results that arrive later do not move rows under the reader.
  mutating func arrange(_ facts: FilterFacts) {
    var kept = filter.rows(of: rows, facts).filter { rows[$0].isFilm }
    if let flag = bucket.flag { kept.removeAll { rows[$0].has(flag, row: $0, facts) == bucket.isWithout } }
    let keepsOrder = filter.letters != nil && sorting == Sorting()
    list = keepsOrder ? kept : sorting.sorted(kept, of: rows, escalated: facts.escalated)
  }

  mutating func nextGeneration() -> Int {
    generation += 1
    return generation
  }
}

/// The parts into which the browser divides the queue.
package enum Bucket: String, CaseIterable, Sendable {
  case all = "All", inbox = "Inbox", urgent = "Urgent", abstain = "Abstain", ood = "OOD", mine = "Mine"
  case done = "Done"

  var flag: RowFlag? {
    switch self {
    case .all: nil
    case .inbox, .done: .done
    case .urgent: .urgent
    case .abstain: .abstain
    case .ood: .ood
    case .mine: .mine
    }
  }

  /// The inbox holds what is not done.
  var isWithout: Bool { self == .inbox }
}

/// What is known of an open film: its header's facts and the windows that its pixels suggest. No pixels, no names.
package struct FilmFacts: Equatable, Sendable {
  package let study: StudyID
  package let rows: Int
  package let columns: Int
  package let bitsStored: Int
  /// ViewPosition (0018,5101), such as `PA`.
  package let view: String?
  /// StudyDate (0008,0020) as `2026-02-11`.
  package let date: String?
  /// PatientOrientation (0020,0020); nil where the header does not say.
  package let orientation: PatientOrientation?
  /// Millimetres a pixel; nil where the film does not say.
  package let spacing: PixelSpacing?
  /// Age in years and `F`, `M` or `O`; nil where the film does not say.
  package let age: Double?
  package let sex: String?
  /// Whose film it is, masked until somebody asks; nil where the file has no place for a patient.
  package let identity: PatientIdentity?
  /// The windows that can be chosen; always holds `.auto`, and `.file` only where the file's own rendering shows something.
  package var windows: [WindowPreset: Window]
  /// The file's own rendering is a table (VOI LUT), which no centre and width describe.
  package var hasTable: Bool
  package let frames: Int

  package init(
    study: StudyID, rows: Int, columns: Int, bitsStored: Int, view: String? = nil, date: String? = nil,
    orientation: PatientOrientation? = nil, windows: [WindowPreset: Window], hasTable: Bool = false,
    spacing: PixelSpacing? = nil, age: Double? = nil, sex: String? = nil, identity: PatientIdentity? = nil,
    frames: Int = 1
  ) {
    self.identity = identity
    self.frames = frames
    self.spacing = spacing
    self.age = age
    self.sex = sex
    self.study = study
    self.rows = rows
    self.columns = columns
    self.bitsStored = bitsStored
    self.view = view
    self.date = date
    self.orientation = orientation
    self.windows = windows
    self.hasTable = hasTable
  }
}

extension FilmFacts {
  package var size: PixelSize { PixelSize(width: columns, height: rows) }
}
