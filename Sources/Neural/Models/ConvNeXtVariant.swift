/// The sizes of ConvNeXt V2, as a table.

/// Depths and widths of the four stages, and how the two layers of the MLP are written in the weight file.
package struct ConvNeXtVariant: Sendable, Equatable {
  package let name: String
  package let depths: [Int]
  package let widths: [Int]
  /// The MLP's weights are 1×1 convolutions, [out, in, 1, 1], not matrices. The arithmetic is the same.
  package let pointwise: Bool

  /// The width of the features that the network hands to its head.
  package var features: Int { widths[widths.count - 1] }

  /// The published sizes (Woo et al. 2023; widths and MLP form as in timm), and `micro`, which is small enough for tests.
  package static let all: [ConvNeXtVariant] = [
    .init(name: "micro", depths: [1, 1, 2, 1], widths: [8, 16, 24, 40], pointwise: false),
    .init(name: "atto", depths: [2, 2, 6, 2], widths: [40, 80, 160, 320], pointwise: true),
    .init(name: "femto", depths: [2, 2, 6, 2], widths: [48, 96, 192, 384], pointwise: true),
    .init(name: "pico", depths: [2, 2, 6, 2], widths: [64, 128, 256, 512], pointwise: true),
    .init(name: "nano", depths: [2, 2, 8, 2], widths: [80, 160, 320, 640], pointwise: true),
    .init(name: "tiny", depths: [3, 3, 9, 3], widths: [96, 192, 384, 768], pointwise: false),
    .init(name: "small", depths: [3, 3, 27, 3], widths: [96, 192, 384, 768], pointwise: false),
    .init(name: "base", depths: [3, 3, 27, 3], widths: [128, 256, 512, 1024], pointwise: false),
    .init(name: "large", depths: [3, 3, 27, 3], widths: [192, 384, 768, 1536], pointwise: false),
    .init(name: "huge", depths: [3, 3, 27, 3], widths: [352, 704, 1408, 2816], pointwise: false),
  ]
}

extension ConvNeXtVariant {
  /// Multiply-adds of the convolutions and matrix products of one forward pass of the backbone.
  package func multiplyAdds(height: Int, width: Int) -> Int {
    var (rows, columns) = (height / 4, width / 4)
    var sum = rows * columns * 48 * widths[0]
    for (stage, width) in widths.enumerated() {
      if stage > 0 {
        (rows, columns) = (rows / 2, columns / 2)
        sum += rows * columns * 4 * widths[stage - 1] * width
      }
      sum += depths[stage] * rows * columns * (49 * width + 8 * width * width)
    }
    return sum
  }
}
