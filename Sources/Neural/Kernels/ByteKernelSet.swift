/// The kernels of eight-bit layers, one set for each instruction that multiplies bytes.

internal import CKernels

/// A set of byte kernels. All make the same whole numbers of the same bytes; layers use `best`, tests compare all that the
/// machine has.
package enum ByteKernelSet: Int32, CaseIterable, Sendable {
  case scalar, avx2, vnni

  /// The widest that runs beside `KernelSet.best`.
  package static let best = ByteKernelSet(rawValue: hk8_default()) ?? .scalar

  /// Whether this processor can run the set.
  package var isAvailable: Bool { hk8_has(rawValue) != 0 }

  /// How many columns of a weight lie side by side.
  var panel: Int { hk8_panel(rawValue) }

  /// How many bytes a weight [out, in] is packed into.
  func packedSize(_ outputs: Int, _ inputs: Int) -> Int { hk8_packed_size(rawValue, outputs, inputs) }

  /// Layer normalisation of each row of x without weight and bias, as bytes.
  package func normalise(_ x: Tensor, epsilon: Float, into q: ByteRows) {
    precondition(x.rows == q.count && x.columns == q.columns, "a norm of unequal shapes")
    hk8_norm(rawValue, x.base, x.rows, x.columns, epsilon, q.bytes, q.step, q.least)
  }

  /// Halves times a factor for each column, as bytes.
  package func requantise(_ x: HalfRows, factor: Tensor, into q: ByteRows) {
    precondition(
      x.count == q.count && x.columns == q.columns && factor.count == q.columns,
      "rows and factors of unequal shapes")
    hk8_requantise(rawValue, x.base, factor.base, x.count, x.columns, q.bytes, q.step, q.least)
  }
}
