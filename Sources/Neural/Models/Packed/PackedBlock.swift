/// A block of ConvNeXt for reading, with everything folded away that can be before a film is there.

/// V2: x + fc2(grn(gelu(fc1(norm(depthwise(x)))))), V1: x + γ·fc2(gelu(fc1(norm(depthwise(x))))); in place, for one picture,
/// channels last.
///
/// LayerNorm's weight and bias are folded into fc1. GRN is u·s + β with one scale s for each channel: s multiplies fc2's
/// weights, which are fewer than the activations, and β is folded into fc2's bias. γ is folded into fc2.
struct PackedBlock {
  let taps: OwnedTensor
  let depthwiseBias: Tensor
  let weighing: ChannelWeighing
  let products: Products

  /// The two layers of the MLP, by the numbers that they multiply.
  enum Products {
    case floats(fc1: PackedLinear, fc2: PackedLinear)
    case bytes(fc1: PackedBytes, fc2: PackedBytes)
  }

  init(
    _ w: inout some WeightSource & ~Copyable, _ name: String, _ channels: Int, _ variant: ConvNeXtVariant,
    _ precision: Precision
  ) throws(WeightError) {
    let gamma = try ChannelWeighing.gamma(&w, name, channels, variant.generation)
    let taps = OwnedTensor([49, channels])
    try w.lend("\(name).conv_dw.weight", [channels, 1, 7, 7]) { weight, _ in
      DepthwiseConv7.writeTaps(of: weight, into: taps.tensor)
    }
    self.taps = taps
    depthwiseBias = try w.take("\(name).conv_dw.bias", [channels])
    switch precision {
    case .float32:
      let (fc1, weighing, fc2) = try Self.mlp(PackedLinear.self, &w, name, channels, variant, gamma)
      (self.weighing, products) = (weighing, .floats(fc1: fc1, fc2: fc2))
    case .eightBits:
      let (fc1, weighing, fc2) = try Self.mlp(PackedBytes.self, &w, name, channels, variant, gamma)
      (self.weighing, products) = (weighing, .bytes(fc1: fc1, fc2: fc2))
    }
  }

  /// The MLP with the norm before it, and GRN's bias or γ, folded in.
  private static func mlp<Product: PackedProduct>(
    _: Product.Type, _ w: inout some WeightSource & ~Copyable, _ name: String, _ channels: Int,
    _ variant: ConvNeXtVariant, _ gamma: Tensor?
  ) throws(WeightError) -> (fc1: Product, weighing: ChannelWeighing, fc2: Product) {
    let norm = try LayerNorm(&w, "\(name).norm", channels)
    let fc1 = try Product.read(
      &w, "\(name).mlp.fc1", from: channels, to: 4 * channels, pointwise: variant.pointwise,
      scale: norm.weight, shift: norm.bias)
    let weighing = try ChannelWeighing(&w, name, channels, gamma: gamma)
    let fc2 = try Product.read(
      &w, "\(name).mlp.fc2", from: 4 * channels, to: channels, pointwise: variant.pointwise,
      shift: weighing.response?.bias, gain: weighing.gain)
    return (fc1, weighing, fc2)
  }

  /// What Grad-CAM needs of a pass. P = H·W positions, C channels.
  struct Kept {
    /// The output of the depthwise convolution [H, W, C], and the statistics of its norm.
    let convolved: Tensor
    let statistics: LayerNorm.Statistics
    /// GELU's input and output [P, 4C]; GRN's G and its scales s [4C].
    let hidden, activated, norms, scale: Tensor

    init(_ shape: [Int], _ ws: Workspace) {
      let (positions, channels) = (shape[0] * shape[1], shape[2])
      convolved = ws.tensor(shape)
      statistics = LayerNorm.Statistics(ws, rows: positions)
      (hidden, activated) = (ws.tensor([positions, 4 * channels]), ws.tensor([positions, 4 * channels]))
      (norms, scale) = (ws.tensor([4 * channels]), ws.tensor([4 * channels]))
    }
  }

