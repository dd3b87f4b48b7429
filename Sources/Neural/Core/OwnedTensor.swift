/// A tensor with memory of its own, for what is computed once, at load.

package final class OwnedTensor {
  package let tensor: Tensor

  /// Uninitialised numbers of that shape.
  package init(_ shape: [Int]) {
    tensor = Tensor(FloatMemory.allocate(shape.reduce(1, *)), shape)
  }

  package convenience init(copying other: Tensor) {
    self.init(other.shape)
    tensor.copy(from: other)
  }

  deinit { tensor.base.deallocate() }
}
