/// Losses against PyTorch's values and against finite differences.

import Testing

import Neural

private func golden() throws -> SafetensorsFile { try SafetensorsFile(path: fixture("losses.safetensors")) }

@Suite("Losses")
struct LossTests {
  @Test(
    "value and gradient equal PyTorch's in float64",
    arguments: [
      ("bce", BinaryCrossEntropy() as any Loss), ("bce_soft", BinaryCrossEntropy()),
      ("asl", AsymmetricLoss(detached: false)), ("asl_detached", AsymmetricLoss()),
      ("asl_noclip", AsymmetricLoss(clip: 0, detached: false)),
      ("asl_sum", AsymmetricLoss(detached: false, reduction: .sum)),
      ("asl_mean", AsymmetricLoss(detached: false, reduction: .mean)),
      ("asl_gn2_gp0", AsymmetricLoss(negativeFocus: 2, positiveFocus: 0, detached: false)),
    ])
  func golden_losses(_ name: String, _ loss: any Loss) throws {
    let file = try golden()
    let targets = try file.doubles(name == "bce_soft" ? "soft_targets" : "targets")
    let (value, dLogits) = loss(try file.doubles("logits"), targets, classes: 8)
    #expect(abs(value - (try file.doubles("\(name).value")[0])) < 1e-9)
    #expect(distance(dLogits, try file.doubles("\(name).grad")) < 1e-9)
  }

  @Test("gradients equal finite differences", arguments: [-3.0, -1.5, 0.2, 4], [0.0, 1])
  func finite_differences(_ z: Double, _ y: Double) {
    let losses: [any Loss] = [BinaryCrossEntropy(), AsymmetricLoss(detached: false)]
    for loss in losses {
      let h = 1e-5
      let slope = (loss.term(z + h, y).value - loss.term(z - h, y).value) / (2 * h)
      #expect(abs(slope - loss.term(z, y).dLogit) < 1e-8)
    }
  }

  @Test("a negative whose probability is at most the clip costs exactly nothing")
  func clipped() {
    let term = AsymmetricLoss(clip: 0.5).term(0, 0)
    #expect(term.value == 0 && term.dLogit == 0)
    #expect(AsymmetricLoss(clip: 0.5).term(0.01, 0).value > 0)
  }

  @Test("logits of ±1000 give finite losses and gradients", arguments: [-1000.0, 1000], [0.0, 1])
  func extremes(_ z: Double, _ y: Double) {
    for loss in [BinaryCrossEntropy() as any Loss, AsymmetricLoss(), AsymmetricLoss(detached: false)] {
      let term = loss.term(z, y)
      #expect(term.value.isFinite && term.dLogit.isFinite)
    }
  }

  @Test("an unknown target contributes nothing, and the mean is over the known ones")
  func masked() {
    let (value, dLogits) = BinaryCrossEntropy()([1, 9, -2], [1, .nan, 0], classes: 3)
    let (expected, gradient) = BinaryCrossEntropy()([1, -2], [1, 0], classes: 2)
    #expect(value == expected && dLogits == [gradient[0], 0, gradient[1]])
  }
}
