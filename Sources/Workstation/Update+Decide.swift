/// Answers, sign-off and undo.

import Review

extension State {
  /// Answers the finding under the cursor and moves to the next.
  mutating func answer(_ answer: Answer) -> [Effect] {
    guard let study = film?.study, let label = chosenLabel else { return [] }
    choose((chosenIndex ?? 0) + 1)
    return record(.answer(label: label, answer), on: study)
  }

  /// Signs the shown study off and goes to the next unreviewed one, unless something still needs the reader.
  mutating func signOff() -> [Effect] {
    guard let study = film?.study else {
      return refuse(
        isRefused ? "a film that could not be opened cannot be signed off" : "the film is not there yet")
    }
    if !isBlind {
      if readings[study]?.awaited != nil { return refuse("the model is still reading this film") }
      if model == .loading { return refuse("the model is still being loaded") }
    }
    let record = record
    if let open = findings.firstIndex(where: { $0.state == .uncertain && record.answers[$0.label] == nil }) {
      choose(open)
      return refuse("? answer \(findings[open].label) first")
    }
    let saving = record.signOff == .open ? self.record(.signOff, on: study) : []
    return saving + goToUnreviewed()
  }

  /// Shows the findings of this film. What was answered without them is kept beside what is answered from now on.
  mutating func reveal() -> [Effect] {
    guard let study = film?.study else { return [] }
    return record(.reveal, on: study)
  }

  mutating func escalate() -> [Effect] {
    guard let study = film?.study else { return [] }
    let isEscalated = record.isEscalated
    message = .notice(isEscalated ? "no longer urgent" : "urgent: listed first by priority")
    return record(.escalate(!isEscalated), on: study)
  }

  /// Has the model read the shown film although the checks reject it, and keeps that it was asked to.
  mutating func readAnyway() -> [Effect] {
    guard let study = film?.study else { return [] }
    let saving = record(.readAnyway, on: study)
    return saving + reconsider(study, false)
  }

  /// Where a film that was not to be read now is, or the other way round, its reading is made anew.
  mutating func reconsider(_ study: StudyID, _ wasReadAnyway: Bool) -> [Effect] {
    guard ledger.record(of: study).isReadAnyway != wasReadAnyway else { return [] }
    readings[study] = nil
    queue.judge(study, nil)
    return want()
  }

  /// Takes the last act back, and shows the study that it was about.
  mutating func undo() -> [Effect] {
    guard let last = ledger.session.lastStanding else { return [] }
    let saving = record(.undo(sequence: last.sequence), on: last.study)
    if case .answer(let label, _) = last.act, film?.study == last.study { chosen = label }
    message = .notice("took back \(last.act.words) of \(last.study)")
    return saving + go(to: last.study)
  }

  /// Brings back what the last undo took, and shows the study that it was about.
  mutating func redo() -> [Effect] {
    guard let last = ledger.session.lastUndo else { return [] }
    let saving = record(.undo(sequence: last.sequence), on: last.study)
    message = .notice("done again")
    return saving + go(to: last.study)
  }

  private mutating func go(to study: StudyID) -> [Effect] {
    guard shown?.study != study, let row = queue.row(of: study) else { return [] }
    return show(row)
  }

  private var isRefused: Bool {
    if case .refused = shown?.status { true } else { false }
  }

  mutating func refuse(_ sentence: String) -> [Effect] {
    message = .refusal(sentence)
    return []
  }

  /// Has an act saved.
  mutating func record(_ act: Act, on study: StudyID) -> [Effect] {
    if isReadOnly { return refuse("this session is read-only: nothing can be decided") }
    return [.save(ticket: ledger.append(act, on: study), study, act)]
  }

  mutating func goToUnreviewed() -> [Effect] {
    let (done, list) = (ledger.signedOff, queue.list)
    let start = list.contains(queue.shown) ? queue.place + 1 : queue.place
    for step in 0..<list.count {
      let row = list[(start + step) % list.count]
      if case .refused = queue.rows[row].status { continue }
      if row == queue.shown || queue.rows[row].study.map(done.contains) ?? false { continue }
      return show(row)
    }
    message = .notice(
      queue.list.count < queue.rows.count
        ? "every film of this list is signed off" : "every film is signed off")
    return []
  }
}

extension Act {
  /// What was done, as the last line names it.
  var words: String {
    switch self {
    case .answer(let label, _): "the answer to \(label)"
    case .signOff: "the sign-off"
    case .reveal: "the reveal"
    case .escalate: "the urgency"
    case .readAnyway: "the order to read"
    case .note: "the note"
    case .annotate(let annotation): "the \(annotation.shape.rawValue)"
    case .erase: "the erasure"
    case .undo: "an undo"
    }
  }
}
