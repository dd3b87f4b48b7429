/// The architectures by name: `convnextv2_<size>.<head>`, such as `convnextv2_base.csra`.

/// One row a head; each comes in every size of `ConvNeXtVariant.all`.
package enum ModelRegistry {
  private enum Kind: String, CaseIterable { case csra, standard }

  /// All names, in order.
  package static var names: [String] {
    ConvNeXtVariant.all.flatMap { variant in
      Kind.allCases.map { "convnextv2_\(variant.name).\($0.rawValue)" }
    }
  }

  /// A network for reading.
  /// - Throws: `.unknownModel` with the known names, or what the source throws.
  package static func make(
    _ name: String, labels: Int, _ source: inout some WeightSource & ~Copyable
  ) throws(WeightError) -> any FindingNetwork {
    try trainable(name, labels: labels, &source)
  }

  /// The same network with its training face.
  package static func trainable(
    _ name: String, labels: Int, _ source: inout some WeightSource & ~Copyable
  ) throws(WeightError) -> any TrainableNetwork {
    for variant in ConvNeXtVariant.all where name.hasPrefix("convnextv2_\(variant.name).") {
      switch Kind(rawValue: String(name.drop { $0 != "." }.dropFirst())) {
      case .csra: return try ConvNeXtNetwork<CSRAHead>(&source, variant, labels: labels)
      case .standard: return try ConvNeXtNetwork<StandardHead>(&source, variant, labels: labels)
      case nil: continue
      }
    }
    throw .unknownModel(name, known: names)
  }
}
