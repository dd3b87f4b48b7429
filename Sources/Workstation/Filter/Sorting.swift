/// The orders of the queue, and the priority by which triage proposes one.

import Review

package enum SortKey: String, CaseIterable, Sendable {
  /// The order in which the films were given.
  case order
  case priority, probability, name, age, date, priors
}

package struct Sorting: Equatable, Sendable {
  package var key = SortKey.order
  package var isReversed = false

  package init() {}

  /// The rows in this order. Rows that say nothing come last; equal rows keep the order given.
  func sorted(_ rows: [Int], of films: [QueuedFilm], escalated: Set<StudyID>) -> [Int] {
    switch key {
    case .order: return isReversed ? rows.reversed() : rows
    case .name: return by(rows) { films[$0].name }
    case .date: return by(rows, descending: true) { films[$0].header.date ?? "" }
    case .age: return by(rows, descending: true) { films[$0].header.age ?? -1 }
    case .priors: return by(rows, descending: true) { Double(films[$0].header.priors) }
    case .probability: return by(rows, descending: true) { films[$0].number(.p, row: $0) ?? -1 }
    case .priority:
      return by(rows) { row in
        let film = films[row]
        let isEscalated = film.study.map(escalated.contains) ?? false
        return Double(Priority(film, isEscalated: isEscalated).level) - (film.number(.p, row: row) ?? 0) / 2
      }
    }
  }

  private func by<K: Comparable>(_ rows: [Int], descending: Bool = false, _ key: (Int) -> K) -> [Int] {
    let keyed = rows.enumerated().map { (key: key($0.element), place: $0.offset, row: $0.element) }
    let down = descending != isReversed
    return keyed.sorted { a, b in
      if a.key != b.key { return down ? b.key < a.key : a.key < b.key }
      return a.place < b.place
    }.map(\.row)
  }
}

/// How soon a film should be looked at, and why. It reorders; it never hides.
package struct Priority: Equatable, Sendable {
  /// 1 urgent, 2 something is present or open, 3 nothing found, 4 not read yet.
  package let level: Int
  package let reason: String

  package init(_ film: QueuedFilm, isEscalated: Bool) {
    if isEscalated {
      (level, reason) = (1, "escalated by a reader")
      return
    }
    guard let verdict = film.verdict else {
      if case .refused = film.status {
        (level, reason) = (2, "could not be opened: a human has to look")
      } else if film.quality?.isRejected == true {
        (level, reason) = (2, "kept from the model by the checks: a human has to look")
      } else {
        (level, reason) = (4, "not read by the model yet")
      }
      return
    }
    if verdict.isForeign == true {
      (level, reason) = (2, "unlike the films that the model knows: not scored")
      return
    }
    guard let lead = verdict.lead else {
      (level, reason) = (3, "no calibrated probability")
      return
    }
    let number = probabilityText(Double(verdict.probabilities[lead]))
    if normalLabels.contains(verdict.labels[lead]) {
      (level, reason) = (3, "\(verdict.labels[lead]) \(number), nothing else over its threshold")
      return
    }
    switch verdict.states[lead] {
    case .present where verdict.isCritical:
      (level, reason) = (1, "\(verdict.labels[lead]) \(number), critical")
    case .present: (level, reason) = (2, "\(verdict.labels[lead]) \(number), over its threshold")
    case .uncertain: (level, reason) = (2, "\(verdict.labels[lead]) \(number), the model abstains")
    case .absent: (level, reason) = (3, "nothing over its threshold")
    }
  }
}
