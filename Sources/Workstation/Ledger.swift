/// The reader's acts in order, and which of them are known to be on disk.

package import Review

/// What became of one line of the session file.
package enum Durability: Equatable, Sendable {
  case pending, saved, failed
}

/// One act, numbered as in the session file.
package struct Entry: Equatable, Sendable {
  package let sequence: Int
  package let study: StudyID
  package let act: Act
  package var durability: Durability
}

/// Append-only. What is in force is a fold over it, so undo is one more line and nothing is ever lost.
package struct Ledger: Equatable, Sendable {
  package private(set) var entries: [Entry]
  /// Why the last append failed; stays until one succeeds.
  package private(set) var failure: String?

  package init(decisions: [Decision] = []) {
    entries = decisions.map {
      Entry(sequence: $0.sequence, study: $0.study, act: $0.act, durability: .saved)
    }
  }

  /// Adds an act and returns the number under which it has to be saved.
  mutating func append(_ act: Act, on study: StudyID) -> Int {
    let sequence = (entries.last?.sequence ?? 0) + 1
    entries.append(Entry(sequence: sequence, study: study, act: act, durability: .pending))
    return sequence
  }

  mutating func settle(_ sequence: Int, failure reason: String?) {
    guard let index = entries.lastIndex(where: { $0.sequence == sequence }) else { return }
    entries[index].durability = reason == nil ? .saved : .failed
    failure = reason
  }

  /// Acts that are not on disk.
  package var unsaved: Int { entries.count { $0.durability != .saved } }

  /// The newest act that still holds and can be taken back.
  package var lastInForce: Entry? {
    let undone = undoneSequences
    return entries.last { entry in
      if case .undo = entry.act { return false }
      return !undone.contains(entry.sequence)
    }
  }

  /// What holds for one study.
  package func record(of study: StudyID) -> Record {
    let undone = undoneSequences
    var record = Record()
    for entry in entries where entry.study == study && !undone.contains(entry.sequence) {
      switch entry.act {
      case .answer(let label, let answer):
        record.answers[label] = Record.Said(answer: answer, durability: entry.durability)
      case .signOff: record.signOff = entry.durability
      case .undo: break
      }
    }
    return record
  }

  /// The studies whose sign-off is in force.
  package var signedOff: Set<StudyID> {
    let undone = undoneSequences
    return Set(entries.lazy.filter { $0.act == .signOff && !undone.contains($0.sequence) }.map(\.study))
  }

  private var undoneSequences: Set<Int> {
    Set(entries.compactMap { if case .undo(let sequence) = $0.act { sequence } else { nil } })
  }
}

/// The decisions in force on one study.
package struct Record: Equatable, Sendable {
  package struct Said: Equatable, Sendable {
    package let answer: Answer
    package let durability: Durability
  }

  package var answers: [String: Said] = [:]
  /// Whether, and how durably, the study is signed off.
  package var signOff: Durability?
}
