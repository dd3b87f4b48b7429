/// The values that training from nothing starts with.

internal import Glibc

extension ParameterStore {
  /// Fills the store as timm does for ConvNeXt (`trunc_normal_` of deviation 0.02 for convolutions and linear layers,
  /// zero biases and GRN, unit norms, layer scales of 1e-6), with Xavier-uniform heads whose bias is `headBias`.
  ///
  /// The parameters of a head are those whose name does not begin with `backbone.`.
  package func start(seed: UInt64, headBias: Float = 0) {
    var generator = SplitMix64(seed: seed)
    for entry in layout.entries {
      let elements = elements(entry)
      switch Start(entry, headBias: headBias) {
      case .constant(let value): elements.update(repeating: value)
      case .truncatedNormal(let deviation):
        for i in elements.indices { elements[i] = generator.truncatedNormal(deviation) }
      case .uniform(let bound):
        for i in elements.indices { elements[i] = Float(generator.uniform(-bound, bound)) }
      }
    }
    counters = counters.map { _ in 0 }
  }
}

/// How one tensor starts.
private enum Start {
  case constant(Float)
  case truncatedNormal(Double)
  case uniform(Double)

  init(_ entry: ParameterLayout.Entry, headBias: Float) {
    let isHead = !entry.name.hasPrefix("backbone.")
    let isMatrix = entry.shape.count > 1
    let leaf = entry.name.split(separator: ".").last ?? ""
    switch leaf {
    case "weight" where isMatrix && isHead:
      // Xavier (Glorot and Bengio 2010): ±√(6 / (fan in + fan out)); the kernels of heads are 1x1.
      self = .uniform(sqrt(6 / Double(entry.shape[0] + entry.shape[1])))
    case "weight" where isMatrix: self = .truncatedNormal(0.02)
    case "weight": self = .constant(entry.name.contains(".grn.") ? 0 : 1)
    case "gamma": self = .constant(1e-6)
    case "running_var": self = .constant(1)
    case "bias" where entry.name == "head.classifier.bias" || entry.name == "classifier.6.bias":
      self = .constant(headBias)
    // Nearly nothing lies at nearly every place.
    case "bias" where entry.name.hasPrefix(RegionGuide.prefix) && entry.name.hasSuffix(".linear.bias"):
      self = .constant(-5)
    default: self = .constant(0)
    }
  }
}

extension SplitMix64 {
  /// A normal number of mean 0 within ±2; timm's bounds are absolute, so that none of deviation 0.02 is ever cut.
  fileprivate mutating func truncatedNormal(_ deviation: Double) -> Float {
    while true {
      let value = normal() * deviation
      if abs(value) <= 2 { return Float(value) }
    }
  }
}
