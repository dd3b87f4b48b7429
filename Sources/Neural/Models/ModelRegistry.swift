/// The architectures by name: `<variant>.<head>`, such as `convnextv2_base.csra`.

/// One row a head; each comes with every backbone of `ConvNeXtVariant.all`.
package enum ModelRegistry {
  private enum Kind: String, CaseIterable { case csra, standard }

  /// All names, in order.
  package static var names: [String] {
    ConvNeXtVariant.all.flatMap { variant in
      Kind.allCases.map { "\(variant.name).\($0.rawValue)" }
    }
  }

  /// A network for reading: its weights are packed, and those of the source released.
  /// - Parameter precision: what its blocks multiply in.
  /// - Throws: `.unknownModel` with the known names, or what the source throws.
  package static func make(
    _ name: String, labels: Int, precision: Precision = .float32,
    _ source: inout some WeightSource & ~Copyable
  ) throws(WeightError) -> any FindingNetwork {
    let (kind, variant) = try find(name)
    switch kind {
    case .csra: return try PackedNetwork<CSRAHead>(&source, variant, precision, labels: labels)
    case .standard: return try PackedNetwork<StandardHead>(&source, variant, precision, labels: labels)
    }
  }

  /// The same network as it learns, over the source's own memory.
  package static func trainable(
    _ name: String, labels: Int, _ source: inout some WeightSource & ~Copyable
  ) throws(WeightError) -> any TrainableNetwork {
    let (kind, variant) = try find(name)
    switch kind {
    case .csra: return try ConvNeXtNetwork<CSRAHead>(&source, variant, labels: labels)
    case .standard: return try ConvNeXtNetwork<StandardHead>(&source, variant, labels: labels)
    }
  }

  private static func find(_ name: String) throws(WeightError) -> (Kind, ConvNeXtVariant) {
    let kind = Kind(rawValue: String(name.drop { $0 != "." }.dropFirst()))
    guard let variant = variant(of: name), let kind else { throw .unknownModel(name, known: names) }
    return (kind, variant)
  }

  /// The backbone that a name speaks of; nil if there is none of that name.
  package static func variant(of name: String) -> ConvNeXtVariant? {
    name.contains(".") ? ConvNeXtVariant(String(name.prefix { $0 != "." })) : nil
  }
}
