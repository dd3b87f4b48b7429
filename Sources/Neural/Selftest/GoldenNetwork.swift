/// Which network a golden file of outputs belongs to, read from its name.

/// `[large_]<model>_<size>`, where the model is `<variant>_<head>`, such as `convnextv2_atto_csra`, or `micro_v<n>_<head>`.
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
    let micro = ["v1": "convnext_micro", "v2": "convnextv2_micro"]
    let name = words[0] == "micro" ? micro[String(words[1])] ?? "" : words[0...1].joined(separator: "_")
    guard ["csra", "standard"].contains(words[2]), let variant = ConvNeXtVariant(name) else { return nil }
    model = words.joined(separator: "_")
    self.variant = variant
    isStandard = words[2] == "standard"
  }
}
