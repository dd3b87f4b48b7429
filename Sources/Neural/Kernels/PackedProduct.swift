/// What the products of a network have in common: weights that are packed once, and can be kept in a file.

/// One entry of a file that keeps a product, by the end of its name.
package typealias PackedPart = (name: String, type: ElementType, bytes: UnsafeRawBufferPointer)

package protocol PackedProduct: AnyObject {
  /// Packs a weight [out, in] that is lent, with the same numbers in 16 bits where its file has such, for the best kernels.
  /// - Parameters:
  ///   - scale: what each column of x is multiplied by beforehand [in].
  ///   - shift: what is then added to it [in].
  ///   - gain: what each column of y, its bias included, is multiplied by in the end [out].
  init(lent weight: Tensor, _ halves: Halves?, bias: Tensor, scale: Tensor?, shift: Tensor?, gain: Tensor?)
  /// As a file holds it under `name`; nil where it has none of that shape for the best kernels.
  init?(_ file: SafetensorsFile, _ name: String, from inputs: Int, to outputs: Int)
  /// What a file needs to hold of it.
  var parts: [PackedPart] { get }
}

extension PackedProduct {
  /// The layer `name` of a source: its weight is packed where it lies, not copied first, unless it was packed before.
  static func read(
    _ w: inout some WeightSource & ~Copyable, _ name: String, from inputs: Int, to outputs: Int,
    pointwise: Bool, scale: Tensor? = nil, shift: Tensor? = nil, gain: Tensor? = nil
  ) throws(WeightError) -> Self {
    let shape = Linear.weightShape(from: inputs, to: outputs, pointwise: pointwise)
    return try w.packed(name, shape) { w throws(WeightError) in
      let bias = try w.take("\(name).bias", [outputs])
      return try w.lend("\(name).weight", shape) { weight, halves in
        Self(
          lent: weight.reshaped([outputs, inputs]), halves, bias: bias, scale: scale, shift: shift, gain: gain
        )
      }
    }
  }
}
