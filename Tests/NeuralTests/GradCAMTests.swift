/// Grad-CAM against finite differences: the weights of its channels are slopes of the logit.

import Testing

import Neural

@Suite("Grad-CAM")
struct GradCAMTests {
  @Test(
    "each channel's weight is the mean slope of the logit at the depthwise output, for both heads",
    arguments: ["convnextv2_micro", "convnext_micro"])
  func slopes(_ backbone: String) throws {
    let variant = try #require(ConvNeXtVariant(backbone))
    try check(CSRAHead.self, variant)
    try check(StandardHead.self, variant)
  }

  /// Raising the bias of channel k raises the channel everywhere by as much: the logit's slope is P times α of the channel.
  private func check<Head: FindingHead>(_ kind: Head.Type, _ variant: ConvNeXtVariant) throws {
    var source = SeededWeights(seed: 6)
    let network = try ConvNeXtNetwork<Head>(&source, variant, labels: 4)
    let ws = Workspace()
    let input = Numbers(seed: 10).tensor([1, 96, 128, 3], ws)
    let image = input.reshaped([96, 128, 3])
    let block = try #require(network.backbone.stages.last?.blocks.last)
    let tape = network.backbone.forward(image, keep: .lastBlock, ws, .one)
    let activation = try #require(tape.stages.last?.blocks.last).convolved
    let (positions, channels) = (activation.rows, activation.columns)
    for label in [0, 3] {
      var sums = [Double](repeating: 0, count: positions)
      for k in 0..<channels {
        let bias = block.depthwise.bias.base[k]
        block.depthwise.bias.base[k] = bias + 2e-2
        let above = network.read(input, ws, .one).logits[label]
        block.depthwise.bias.base[k] = bias - 2e-2
        let below = network.read(input, ws, .one).logits[label]
        block.depthwise.bias.base[k] = bias
        let weight = Double(above - below) / 4e-2 / Double(positions)
        for p in 0..<positions { sums[p] += weight * Double(activation.row(p)[k]) }
      }
      let expected = GradCAMMap(sums.map { Float($0) })
      let found = try #require(network.read(input, gradCAM: [label], ws, .one).gradCAM[label])
      #expect(distance(found, expected.unit) < 0.03, "\(found) \(expected.unit)")
    }
    withExtendedLifetime(source) {}
  }

  @Test("a map without positive evidence is all zero, and never a division by zero")
  func nothing() {
    let map = GradCAMMap([-1, -2, -0.5])
    #expect(map.raw == [0, 0, 0] && map.unit == [0, 0, 0])
  }
}
