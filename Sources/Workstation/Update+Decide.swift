/// Answers, sign-off and undo.

import Review

extension State {
  /// Answers the finding under the cursor and moves to the next.
  mutating func answer(_ answer: Answer) -> [Effect] {
    guard let study = film?.study, let finding = chosenFinding else { return [] }
    choose((chosenIndex ?? 0) + 1)
    return record(.answer(label: finding.label, answer), on: study)
  }

  /// Signs the shown study off and goes to the next unreviewed one, unless something still needs the reader.
  mutating func signOff() -> [Effect] {
    guard let study = film?.study else {
      return refuse(
        isRefused ? "a film that could not be opened cannot be signed off" : "the film is not there yet")
    }
    if case .waiting = readings[study] { return refuse("the model is still reading this film") }
    if model == .loading { return refuse("the model is still being loaded") }
    let record = record
    if let open = findings.firstIndex(where: { $0.state == .uncertain && record.answers[$0.label] == nil }) {
      choose(open)
      return refuse("? answer \(findings[open].label) first")
    }
    let saving = record.signOff == .open ? self.record(.signOff, on: study) : []
    return saving + goToUnreviewed()
  }

  /// Takes the last act back, and shows the study that it was about.
  mutating func undo() -> [Effect] {
    guard let last = ledger.session.lastStanding else { return [] }
    let saving = record(.undo(sequence: last.sequence), on: last.study)
    let row = shown?.study == last.study ? nil : queue.rows.firstIndex { $0.study == last.study }
    let moving = row.map { show($0) } ?? []
    switch last.act {
    case .answer(let label, _):
      if film?.study == last.study { chosen = label }
      message = .notice("took back the answer to \(label)")
    case .signOff: message = .notice("took back the sign-off of \(last.study)")
    case .undo: break
    }
    return saving + moving
  }

  private var isRefused: Bool {
    if case .refused = shown?.status { true } else { false }
  }

  private mutating func refuse(_ sentence: String) -> [Effect] {
    message = .refusal(sentence)
    return []
  }

  private mutating func record(_ act: Act, on study: StudyID) -> [Effect] {
    [.save(ticket: ledger.append(act, on: study), study, act)]
  }

  private mutating func goToUnreviewed() -> [Effect] {
    let done = ledger.signedOff
    let count = queue.rows.count
    for step in 1..<max(1, count) {
      let row = (queue.shown + step) % count
      if case .refused = queue.rows[row].status { continue }
      if let study = queue.rows[row].study, done.contains(study) { continue }
      return show(row)
    }
    message = .notice("every film is signed off")
    return []
  }
}
