/// A tensor with memory of its own, for what is computed once, at load.

package final class OwnedTensor {
  package let tensor: Tensor

  /// Uninitialised numbers of that shape.
  package init(_ shape: [Int]) {
    let count = max(1, shape.reduce(1, *))
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Float>.stride, alignment: 64)
    tensor = Tensor(memory.bindMemory(to: Float.self, capacity: count), shape)
  }

  package convenience init(copying other: Tensor) {
    self.init(other.shape)
    tensor.copy(from: other)
  }

  deinit { tensor.base.deallocate() }
}
