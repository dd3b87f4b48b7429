/// Golden values of single pieces of training: batch norm, losses, optimiser, schedules.

extension Selftest {
  func batchNorm(_ golden: GoldenFile) throws(WeightError) -> [GoldenCheck] {
    var golden = golden
    let shape = golden.shape("input")
    guard shape.count == 4 else { throw .missing(["input"]) }
    let ws = Workspace()
    let store = ParameterStore(
      try ParameterLayout { w throws(WeightError) in try BatchNorm(&w, "before", shape[1]) })
    let norm = try store.model { w throws(WeightError) in try BatchNorm(&w, "before", shape[1]) }
    for entry in store.layout.entries {
      _ = store.elements(entry).update(from: try golden.file.floats(entry.name))
    }
    let slopes = ParameterStore(store.layout)
    let gradient = try slopes.model { w throws(WeightError) in try BatchNorm(&w, "before", shape[1]) }
    let x = try channelsLast("input", golden, ws)
    let y = ws.tensor(x.shape)
    let tape = norm.forward(x, into: y, training: true, ws)
    try golden.compare("output", channelsFirst(y, shape))
    let dy = try channelsLast("upstream", golden, ws)
    norm.backward(dy: dy, tape, dx: dy, into: gradient, ws)
    try golden.compare("grad.input", channelsFirst(dy, shape))
    try golden.compare("grad.weight", gradient.weight.values)
    try golden.compare("grad.bias", gradient.bias.values)
    try golden.compare("after.running_mean", norm.runningMean.values)
    try golden.compare("after.running_var", norm.runningVariance.values)
    return golden.checks
  }

  /// [N, C, H, W] of a file as [N·H·W, C].
  private func channelsLast(
    _ name: String, _ golden: GoldenFile, _ ws: Workspace
  ) throws(WeightError) -> Tensor {
    let (values, shape) = (try golden.file.floats(name), golden.shape(name))
    let area = shape[2] * shape[3]
    let matrix = ws.tensor([shape[0] * area, shape[1]])
    for (i, value) in values.enumerated() {
      let (n, c, p) = (i / area / shape[1], i / area % shape[1], i % area)
      matrix.row(n * area + p)[c] = value
    }
    return matrix
  }

  private func channelsFirst(_ x: Tensor, _ shape: [Int]) -> [Float] {
    let area = shape[2] * shape[3]
    return (0..<shape[0]).flatMap { x.rows(($0 * area)..<(($0 + 1) * area)).channelsFirst }
  }

  func losses(_ golden: GoldenFile) throws(WeightError) -> [GoldenCheck] {
    var golden = golden
    let known: [(String, any Loss)] = [
      ("bce", BinaryCrossEntropy()), ("bce_soft", BinaryCrossEntropy()),
      ("asl", AsymmetricLoss(detached: false)), ("asl_detached", AsymmetricLoss()),
      ("asl_noclip", AsymmetricLoss(clip: 0, detached: false)),
      ("asl_sum", AsymmetricLoss(detached: false, reduction: .sum)),
      ("asl_mean", AsymmetricLoss(detached: false, reduction: .mean)),
      ("asl_gn2_gp0", AsymmetricLoss(negativeFocus: 2, positiveFocus: 0, detached: false)),
    ]
    let logits = try golden.file.doubles("logits")
    let classes = golden.shape("logits").last ?? 1
    for (name, loss) in known where golden.has("\(name).value") {
      let targets = try golden.file.doubles(name == "bce_soft" ? "soft_targets" : "targets")
      let (value, dLogits) = loss(logits, targets, classes: classes)
      try golden.compare("\(name).value", [value], relative: 1e-9)
      try golden.compare("\(name).grad", dLogits, relative: 1e-9)
    }
    return golden.checks
  }
}
