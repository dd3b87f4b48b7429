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
  private var tickets = 0

  package init(_ session: Session = Session()) { self.session = session }

  /// Adds an act and returns the ticket under which its fate will be reported.
  mutating func append(_ act: Act, on study: StudyID) -> Int {
    tickets += 1
    pending.append(Pending(ticket: tickets, study: study, act: act))
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
  }

  /// The act is not on the disk and never will be: it is as if it had not been said, and the screen says so.
  mutating func drop(_ ticket: Int, because reason: String) {
    pending.removeAll { $0.ticket == ticket }
    failure = reason
  }

  /// What holds for one study.
  package func record(of study: StudyID) -> Record {
    let saved = session.record(of: study)
    var record = Record(
      answers: saved.answers.mapValues { Record.Said(answer: $0, isSaved: true) },
      signOff: saved.signedOff == nil ? .open : .saved)
    for said in pending where said.study == study {
      switch said.act {
      case .answer(let label, let answer):
        record.answers[label] = Record.Said(answer: answer, isSaved: false)
        record.signOff = .open
      case .signOff: record.signOff = .pending
      case .undo: break
      }
    }
    return record
  }

  /// The studies that are signed off, on the disk or on the way.
  package var signedOff: Set<StudyID> {
    let studies = Set(session.studies).union(pending.map(\.study))
    return studies.filter { record(of: $0).signOff != .open }
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
}
