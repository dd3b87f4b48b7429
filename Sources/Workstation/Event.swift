/// Everything that can happen to the workstation, and everything that it can ask for.

package import Review
package import Terminal
package import Trust

/// Something happened. A result carries the generation of the request that it answers.
package enum Event: Equatable, Sendable {
  case key(Key)
  case mouse(Mouse)
  /// Text that came as one piece: it may fill a line that is being typed, and is never a command.
  case pasted(String)
  /// The window gained or lost the keyboard.
  case focused(Bool)
  case resized(Surface)
  case opened(row: Int, generation: Int, FilmFacts)
  case refused(row: Int, generation: Int, String)
  /// What the quality checks noticed on the film of a row.
  case checked(row: Int, FilmQuality)
  /// A row's hash became known without opening it.
  case identified(row: Int, StudyID)
  case read(Reading, generation: Int)
  /// A reading as it stands before all members and views have spoken.
  case readPart(Reading, generation: Int)
  case notRead(StudyID, generation: Int, String)
  case model(ModelStatus)
  /// The act of this ticket is on the disk as this decision.
  case saved(ticket: Int, Decision)
  case notSaved(ticket: Int, String)
  /// More films were found; they come after those that are there.
  case found([String])
  /// What the headers of rows said.
  case described([Int: RowHeader])
  /// The rows of earlier films of the same patient, the latest first.
  case priors([Int: [Int]])
  /// Rows whose files turned out to hold no image, and what they hold in a sentence.
  case noFilms([Int: String])
  case scanned(ScanProgress)
  /// What was given to read and is not there, in a sentence.
  case missing(String)
  case exported(String)
  case woke(ticket: Int)
  /// A pixel's value after the modality transform, or nil where the film is no longer to be had.
  case probed(StudyID, column: Int, row: Int, Double?)
  /// The presentation states that were found for a frame of a film, by their labels.
  case presentations(StudyID, [PresentationFacts])
  /// The shown film has been awaited for so many seconds.
  case waited(Double)
  /// How finely the shown film is on the glass; nil while it is not there at all.
  case developed(Quality?)
  /// What the terminal can show.
  case examined(TerminalReport)
  /// The days of the audit log against the pack's calibration, and which of them is today.
  case days([DayDrift], today: String)
  /// Why nothing can be said of the days.
  case noDays(String)
}

/// Something to be done outside. The run loop performs it and answers with one event, where there is an answer.
package enum Effect: Equatable, Sendable {
  case open(row: Int, generation: Int)
  case cancelOpen(row: Int)
  /// Has a film read; `anyway` if the quality checks reject it, too.
  case infer(StudyID, generation: Int, anyway: Bool = false)
  case cancelInfer(StudyID)
  case save(ticket: Int, StudyID, Act)
  /// Says so after a while, with the ticket.
  case wake(ticket: Int, milliseconds: Int)
  /// What is the value of this pixel?
  case probe(StudyID, frame: Int, column: Int, row: Int)
  /// Which presentation states are there for this frame of this film?
  case findPresentations(StudyID, frame: Int)
  /// Write files for others, and say what became of them.
  case export(ExportPlan)
  /// Keep the saved views for later sittings.
  case keepViews([Int: SavedView])
  /// What can the terminal show?
  case examine
  /// How do the days of the audit log compare with calibration?
  case measureDays(Drift.Rule)
  /// Draw everything again, pictures too.
  case redraw
  case suspend
  case quit
}
