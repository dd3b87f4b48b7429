/// What can be wrong with the numbers that a calibration or a metric is asked to work on.

package enum TrustError: Error, Equatable, Sendable {
  case lengths(scores: Int, truth: Int)
  case notFinite(index: Int)
  case noFilms
  /// Neither a temperature nor a threshold can be fitted where nothing varies.
  case oneClass
  /// A prevalence of 0 or 1, or none at all.
  case prevalence(Double)
  /// Feature vectors of different lengths.
  case dimensions(expected: Int, found: Int)
  /// Too few films for what is to be fitted.
  case tooFew(needed: Int, found: Int)
  case notAProbability(index: Int)

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
    case .prevalence(let value):
      "A prevalence of \(value) says that the finding is certain or impossible: give one between 0 and 1."
    case .dimensions(let expected, let found):
      "A feature vector has \(found) values where \(expected) are expected: it comes from another network."
    case .tooFew(let needed, let found):
      "\(found) films are too few to fit this: give at least \(needed)."
    case .notAProbability(let index):
      "The score of film \(index + 1) is not between 0 and 1: give calibrated probabilities."
    }
  }
}
