/// What can be wrong with the numbers that a calibration or a metric is asked to work on.

package enum TrustError: Error, Equatable, Sendable {
  case lengths(scores: Int, truth: Int)
  case notFinite(index: Int)
  case noFilms
  /// Neither a temperature nor a threshold can be fitted where nothing varies.
  case oneClass

  /// One line: what, where, what to try.
  package var sentence: String {
    switch self {
    case .lengths(let scores, let truth):
      "\(scores) scores stand beside \(truth) truths: give one truth for each score."
    case .notFinite(let index):
      "The score of film \(index + 1) is not a finite number: the network failed on it; leave it out."
    case .noFilms:
      "There are no films to measure on: give a split with at least one."
    case .oneClass:
      "Every film of the split has the same truth for every label: give positives and negatives."
    }
  }
}
