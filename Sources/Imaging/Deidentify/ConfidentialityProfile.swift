/// What happens to each attribute when a film leaves without its patient (PS3.15 E.2, Basic Application Level
/// Confidentiality Profile).

package enum ConfidentialityProfile {
  /// What the standard's table asks for an attribute. Where it leaves a choice, the object's own definition decides whether
  /// the attribute may be absent or empty, so the choice falls on what every definition allows.
  package enum Rule: String, CaseIterable, Sendable {
    case remove = "X"
    case dummy = "D"
    case empty = "Z"
    case uid = "U"
    case removeOrDummy = "X/D"
    case removeOrEmpty = "X/Z"
    case removeEmptyOrDummy = "X/Z/D"
    case emptyOrDummy = "Z/D"
    case removeEmptyOrUID = "X/Z/U*"

    package var action: Action {
      switch self {
      case .remove: .remove
      case .empty, .removeOrEmpty: .empty
      case .dummy, .removeOrDummy, .removeEmptyOrDummy, .emptyOrDummy: .dummy
      case .uid, .removeEmptyOrUID: .uid
      }
    }
  }

  package enum Action: Character, Sendable {
    /// The attribute goes.
    case remove = "X"
    /// It stays without a value; Patient's Name and Patient ID get the patient's pseudonym.
    case empty = "Z"
    /// It gets a value that means nothing. A sequence keeps its items, which are cleaned in turn.
    case dummy = "D"
    /// Each UID becomes its pseudonym, so that references between files still hold.
    case uid = "U"
  }

  /// Tag (group * 65536 + element) and action, by rising tag.
  package static let actions: [(tag: UInt32, action: Action)] = table.flatMap { rule, tags in
    tags.split(whereSeparator: \.isWhitespace).compactMap { tag in
      UInt32(tag, radix: 16).map { ($0, rule.action) }
    }
  }.sorted { $0.tag < $1.tag }
}
