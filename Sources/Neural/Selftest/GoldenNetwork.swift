/// Which network a golden file of outputs belongs to, read from its name.

/// `[large_]<model>_<size>`, where the model is `convnextv2_<variant>_<head>` or `micro_v2_<head>`.
struct GoldenNetwork {
  /// The model's name in the names of weight files and manifests.
  let model: String
  let variant: ConvNeXtVariant
  let isStandard: Bool

  init?(_ file: String) {
    let parts = file.split(separator: "_").drop { $0 == "large" }
    guard parts.count == 4, let size = parts.last, size.allSatisfy({ $0.isNumber || $0 == "x" }) else {
      return nil
    }
    let words = Array(parts.dropLast())
    let variantName = words[0] == "micro" && words[1] == "v2" ? "micro" : String(words[1])
    guard words[0] == "convnextv2" || variantName == "micro", ["csra", "standard"].contains(words[2]),
      let variant = ConvNeXtVariant.all.first(where: { $0.name == variantName })
    else { return nil }
    model = words.joined(separator: "_")
    self.variant = variant
    isStandard = words[2] == "standard"
  }
}
