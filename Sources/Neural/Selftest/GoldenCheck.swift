/// One tensor of a golden file against ours.

/// The largest absolute error of one tensor and what it may be.
package struct GoldenCheck: Sendable, Equatable {
  package let file: String
  package let tensor: String
  /// Infinite where the shapes differ or a value is not a number.
  package let error: Double
  package let tolerance: Double

  package init(file: String, tensor: String, error: Double, tolerance: Double) {
    (self.file, self.tensor, self.error, self.tolerance) = (file, tensor, error, tolerance)
  }

  package var isWithin: Bool { error <= tolerance }

  /// `ok|FAIL file tensor error tolerance`
  package var line: String { "\(isWithin ? "ok  " : "FAIL") \(file) \(tensor) \(error) \(tolerance)" }

  /// The largest absolute difference.
  package static func distance(_ found: [Double], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    var largest = 0.0
    for (a, b) in zip(found, expected) {
      let difference = abs(a - b)
      guard !difference.isNaN else { return .infinity }
      largest = max(largest, difference)
    }
    return largest
  }
}
