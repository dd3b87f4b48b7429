/// Golden outputs of whole networks: activations, logits, maps and gradients.

extension Selftest {
  func network(
    _ golden: GoldenNetwork, _ file: GoldenFile, _ threads: Threads
  ) throws(WeightError) -> [GoldenCheck] {
    golden.isStandard
      ? try run(golden, file, threads) { (run: inout GoldenRun<StandardHead>) throws(WeightError) in
        try run.compareStandard()
      }
      : try run(golden, file, threads) { (run: inout GoldenRun<CSRAHead>) throws(WeightError) in
        try run.compareCSRA()
      }
  }

  private func run<Head: FindingHead>(
    _ golden: GoldenNetwork, _ file: GoldenFile, _ threads: Threads,
    _ compare: (inout GoldenRun<Head>) throws(WeightError) -> Void
  ) throws(WeightError) -> [GoldenCheck] {
    let labels = file.shape("logits").last ?? 0
    let (network, owner): (ConvNeXtNetwork<Head>, AnyObject) = try weights(golden, labels: labels)
    var run = try GoldenRun(network, file, threads)
    try run.comparePictures()
    try compare(&run)
    let (packed, packedOwner): (PackedNetwork<Head>, AnyObject) = try weights(golden, labels: labels)
    try run.compareReading(packed)
    withExtendedLifetime((owner, packedOwner)) {}
    return run.file.checks
  }

  /// From `<model>.weights.safetensors` or `<model>.safetensors`, else from the manifest's seed.
  private func weights<Network: GoldenBuilt>(
    _ golden: GoldenNetwork, labels: Int
  ) throws(WeightError) -> (Network, AnyObject) {
    for ending in [".weights", ""] where fileExists("\(folder)/\(golden.model)\(ending).safetensors") {
      let file = try SafetensorsFile(path: "\(folder)/\(golden.model)\(ending).safetensors")
      let hidden = (file.entry("head.2.weight") ?? file.entry("classifier.2.weight"))?.shape.first ?? 512
      var names = GoldenNames(WeightReader(file), isGolden: file.entry("head.2.weight") != nil)
      let network = try Network(&names, golden.variant, labels: labels, hidden: hidden)
      return (network, try names.finish())
    }
    guard let seed = seeds[golden.model] else {
      throw .unreadable(
        file: "\(golden.model).weights.safetensors", reason: "it is missing, and so is a seed")
    }
    var source = SeededWeights(seed: seed, rename: goldenName)
    return (try Network(&source, golden.variant, labels: labels, hidden: 512), source)
  }
}

/// What a golden file's network can be built as.
private protocol GoldenBuilt {
  init(
    _ w: inout some WeightSource & ~Copyable, _ variant: ConvNeXtVariant, labels: Int, hidden: Int
  ) throws(WeightError)
}

extension ConvNeXtNetwork: GoldenBuilt {}
extension PackedNetwork: GoldenBuilt {
  init(
    _ w: inout some WeightSource & ~Copyable, _ variant: ConvNeXtVariant, labels: Int, hidden: Int
  ) throws(WeightError) {
    try self.init(&w, variant, .float32, labels: labels, hidden: hidden)
  }
}

/// The golden standard head is called `head`, the published one `classifier`.
private func goldenName(_ name: String) -> String {
  name.hasPrefix("classifier.") ? "head." + name.dropFirst("classifier.".count) : name
}

/// Reads a file under the golden name of each tensor.
private struct GoldenNames: WeightSource, ~Copyable {
  private var reader: WeightReader
  private let isGolden: Bool

  init(_ reader: consuming WeightReader, isGolden: Bool) {
    self.reader = reader
    self.isGolden = isGolden
  }

  mutating func take(_ name: String, _ shape: [Int]) throws(WeightError) -> Tensor {
    try reader.take(isGolden ? goldenName(name) : name, shape)
  }

  mutating func takeCounter(_ name: String) throws(WeightError) {
    try reader.takeCounter(isGolden ? goldenName(name) : name)
  }

  mutating func lend<Result>(
    _ name: String, _ shape: [Int], _ use: (Tensor, Halves?) -> Result
  ) throws(WeightError) -> Result {
    try reader.lend(isGolden ? goldenName(name) : name, shape, use)
  }

  consuming func finish() throws(WeightError) -> WeightStorage { try reader.finish() }
}
