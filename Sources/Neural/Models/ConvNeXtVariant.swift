/// The sizes of ConvNeXt, as a table.

/// V1: Liu et al., "A ConvNet for the 2020s", 2022. V2: Woo et al., "ConvNeXt V2", 2023.
package enum ConvNeXtGeneration: String, Sendable {
  case v1 = "convnext"
  case v2 = "convnextv2"
}

/// A generation, depths and widths of the four stages, and how the two layers of the MLP are written in the weight file.
package struct ConvNeXtVariant: Sendable, Equatable {
  package let generation: ConvNeXtGeneration
  package let size: String
  package let depths: [Int]
  package let widths: [Int]
  /// The MLP's weights are 1×1 convolutions, [out, in, 1, 1], not matrices. The arithmetic is the same.
  package let pointwise: Bool

  /// As in timm: `convnext_base`, `convnextv2_atto`.
  package var name: String { "\(generation.rawValue)_\(size)" }

  /// The width of the features that the network hands to its head.
  package var features: Int { widths[widths.count - 1] }

  /// The published sizes (widths and MLP form as in timm), and `micro`, which is small enough for tests.
  package static let all = [ConvNeXtGeneration.v2, .v1].flatMap { generation in
    sizes.filter { $0.only ?? generation == generation }.map {
      ConvNeXtVariant(
        generation: generation, size: $0.name, depths: $0.depths, widths: $0.widths, pointwise: $0.pointwise)
    }
  }

  private typealias Size = (
    name: String, depths: [Int], widths: [Int], pointwise: Bool, only: ConvNeXtGeneration?
  )

  private static let sizes: [Size] = [
    ("micro", [1, 1, 2, 1], [8, 16, 24, 40], false, nil),
    ("atto", [2, 2, 6, 2], [40, 80, 160, 320], true, nil),
    ("femto", [2, 2, 6, 2], [48, 96, 192, 384], true, nil),
    ("pico", [2, 2, 6, 2], [64, 128, 256, 512], true, nil),
    ("nano", [2, 2, 8, 2], [80, 160, 320, 640], true, nil),
    ("tiny", [3, 3, 9, 3], [96, 192, 384, 768], false, nil),
    ("small", [3, 3, 27, 3], [96, 192, 384, 768], false, nil),
    ("base", [3, 3, 27, 3], [128, 256, 512, 1024], false, nil),
    ("large", [3, 3, 27, 3], [192, 384, 768, 1536], false, nil),
    ("xlarge", [3, 3, 27, 3], [256, 512, 1024, 2048], false, .v1),
    ("huge", [3, 3, 27, 3], [352, 704, 1408, 2816], false, .v2),
  ]
}

extension ConvNeXtVariant {
  /// The one of that name.
  package init?(_ name: String) {
    guard let variant = Self.all.first(where: { $0.name == name }) else { return nil }
    self = variant
  }

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
