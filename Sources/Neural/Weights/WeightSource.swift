/// Where a model takes its parameters from, by PyTorch name and shape.

/// A model's initialiser asks for each tensor once, in the order of the state dict. The same initialiser therefore loads a
/// file strictly, lays out a trainable store, a gradient store of the same shape, or seeded random weights for a benchmark.
package protocol WeightSource: ~Copyable {
  /// - Throws: `WeightError.missing` or `.shape`, naming the tensor.
  mutating func take(_ name: String, _ shape: [Int]) throws(WeightError) -> Tensor
  /// The integer step counter of a batch norm: required in strict files, unused in arithmetic.
  mutating func takeCounter(_ name: String) throws(WeightError)
}

/// What can be wrong with a weight file. Facts only; `WeightError+Sentence.swift` words them.
package enum WeightError: Error, Equatable, Sendable {
  case unreadable(file: String, reason: String)
  case malformed(file: String, reason: String)
  case missing([String])
  case unexpected([String])
  case shape(name: String, expected: [Int], found: [Int])
  case dtype(name: String, found: String)
  case notFinite(name: String)
}