  /// x [H, W, C] becomes the block's output; `kept` is filled if it is given.
  /// - Throws: where the task was cancelled before either half; x is then of no use.
  func forward(
    _ x: Tensor, keeping kept: Kept? = nil, _ ws: Workspace, _ threads: Threads
  ) throws(CancellationError) {
    switch products {
    case .floats(let fc1, let fc2): try forward(x, fc1, fc2, keeping: kept, ws, threads)
    case .bytes(let fc1, let fc2): try forward(x, fc1, fc2, keeping: kept, ws, threads)
    }
  }

  private func forward(
    _ x: Tensor, _ fc1: PackedLinear, _ fc2: PackedLinear, keeping kept: Kept?, _ ws: Workspace,
    _ threads: Threads
  ) throws(CancellationError) {
    try ws.stopIfUnwanted()
    try ws.scope { () throws(CancellationError) in
      let positions = x.rows
      let normed = ws.tensor([positions, x.columns])
      normalise(x, into: normed, kept, threads)
      ws.stopwatch?.lap("depthwise, norm", multiplyAdds: 49 * x.count)
      let hidden = kept?.hidden ?? ws.tensor([positions, fc1.outputs])
      let activated = kept?.activated ?? hidden
      let squares = weighing.response.map { _ in
        ws.zeros([PackedLinear.tiles(of: positions).count, fc1.outputs])
      }
      fc1(normed, into: hidden, then: .init(activated: activated, squares: squares), ws, threads)
      ws.stopwatch?.lap(
        squares == nil ? "fc1, GELU" : "fc1, GELU, squares", multiplyAdds: fc1.multiplyAdds(positions))
      kept?.scale.fill(1)
      let scale = squares.map { scales(of: $0, kept, ws) }
      let y = x.reshaped([positions, x.columns])
      try ws.stopIfUnwanted()
      fc2(activated, into: y, then: .init(base: y, scale: scale), ws, threads)
      ws.stopwatch?.lap("fc2, sum", multiplyAdds: fc2.multiplyAdds(positions))
    }
  }

  /// GRN's scales [4C] from the sums of squares of tiles.
  private func scales(of squares: Tensor, _ kept: Kept?, _ ws: Workspace) -> Tensor {
    let norms = kept?.norms ?? ws.tensor([squares.columns])
    let scale = kept?.scale ?? ws.tensor([squares.columns])
    norms.fill(0)
    KernelSet.best.columnSums(squares, into: norms)
    weighing.scales(norms: norms, into: scale)
    ws.stopwatch?.lap("GRN")
    return scale
  }

  /// The depthwise convolution and the norm without its weight and bias, row by row.
  func normalise(_ x: Tensor, into normed: Tensor, _ kept: Kept?, _ threads: Threads) {
    let width = x.shape[1]
    let tiles = Self.lines(x, threads)
    threads.parallel(tiles.count) { tile in
      let convolved = kept?.convolved ?? normed.reshaped(x.shape)
      KernelSet.best.depthwise(
        x, taps: taps.tensor, bias: depthwiseBias, into: convolved, rows: tiles[tile])
      let rows = (tiles[tile].lowerBound * width)..<(tiles[tile].upperBound * width)
      KernelSet.best.normalise(
        convolved.rows(rows), epsilon: LayerNorm.epsilon, into: normed.rows(rows),
        mean: kept.map { $0.statistics.mean.base + rows.lowerBound },
        rstd: kept.map { $0.statistics.rstd.base + rows.lowerBound })
    }
  }

  /// Ranges of rows of the picture. Two rows at least: the convolution takes them together.
  static func lines(_ x: Tensor, _ threads: Threads) -> [Range<Int>] {
    let (height, width) = (x.shape[0], x.shape[1])
    return threads.tiles(height, atMost: max(2, min(256 / max(1, width), height / (4 * threads.count))))
  }
}
