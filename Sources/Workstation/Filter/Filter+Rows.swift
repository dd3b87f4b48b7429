/// Which rows of the queue a filter leaves: fast enough to follow each key over 100,000 of them.

package import Review

/// What a filter may look up besides the row itself.
package struct FilterFacts: Sendable {
  package var signedOff: Set<StudyID>
  package var answered: Set<StudyID>
  package var escalated: Set<StudyID>
  package var marked: Set<Int>

  package init(
    signedOff: Set<StudyID> = [], answered: Set<StudyID> = [], escalated: Set<StudyID> = [],
    marked: Set<Int> = []
  ) {
    self.signedOff = signedOff
    self.answered = answered
    self.escalated = escalated
    self.marked = marked
  }
}

extension Filter {
  /// The indices of the rows that stay, in their order; with `letters` the best match first.
  package func rows(of films: [QueuedFilm], _ facts: FilterFacts) -> [Int] {
    if let letters { return Self.fuzzy(letters, films) }
    let tests = terms.map { Compiled($0) }
    if tests.isEmpty { return isInverse ? [] : Array(films.indices) }
    return films.indices.filter { index in
      tests.allSatisfy { $0.holds(films[index], index, facts) } != isInverse
    }
  }

  private static func fuzzy(_ letters: String, _ films: [QueuedFilm]) -> [Int] {
    let scored = films.indices.compactMap { index in
      fuzzyScore(letters, in: films[index].name).map { (score: $0, index: index) }
    }
    return scored.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.map(\.index)
  }
}

/// A term with its text made ready for comparing bytes.
private struct Compiled {
  private let term: FilterTerm
  private let needle: [UInt8]
  private let inner: [Compiled]

  init(_ term: FilterTerm) {
    self.term = term
    switch term {
    case .text(let text): (needle, inner) = (Array(text.utf8), [])
    case .not(let term): (needle, inner) = ([], [Compiled(term)])
    default: (needle, inner) = ([], [])
    }
  }

  func holds(_ film: QueuedFilm, _ index: Int, _ facts: FilterFacts) -> Bool {
    switch term {
    case .not: return !inner[0].holds(film, index, facts)
    case .text:
      return contains(film.name, needle) || (film.header.view.map { contains($0, needle) } ?? false)
        || (film.study.map { contains($0.sha256, needle) } ?? false)
    case .finding(let labels, let comparison):
      guard let verdict = film.verdict else { return false }
      return labels.contains { label in
        guard label < verdict.probabilities.count else { return false }
        guard let comparison else { return verdict.states[label] != .absent }
        return comparison.holds(Double(verdict.probabilities[label]))
      }
    case .number(let field, let comparison):
      return film.number(field, row: index).map(comparison.holds) ?? false
    case .view(let view): return film.header.view?.lowercased() == view
    case .sex(let sex): return film.header.sex?.lowercased() == sex
    case .date(let sign, let text): return film.header.date.map { compare($0, sign, text) } ?? false
    case .flag(let flag): return film.has(flag, row: index, facts)
    }
  }

  /// `=` holds for the beginning of a date, so that `date=2026-02` is a month.
  private func compare(_ date: String, _ sign: Comparison.Sign, _ text: String) -> Bool {
    let start = String(date.prefix(text.count))
    return switch sign {
    case .atLeast: start >= text
    case .atMost: start <= text
    case .more: start > text
    case .less: start < text
    case .equal: start == text
    }
  }
}

/// Whether `text` contains `needle`, given in lower case; ASCII letters of either case are equal.
private func contains(_ text: String, _ needle: [UInt8]) -> Bool {
  let found = text.utf8.withContiguousStorageIfAvailable { bytes -> Bool in
    guard needle.count <= bytes.count else { return false }
    for start in 0...(bytes.count - needle.count) {
      var length = 0
      while length < needle.count {
        let byte = bytes[start + length]
        guard (byte >= 65 && byte <= 90 ? byte + 32 : byte) == needle[length] else { break }
        length += 1
      }
      if length == needle.count { return true }
    }
    return false
  }
  return found ?? text.lowercased().contains(String(decoding: needle, as: UTF8.self))
}

extension QueuedFilm {
  func number(_ field: FilterField, row: Int) -> Double? {
    switch field {
    case .p: verdict?.lead.map { Double(verdict?.probabilities[$0] ?? 0) }
    case .age: header.age
    case .priors: Double(header.priors)
    case .row: Double(row + 1)
    }
  }

  package func has(_ flag: RowFlag, row: Int, _ facts: FilterFacts) -> Bool {
    switch flag {
    case .done: study.map(facts.signedOff.contains) ?? false
    case .open: !(study.map(facts.signedOff.contains) ?? false)
    case .mine: study.map(facts.answered.contains) ?? false
    case .escalated: study.map(facts.escalated.contains) ?? false
    case .urgent: verdict?.isCritical ?? false || study.map(facts.escalated.contains) ?? false
    case .critical: verdict?.isCritical ?? false
    case .abstain: verdict?.states.contains(.uncertain) ?? false
    case .ood: verdict?.isForeign ?? false
    case .refused: if case .refused = status { true } else { false }
    case .marked: facts.marked.contains(row)
    case .unread: verdict == nil
    }
  }
}
