/// A view of float32 numbers with a shape. It owns nothing: a `Workspace`, a weight file or a store does.

/// Row-major float32 numbers; pictures are channels last, `[N, H, W, C]`.
/// Not `Sendable`: a tensor never leaves the thread (or the actor) whose memory it points into.
package struct Tensor {
  package let base: UnsafeMutablePointer<Float>
  package let shape: [Int]

  package init(_ base: UnsafeMutablePointer<Float>, _ shape: [Int]) {
    self.base = base
    self.shape = shape
  }

  /// The number of elements.
  package var count: Int { shape.reduce(1, *) }
}
