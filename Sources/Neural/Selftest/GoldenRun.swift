/// One network over the pictures of a golden file: every activation that the file holds, compared.

struct GoldenRun<Head: FindingHead> {
  let network: ConvNeXtNetwork<Head>
  var file: GoldenFile
  let ws = Workspace()
  let threads: Threads
  let pictures: [Tensor]
  let tapes: [BackboneTape]
  let logits: Tensor
  let headTape: Head.Tape
  let features: Tensor

  init(_ network: ConvNeXtNetwork<Head>, _ file: GoldenFile, _ threads: Threads) throws(WeightError) {
    (self.network, self.file, self.threads) = (network, file, threads)
    pictures = try Self.pictures(file, ws)
    var tapes: [BackboneTape] = []
    for picture in pictures {
      tapes.append(network.backbone.forward(picture, keep: .everything, ws, threads))
    }
    self.tapes = tapes
    let rows = tapes[0].features.rows
    features = ws.tensor([rows * tapes.count, tapes[0].features.columns])
    for (index, tape) in tapes.enumerated() {
      features.rows((index * rows)..<((index + 1) * rows)).copy(from: tape.features)
    }
    var unused = SplitMix64(seed: 0)
    (logits, headTape) = network.head.forward(
      features, pictures: pictures.count, training: false, ws, &unused)
  }

  /// `input` [N, 3, H, W], or else `grey` [H, W] after ImageNet's mean and deviation.
  private static func pictures(_ file: GoldenFile, _ ws: Workspace) throws(WeightError) -> [Tensor] {
    guard file.has("input") else {
      let shape = file.shape("grey")
      guard shape.count == 2 else { throw .missing(["grey"]) }
      let picture = ws.tensor(shape + [3])
      for (i, level) in try file.file.integers("grey").enumerated() {
        for (c, (mean, deviation)) in zip(imageNetMean, imageNetDeviation).enumerated() {
          picture.base[i * 3 + c] = (Float(level) / 255 - mean) / deviation
        }
      }
      return [picture]
    }
    let (values, shape) = (try file.file.floats("input"), file.shape("input"))
    let area = shape[2] * shape[3]
    return (0..<shape[0]).map { n in
      let picture = ws.tensor([shape[2], shape[3], 3])
      for p in 0..<area {
        for c in 0..<3 { picture.base[p * 3 + c] = values[(n * 3 + c) * area + p] }
      }
      return picture
    }
  }

  /// The activations of stem, first block and stages.
  mutating func comparePictures() throws(WeightError) {
    try compareMaps("stem") { $0.stages[0].input }
    try compareMaps("stage1.downsample") { $0.stages[1].input }
    for stage in 0..<4 { try compareMaps("stage\(stage)") { $0.stages[stage].output } }
    try compareMaps("block0") { tape in
      tape.stages[0].blocks.count > 1 ? tape.stages[0].blocks[1].x : tape.stages[0].output
    }
    try compareMaps("block0.conv_dw") { $0.stages[0].blocks[0].convolved }
    try compareMaps("block0.norm") { $0.stages[0].blocks[0].normed }
    try compareMaps("block0.fc1") { $0.stages[0].blocks[0].hidden }
    try compareMaps("block0.gelu") { $0.stages[0].blocks[0].activated }
    try compareMaps("block0.grn") { $0.stages[0].blocks[0].responses }
    let (fc2, ws) = (network.backbone.stages[0].blocks[0].fc2, ws)
    try compareMaps("block0.fc2") { tape in
      let projected = ws.tensor([tape.stages[0].input.rows, tape.stages[0].input.columns])
      fc2.forward(tape.stages[0].blocks[0].responses, into: projected)
      return projected
    }
    try compareBlockStatistics()
    try file.compare("logits", logits.values)
    try file.compare("probabilities", logits.values.map { 1 / (1 + Double(exponential(-$0))) })
  }

  /// The network as it reads films: packed, with its affine parts folded together.
  mutating func compareReading(_ packed: PackedNetwork<Head>) throws(WeightError) {
    guard file.has("logits") else { return }
    let ws = Workspace()
    var logits: [Float] = []
    for picture in pictures {
      let image = picture.reshaped([1] + picture.shape)
      guard let output = try? packed.read(image, gradCAM: [], ws, threads) else { continue }
      logits += output.logits
    }
    try file.compare("logits", logits)
  }

  /// Mean and root mean square of each block's output.
  private mutating func compareBlockStatistics() throws(WeightError) {
    var rows: [Double] = []
    for stage in tapes[0].stages {
      for output in stage.blocks.dropFirst().map(\.x) + [stage.output] {
        let (values, count) = (output.values, Double(output.count))
        rows.append(values.reduce(0) { $0 + Double($1) } / count)
        rows.append((values.reduce(0) { $0 + Double($1) * Double($1) } / count).squareRoot())
      }
    }
    try file.compare("block_stats", rows)
  }

  /// Compares a map of each picture, in the golden tensor's own order of axes.
  mutating func compareMaps(_ name: String, _ map: (BackboneTape) -> Tensor) throws(WeightError) {
    let shape = file.shape(name)
    guard shape.count == 4 else { return }
    let maps = tapes.map(map)
    let channelsLast = shape[3] == maps[0].columns && shape[1] * shape[2] == maps[0].rows
    try file.compare(name, maps.flatMap { channelsLast ? $0.values : $0.channelsFirst })
  }
}

private let imageNetMean: [Float] = [0.485, 0.456, 0.406]
private let imageNetDeviation: [Float] = [0.229, 0.224, 0.225]

extension Tensor {
  /// The transposed matrix: all positions of channel 0, then of channel 1, and so on.
  var channelsFirst: [Float] {
    var values: [Float] = []
    values.reserveCapacity(count)
    for c in 0..<columns { for r in 0..<rows { values.append(row(r)[c]) } }
    return values
  }
}
