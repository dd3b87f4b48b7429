/// The queue's filter as a value: what a row must be to stay in the list.

/// Terms that must all hold. `text` is what the reader typed.
package struct Filter: Equatable, Sendable {
  package var text = ""
  package var terms: [FilterTerm] = []
  /// `/!`: the rows that would go are the ones that stay.
  package var isInverse = false
  /// `/-f`: letters that must come in order in the name; nil where the terms decide.
  package var letters: String?

  package init() {}

  package var isEmpty: Bool { terms.isEmpty && letters == nil && !isInverse }
}

package indirect enum FilterTerm: Equatable, Sendable {
  case not(FilterTerm)
  /// Text in the name, the short hash or the view, in lower case.
  case text(String)
  /// One of these findings, by their place among the pack's labels: as the comparison says, or else not absent.
  case finding([Int], Comparison?)
  /// A number of the row; for `.p`, of its leading finding.
  case number(FilterField, Comparison)
  case view(String)
  case sex(String)
  /// A date as `2026-02-11` or a beginning of one.
  case date(Comparison.Sign, String)
  case flag(RowFlag)
}

/// The numbers that a filter can compare.
package enum FilterField: String, CaseIterable, Sendable {
  case p, age, priors, row
}

/// States of a row that have a name: `flag:ood`, `is:done`, or the bare word.
package enum RowFlag: String, CaseIterable, Sendable {
  case done, open, urgent, abstain, ood, refused, marked, mine, unread, critical, escalated
}

package struct Comparison: Equatable, Sendable {
  package enum Sign: String, CaseIterable, Sendable {
    case atLeast = ">=", atMost = "<=", more = ">", less = "<", equal = "="
  }

  package let sign: Sign
  package let value: Double

  package init(_ sign: Sign, _ value: Double) {
    self.sign = sign
    self.value = value
  }

  package func holds(_ number: Double) -> Bool {
    switch sign {
    case .atLeast: number >= value
    case .atMost: number <= value
    case .more: number > value
    case .less: number < value
    case .equal: number == value
    }
  }
}

/// What is wrong with a filter, in a sentence.
package struct FilterError: Error, Equatable, Sendable {
  package let sentence: String
}
