/// Every backward pass against central differences of its forward pass.

import Testing

import Neural

@Suite("Gradients")
struct GradientTests {
  private let ws = Workspace()

  /// Asserts that `gradient` holds the slopes of `loss` with respect to the numbers of `x`, a few of them, to a part in 100.
  private func expectSlopes(
    _ x: Tensor, _ gradient: Tensor, step: Float = 1e-2, _ loss: () -> Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let scale = max(gradient.values.map { abs(Double($0)) }.max() ?? 0, 1e-2)
    for i in stride(from: 0, to: x.count, by: max(1, x.count / 23)) {
      let value = x.base[i]
      x.base[i] = value + step
      let above = loss()
      x.base[i] = value - step
      let below = loss()
      x.base[i] = value
      let slope = (above - below) / (2 * Double(step))
      #expect(
        abs(slope - Double(gradient.base[i])) < 1e-2 * scale, "number \(i): \(slope), \(gradient.base[i])",
        sourceLocation: sourceLocation)
    }
  }

  /// Σ y·dy in double precision: the loss whose upstream gradient is dy.
  private func dot(_ y: Tensor, _ dy: Tensor) -> Double {
    (0..<y.count).reduce(0) { $0 + Double(y.base[$1]) * Double(dy.base[$1]) }
  }

  /// A layer and a gradient layer of the same type over zeros.
  private func pair<Layer>(
    _ make: (inout SeededWeights) throws(WeightError) -> Layer
  ) throws -> (layer: Layer, gradient: Layer, keep: [SeededWeights]) {
    var (weights, zeros) = (SeededWeights(seed: 5), SeededWeights(seed: 5, scale: 0))
    return (try make(&weights), try make(&zeros), [weights, zeros])
  }

  @Test("linear")
  func linear() throws {
    let (layer, gradient, keep) = try pair { w throws(WeightError) in try Linear(&w, "fc", from: 5, to: 7) }
    let data = Numbers(seed: 1)
    let (x, dy) = (data.tensor([4, 5], ws), data.tensor([4, 7], ws))
    let (y, dx) = (ws.tensor([4, 7]), ws.tensor([4, 5]))
    layer.backward(dy: dy, x: x, dx: dx, into: gradient)
    let loss = {
      layer.forward(x, into: y)
      return dot(y, dy)
    }
    expectSlopes(x, dx, loss)
    expectSlopes(layer.weight, gradient.weight, loss)
    expectSlopes(layer.bias, gradient.bias, loss)
    withExtendedLifetime(keep) {}
  }

  @Test("layer normalisation")
  func layer_norm() throws {
    let (layer, gradient, keep) = try pair { w throws(WeightError) in try LayerNorm(&w, "norm", 19) }
    let data = Numbers(seed: 2)
    let (x, dy) = (data.tensor([3, 19], ws), data.tensor([3, 19], ws))
    let (y, dx, statistics) = (ws.tensor([3, 19]), ws.tensor([3, 19]), LayerNorm.Statistics(ws, rows: 3))
    layer.forward(x, into: y, statistics)
    layer.backward(dy: dy, x: x, statistics, dx: dx, into: gradient)
    let loss = {
      layer.forward(x, into: y, nil)
      return dot(y, dy)
    }
    expectSlopes(x, dx, loss)
    expectSlopes(layer.weight, gradient.weight, loss)
    expectSlopes(layer.bias, gradient.bias, loss)
    withExtendedLifetime(keep) {}
  }

  @Test("patch convolution, with a rim that fills no patch")
  func patch_conv() throws {
    let (layer, gradient, keep) = try pair { w throws(WeightError) in
      try PatchConv(&w, "conv", from: 3, to: 6, side: 2)
    }
    let data = Numbers(seed: 3)
    let (x, dy) = (data.tensor([5, 7, 3], ws), data.tensor([2, 3, 6], ws))
    let (y, dx, patches) = (ws.tensor([2, 3, 6]), ws.tensor([5, 7, 3]), layer.patches(of: x, ws))
    layer.forward(x, patches: patches, into: y, .one)
    layer.backward(dy: dy, patches: patches, dx: dx, into: gradient, ws)
    let loss = {
      layer.forward(x, patches: patches, into: y, .one)
      return dot(y, dy)
    }
    expectSlopes(x, dx, loss)
    expectSlopes(layer.weight, gradient.weight, loss)
    expectSlopes(layer.bias, gradient.bias, loss)
    #expect((0..<7).allSatisfy { dx.base[(4 * 7 + $0) * 3] == 0 })
    withExtendedLifetime(keep) {}
  }

  @Test("batch normalisation by the batch and by running statistics", arguments: [true, false])
  func batch_norm(_ training: Bool) throws {
    let (layer, gradient, keep) = try pair { w throws(WeightError) in try BatchNorm(&w, "bn", 5) }
    let data = Numbers(seed: 4)
    let (x, dy) = (data.tensor([8, 5], ws), data.tensor([8, 5], ws))
    let (y, dx) = (ws.tensor([8, 5]), ws.tensor([8, 5]))
    let tape = layer.forward(x, into: y, training: training, ws)
    layer.backward(dy: dy, tape, dx: dx, into: gradient, ws)
    let loss = {
      _ = layer.forward(x, into: y, training: training, ws)
      return dot(y, dy)
    }
    expectSlopes(x, dx, loss)
    expectSlopes(layer.weight, gradient.weight, loss)
    expectSlopes(layer.bias, gradient.bias, loss)
    withExtendedLifetime(keep) {}
  }

  @Test(
    "a block of either generation, with its branch at full strength and scaled by DropPath",
    arguments: [Float(1), 1.25], ["convnextv2_micro", "convnext_micro"])
  func block(_ branch: Float, _ backbone: String) throws {
    let variant = try #require(ConvNeXtVariant(backbone))
    let (block, gradient, keep) = try pair { w throws(WeightError) in
      try ConvNeXtBlock(&w, "blocks.0", 12, variant)
    }
    let data = Numbers(seed: 6)
    let (x, dy) = (data.tensor([4, 5, 12], ws), data.tensor([4, 5, 12], ws))
    let (y, dx) = (ws.tensor(x.shape), ws.tensor(x.shape))
    let tape = ConvNeXtBlock.Tape(x, of: block, ws, keeping: true, branch: branch)
    block.forward(tape, into: y, ws, .one)
    dx.copy(from: dy)
    block.backward(dx, tape, into: gradient, ws)
    let loss = {
      block.forward(tape, into: y, ws, .one)
      return dot(y, dy)
    }
    expectSlopes(x, dx, loss)
    expectSlopes(block.depthwise.weight, gradient.depthwise.weight, loss)
    expectSlopes(block.depthwise.bias, gradient.depthwise.bias, loss)
    expectSlopes(block.norm.weight, gradient.norm.weight, loss)
    expectSlopes(block.fc1.weight, gradient.fc1.weight, loss)
    expectSlopes(block.fc1.bias, gradient.fc1.bias, loss)
    switch (block.weighing, gradient.weighing) {
    case (.layerScale(let gamma), .layerScale(let dGamma)): expectSlopes(gamma, dGamma, loss)
    case (.response(let grn), .response(let dGRN)):
      expectSlopes(grn.weight, dGRN.weight, loss)
      expectSlopes(grn.bias, dGRN.bias, loss)
    default: Issue.record("a gradient of the other generation")
    }
    expectSlopes(block.fc2.weight, gradient.fc2.weight, loss)
    expectSlopes(block.fc2.bias, gradient.fc2.bias, loss)
    withExtendedLifetime(keep) {}
  }

  @Test("a dropped branch passes picture and gradient through untouched")
  func dropped() throws {
    let variant = try #require(ConvNeXtVariant("convnextv2_atto"))
    let (block, gradient, keep) = try pair { w throws(WeightError) in
      try ConvNeXtBlock(&w, "blocks.0", 8, variant)
    }
    let x = Numbers(seed: 7).tensor([3, 3, 8], ws)
    let (y, dx) = (ws.tensor(x.shape), ws.tensor(x.shape))
    let tape = ConvNeXtBlock.Tape(x, of: block, ws, keeping: true, branch: 0)
    block.forward(tape, into: y, ws, .one)
    dx.copy(from: x)
    block.backward(dx, tape, into: gradient, ws)
    #expect(y.values == x.values && dx.values == x.values)
    #expect(gradient.fc1.weight.values.allSatisfy { $0 == 0 })
    withExtendedLifetime(keep) {}
  }

  @Test("the heads, by batch statistics and by running ones", arguments: [true, false])
  func heads(_ training: Bool) throws {
    try head(CSRAHead.self, rows: 12, training)
    if !training { try head(StandardHead.self, rows: 4, training) }
  }

  private func head<Head: FindingHead>(_ kind: Head.Type, rows: Int, _ training: Bool) throws {
    let shape = HeadShape(features: 10, labels: 3, hidden: 6)
    let (head, gradient, keep) = try pair { w throws(WeightError) in try Head(&w, shape) }
    let data = Numbers(seed: 8)
    let (x, dy) = (data.tensor([rows, 10], ws), data.tensor([4, 3], ws))
    var random = SplitMix64(seed: 1)
    let (_, tape) = head.forward(x, pictures: 4, training: training, ws, &random)
    let dx = head.backward(dy, tape, into: gradient, ws)
    expectSlopes(x, dx) {
      dot(head.forward(x, pictures: 4, training: training, ws, &random).logits, dy)
    }
    withExtendedLifetime(keep) {}
  }

  @Test("dropout drops at its rate, keeps the mean, and sends gradients where it sent numbers")
  func dropout() {
    var random = SplitMix64(seed: 3)
    let x = ws.tensor([20_000])
    x.fill(1)
    let mask = Dropout(rate: 0.3).forward(x, ws, &random)
    #expect(x.values == mask.values)
    #expect(abs(Double(x.values.count { $0 == 0 }) / 20_000 - 0.3) < 0.02)
    #expect(abs(x.values.reduce(0, +) / 20_000 - 1) < 0.03)
    let dy = ws.tensor([20_000])
    dy.fill(2)
    Dropout.backward(dy, mask: mask)
    #expect(dy.values == mask.values.map { 2 * $0 })
  }

  @Test("DropPath's rate grows from nothing to its full value over the blocks")
  func drop_path() {
    var random = SplitMix64(seed: 4)
    var dropped = [Int](repeating: 0, count: 5)
    for _ in 0..<4000 {
      for (block, factor) in DropPath(rate: 0.4).branches(blocks: 5, &random).enumerated() {
        let kept = 1 / (1 - 0.1 * Float(block))
        #expect(factor == 0 || abs(factor - kept) < 1e-5)
        dropped[block] += factor == 0 ? 1 : 0
      }
    }
    #expect(dropped[0] == 0 && abs(dropped[4] - 1600) < 150 && abs(dropped[2] - 800) < 150)
  }
}
