/// A block of ConvNeXt V2 for reading, with everything folded away that can be before a film is there.

/// x + fc2(grn(gelu(fc1(norm(depthwise(x)))))), in place, for one picture, channels last.
///
/// LayerNorm's weight and bias are folded into fc1. GRN is u·s + β with one scale s for each channel: s multiplies fc2's
/// weights, which are fewer than the activations, and β is folded into fc2's bias.
struct PackedBlock {
  let taps: OwnedTensor
  let depthwiseBias: Tensor
  let grn: GRN
  let products: Products

  /// The two layers of the MLP, by the numbers that they multiply.
  enum Products {
    case floats(fc1: PackedLinear, fc2: PackedLinear)
    case bytes(fc1: PackedBytes, fc2: PackedBytes)
  }

  init(
    _ w: inout some WeightSource & ~Copyable, _ name: String, _ channels: Int, _ precision: Precision,
    pointwise: Bool
  ) throws(WeightError) {
    let taps = OwnedTensor([49, channels])
    try w.lend("\(name).conv_dw.weight", [channels, 1, 7, 7]) { weight, _ in
      DepthwiseConv7.writeTaps(of: weight, into: taps.tensor)
    }
    self.taps = taps
    depthwiseBias = try w.take("\(name).conv_dw.bias", [channels])
    switch precision {
    case .float32:
      let (fc1, grn, fc2) = try Self.mlp(PackedLinear.self, &w, name, channels, pointwise: pointwise)
      (self.grn, products) = (grn, .floats(fc1: fc1, fc2: fc2))
    case .eightBits:
      let (fc1, grn, fc2) = try Self.mlp(PackedBytes.self, &w, name, channels, pointwise: pointwise)
      (self.grn, products) = (grn, .bytes(fc1: fc1, fc2: fc2))
    }
  }

  /// The MLP with the norm before it and GRN's bias folded in.
  private static func mlp<Product: PackedProduct>(
    _: Product.Type, _ w: inout some WeightSource & ~Copyable, _ name: String, _ channels: Int,
    pointwise: Bool
  ) throws(WeightError) -> (fc1: Product, grn: GRN, fc2: Product) {
    let norm = try LayerNorm(&w, "\(name).norm", channels)
    let fc1 = try Product.read(
      &w, "\(name).mlp.fc1", from: channels, to: 4 * channels, pointwise: pointwise, scale: norm.weight,
      shift: norm.bias)
    let grn = try GRN(&w, "\(name).mlp.grn", 4 * channels)
    let fc2 = try Product.read(
      &w, "\(name).mlp.fc2", from: 4 * channels, to: channels, pointwise: pointwise, shift: grn.bias)
    return (fc1, grn, fc2)
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
      let squares = ws.zeros([PackedLinear.tiles(of: positions).count, fc1.outputs])
      fc1(normed, into: hidden, then: .init(activated: activated, squares: squares), ws, threads)
      ws.stopwatch?.lap("fc1, GELU, squares", multiplyAdds: fc1.multiplyAdds(positions))
      let norms = kept?.norms ?? ws.tensor([fc1.outputs])
      let scale = kept?.scale ?? ws.tensor([fc1.outputs])
      norms.fill(0)
      KernelSet.best.columnSums(squares, into: norms)
      grn.scales(norms: norms, into: scale)
      let y = x.reshaped([positions, x.columns])
      ws.stopwatch?.lap("GRN")
      try ws.stopIfUnwanted()
      fc2(activated, into: y, then: .init(base: y, scale: scale), ws, threads)
      ws.stopwatch?.lap("fc2, sum", multiplyAdds: fc2.multiplyAdds(positions))
    }
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
