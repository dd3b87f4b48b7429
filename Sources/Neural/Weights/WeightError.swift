/// What can be wrong with weights. Facts only; `WeightError+Sentence.swift` words them.

package enum WeightError: Error, Equatable, Sendable {
  case unreadable(file: String, reason: String)
  case unwritable(file: String, reason: String)
  case malformed(file: String, reason: String)
  case missing([String])
  case unexpected([String])
  case shape(name: String, expected: [Int], found: [Int])
  case dtype(name: String, found: String)
  case notFinite(name: String)
  /// A file that differs from the architecture in more than one way.
  case mismatch(WeightMismatch)
  /// No architecture has this name.
  case unknownModel(String, known: [String])
}

/// Every difference between the tensors that an architecture asks for and those that a file holds.
package struct WeightMismatch: Error, Equatable, Sendable {
  package struct Misshapen: Equatable, Sendable {
    package let name: String
    package let expected: [Int]
    package let found: [Int]
  }
  /// Asked for, not in the file; in asking order.
  package var missing: [String] = []
  /// In the file, not asked for; in the file's order.
  package var unexpected: [String] = []
  package var misshapen: [Misshapen] = []

  /// The plainest error that tells all of it; nil when nothing differs.
  var error: WeightError? {
    switch (missing.count, unexpected.count, misshapen.count) {
    case (0, 0, 0): nil
    case (_, 0, 0): .missing(missing)
    case (0, _, 0): .unexpected(unexpected)
    case (0, 0, 1):
      .shape(name: misshapen[0].name, expected: misshapen[0].expected, found: misshapen[0].found)
    default: .mismatch(self)
    }
  }
}
