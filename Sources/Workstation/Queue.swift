/// The films to be read, in order, and how far each has got.

package import Imaging
package import Review

/// One film of the work list. Until it is opened only its name is known: its identity is the hash of its bytes.
package struct QueuedFilm: Equatable, Sendable {
  /// The file's name as the queue shows it.
  package let name: String
  package var status = FilmStatus.unopened
  /// The hash of the file's bytes, known once it was opened or counted.
  package var study: StudyID?

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

/// Rows by position, and the position on the screen.
package struct Queue: Equatable, Sendable {
  package var rows: [QueuedFilm]
  package var shown = 0
  /// Counts requests; each carries its number and its answer is believed only under the same number.
  package var generation = 0

  package init(rows: [QueuedFilm]) { self.rows = rows }

  /// The rows worth having ready: the shown one and the next two.
  package var wanted: Range<Int> { min(shown, rows.count)..<min(shown + 3, rows.count) }

  mutating func nextGeneration() -> Int {
    generation += 1
    return generation
  }
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
  /// The windows that can be chosen; always holds `.auto`, and `.file` only where the file's own rendering shows something.
  package let windows: [WindowPreset: Window]
  /// The file's own rendering is a table (VOI LUT), which no centre and width describe.
  package let hasTable: Bool

  package init(
    study: StudyID, rows: Int, columns: Int, bitsStored: Int, view: String? = nil, date: String? = nil,
    orientation: PatientOrientation? = nil, windows: [WindowPreset: Window], hasTable: Bool = false
  ) {
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

extension PatientOrientation {
  /// The letters for the picture's left and right edge (PS3.3 C.7.6.1.1.1); nil where the header's letter has no opposite.
  package var edges: (left: String, right: String)? {
    let opposite = ["L": "R", "R": "L", "A": "P", "P": "A", "H": "F", "F": "H"]
    return opposite[alongRow].map { ($0, alongRow) }
  }
}
