/// In what numbers the trunk of a network multiplies while it reads.

/// The stem, the downsampling, the depthwise convolutions, the norms and the head are float32 in either.
package enum Precision: String, CaseIterable, Codable, Sendable {
  /// IEEE 754 single precision throughout: what networks are trained in, and calibrated in.
  case float32
  /// The two large products of every block are made of whole numbers: activations of 7 bits, one range a row, found on the
  /// film; weights of 8 bits, one scale an output channel; exact sums of 32 bits. A logit then differs from float32's by some
  /// hundredths, and by about as much between processors of different kinds.
  case eightBits
}
