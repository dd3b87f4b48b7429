/// What the reader said: the session on the disk, and the acts that are on their way to it.

package import Review

/// Grows by acts; an act counts as saved only once the session file has it.
package struct Ledger: Equatable, Sendable {
  /// An act that was said and is not on the disk yet.
  package struct Pending: Equatable, Sendable {
    package let ticket: Int
    package let study: StudyID
    package let act: Act
  }

  /// What the session file holds.
  package private(set) var session: Session
  /// In the order in which they were said.
  package private(set) var pending: [Pending] = []
  /// Why the last act was not saved; stays until one is.
  package private(set) var failure: String?
  /// The studies that are signed off, on the disk or on the way; those with an answer; those that were escalated.
  package private(set) var signedOff: Set<StudyID> = []
  package private(set) var answered: Set<StudyID> = []
  package private(set) var escalated: Set<StudyID> = []
  private var tickets = 0

  package init(_ session: Session = Session()) {
    self.session = session
    for study in session.studies { refresh(study) }
  }

  /// Adds an act and returns the ticket under which its fate will be reported.
  mutating func append(_ act: Act, on study: StudyID) -> Int {
    tickets += 1
    pending.append(Pending(ticket: tickets, study: study, act: act))
    refresh(study)
    return tickets
  }

  /// The act is on the disk as `decision`.
  mutating func save(_ ticket: Int, as decision: Decision) {
    guard let index = pending.firstIndex(where: { $0.ticket == ticket }) else { return }
    pending.remove(at: index)
    do {
      try session.apply(decision)
      failure = nil
    } catch {
      failure = error.sentence
    }
    refresh(decision.study)
  }

  /// The act is not on the disk and never will be: it is as if it had not been said, and the screen says so.
  mutating func drop(_ ticket: Int, because reason: String) {
    let study = pending.first { $0.ticket == ticket }?.study
    pending.removeAll { $0.ticket == ticket }
    failure = reason
    if let study { refresh(study) }
  }

  private mutating func refresh(_ study: StudyID) {
    let record = record(of: study)
    func set(_ set: inout Set<StudyID>, _ isMember: Bool) {
      if isMember { set.insert(study) } else { set.remove(study) }
    }
    set(&signedOff, record.signOff != .open)
    set(&answered, !record.answers.isEmpty)
    set(&escalated, record.isEscalated)
  }

  /// What holds for one study.
  package func record(of study: StudyID) -> Record {
    let saved = session.record(of: study)
    var record = Record(
      answers: saved.answers.mapValues { Record.Said(answer: $0, isSaved: true) },
      signOff: saved.signedOff == nil ? .open : .saved)
    record.blindAnswers = saved.blindAnswers
    record.isEscalated = saved.isEscalated
    record.isReadAnyway = saved.isReadAnyway
    record.note = saved.note
    record.annotations = saved.annotations
    for said in pending where said.study == study { record.take(said.act) }
    return record
  }
}

/// The decisions in force on one study.
package struct Record: Equatable, Sendable {
  package struct Said: Equatable, Sendable {
    package let answer: Answer
    package let isSaved: Bool
  }

  package enum SignOff: Equatable, Sendable {
    case open, pending, saved
  }

  package var answers: [String: Said] = [:]
  package var signOff = SignOff.open
  /// What stood when the findings were revealed; nil while they were never hidden, or are still.
  package var blindAnswers: [String: Answer]?
  package var isEscalated = false
  /// The networks read the film although the quality checks reject it.
  package var isReadAnyway = false
  package var note: String?
  package var annotations: [Int: Annotation] = [:]

  package init() {}

  init(answers: [String: Said], signOff: SignOff) { (self.answers, self.signOff) = (answers, signOff) }

  /// Takes an act that is not on the disk yet.
  mutating func take(_ act: Act) {
    switch act {
    case .answer(let label, let answer):
      answers[label] = Said(answer: answer, isSaved: false)
      signOff = .open
    case .signOff: signOff = .pending
    case .reveal: if blindAnswers == nil { blindAnswers = answers.mapValues(\.answer) }
    case .escalate(let flag): isEscalated = flag
    case .readAnyway: isReadAnyway = true
    case .note(let text): note = text.isEmpty ? nil : text
    case .annotate(let annotation): annotations[annotation.id] = annotation
    case .erase(let id): annotations[id] = nil
    case .undo: break
    }
  }
}
