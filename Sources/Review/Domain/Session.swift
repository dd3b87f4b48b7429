/// A session: what follows from its decisions, as a fold over them.

package import Foundation

/// Where one study stands.
package struct StudyRecord: Equatable, Sendable {
  /// The reader's standing answers, by label.
  package internal(set) var answers: [String: Answer] = [:]
  /// When the study was signed off; `nil` while open. An answer given later opens it again.
  package internal(set) var signedOff: Date?
  /// What stood when the findings were revealed; nil where they were not hidden.
  package internal(set) var blindAnswers: [String: Answer]?
  package internal(set) var isEscalated = false
  /// The networks read the film although the quality checks reject it.
  package internal(set) var isReadAnyway = false
  package internal(set) var note: String?
  /// What is drawn on the film, by number.
  package internal(set) var annotations: [Int: Annotation] = [:]

  package init() {}

  /// Takes the next act that stands; `time` is when it was done.
  package mutating func take(_ act: Act, at time: Date) {
    switch act {
    case .answer(let label, let answer):
      answers[label] = answer
      signedOff = nil
    case .signOff: signedOff = time
    case .reveal: if blindAnswers == nil { blindAnswers = answers }
    case .escalate(let flag): isEscalated = flag
    case .readAnyway: isReadAnyway = true
    case .note(let text): note = text.isEmpty ? nil : text
    case .annotate(let annotation): annotations[annotation.id] = annotation
    case .erase(let id): annotations[id] = nil
    case .undo: break
    }
  }
}

/// How far a session has come.
package struct SessionStatistics: Equatable, Sendable {
  package let studies: Int
  package let signedOff: Int
  package let answers: Int
}

/// Every decision of a session, and what stands of them. A value: applying the same decisions gives the same session.
package struct Session: Equatable, Sendable {
  package private(set) var decisions: [Decision] = []
  /// Sequence numbers of the decisions that an undo has taken back.
  package private(set) var undone: Set<Int> = []
  /// Positions in `decisions`, by study.
  private var positions: [StudyID: [Int]] = [:]

  package init() {}

  /// The session that these decisions make.
  /// - Throws: `ReviewError.outOfOrder` or `.cannotUndo` at the first that does not follow from those before it.
  package init(_ decisions: [Decision]) throws(ReviewError) {
    for decision in decisions { try apply(decision) }
  }

  package var nextSequence: Int { decisions.count + 1 }

  /// Adds the next decision.
  /// - Throws: as `check`.
  package mutating func apply(_ decision: Decision) throws(ReviewError) {
    try check(decision)
    if case .undo(let target) = decision.act { takeBack(target) }
    positions[decision.study, default: []].append(decisions.count)
    decisions.append(decision)
  }

  /// - Throws: `ReviewError.outOfOrder` when the decision's number is not the next, `.cannotUndo` when it takes back what
  ///   is not there, is taken back already, or belongs to another study.
  package func check(_ decision: Decision) throws(ReviewError) {
    guard decision.sequence == nextSequence else {
      throw .outOfOrder(expected: nextSequence, found: decision.sequence)
    }
    guard case .undo(let target) = decision.act else { return }
    guard target > 0, target <= decisions.count, !undone.contains(target),
      decisions[target - 1].study == decision.study
    else { throw .cannotUndo(sequence: target) }
  }

  private mutating func takeBack(_ sequence: Int) {
    undone.insert(sequence)
    if case .undo(let target) = decisions[sequence - 1].act { bringBack(target) }
  }

  private mutating func bringBack(_ sequence: Int) {
    undone.remove(sequence)
    if case .undo(let target) = decisions[sequence - 1].act { takeBack(target) }
  }

  /// The latest decision that stands and is not itself an undo: what the next undo takes back.
  package var lastStanding: Decision? {
    decisions.last { decision in
      if case .undo = decision.act { return false }
      return !undone.contains(decision.sequence)
    }
  }

  /// The latest undo, when nothing was decided after it: what a redo takes back.
  package var lastUndo: Decision? {
    for decision in decisions.reversed() where !undone.contains(decision.sequence) {
      guard case .undo(let target) = decision.act else { return nil }
      if case .undo = decisions[target - 1].act { continue }
      return decision
    }
    return nil
  }

  /// The studies that were decided on, in the order of their first decision.
  package var studies: [StudyID] {
    positions.sorted { ($0.value.first ?? 0) < ($1.value.first ?? 0) }.map(\.key)
  }

  /// What stands on one study.
  package func record(of study: StudyID) -> StudyRecord {
    var record = StudyRecord()
    for position in positions[study] ?? [] where !undone.contains(position + 1) {
      record.take(decisions[position].act, at: decisions[position].time)
    }
    return record
  }

  package var statistics: SessionStatistics {
    let records = positions.keys.map(record(of:))
    return SessionStatistics(
      studies: records.count, signedOff: records.count { $0.signedOff != nil },
      answers: records.reduce(0) { $0 + $1.answers.count })
  }
}
