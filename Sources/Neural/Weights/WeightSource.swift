/// Where a model takes its parameters from, by PyTorch name and shape.

/// A model's initialiser asks for each tensor once, in the order of the state dict. The same initialiser therefore loads a
/// file strictly, lays out a trainable store, a gradient store of the same shape, or seeded random weights for a benchmark.
package protocol WeightSource: ~Copyable {
  /// A source that reports at its end (`WeightReader`) may hand out zeros for a tensor that it lacks.
  /// - Throws: `WeightError`, naming the tensor.
  mutating func take(_ name: String, _ shape: [Int]) throws(WeightError) -> Tensor
  /// The integer step counter of a batch norm: required in strict files, unused in arithmetic.
  mutating func takeCounter(_ name: String) throws(WeightError)
  /// The same for a tensor that is needed during `use` alone: a file's float32 numbers are shown where they lie, uncopied, and
  /// those of 16 bits also as they are.
  mutating func lend<Result>(
    _ name: String, _ shape: [Int], _ use: (Tensor, Halves?) -> Result
  ) throws(WeightError) -> Result
  /// The product of the layer `name`, whose weight has that shape: as it was packed before, or as `pack` makes it.
  mutating func packed<Product: PackedProduct>(
    _ name: String, _ shape: [Int], _ pack: (inout Self) throws(WeightError) -> Product
  ) throws(WeightError) -> Product
}

extension WeightSource where Self: ~Copyable {
  package mutating func lend<Result>(
    _ name: String, _ shape: [Int], _ use: (Tensor, Halves?) -> Result
  ) throws(WeightError) -> Result {
    use(try take(name, shape), nil)
  }

  package mutating func packed<Product: PackedProduct>(
    _ name: String, _ shape: [Int], _ pack: (inout Self) throws(WeightError) -> Product
  ) throws(WeightError) -> Product {
    try pack(&self)
  }
}
