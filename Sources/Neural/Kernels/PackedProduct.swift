/// What the products of a network have in common: weights that are packed once, and can be kept in a file.

/// One entry of a file that keeps a product, by the end of its name.
package typealias PackedPart = (name: String, type: ElementType, bytes: UnsafeRawBufferPointer)

package protocol PackedProduct: AnyObject {
  /// As a file holds it under `name`; nil where it has none of that shape for the best kernels.
  init?(_ file: SafetensorsFile, _ name: String, from inputs: Int, to outputs: Int)
  /// What a file needs to hold of it.
  var parts: [PackedPart] { get }
}
