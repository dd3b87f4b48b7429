/// Networks as a whole: their state dicts, what their maps add up to, and how they run.

import Foundation
import Testing

import Neural

/// Notes what a network asks for, and hands out one shared block of zeros: nothing is computed with it.
private struct Recorder: WeightSource {
  private(set) var names: [String] = []
  private(set) var elements = 0
  private let zeros = UnsafeMutablePointer<Float>.allocate(capacity: 1)

  mutating func take(_ name: String, _ shape: [Int]) -> Tensor {
    names.append("\(name) " + shape.map(String.init).joined(separator: "x"))
    elements += shape.reduce(1, *)
    return Tensor(zeros, shape)
  }

  mutating func takeCounter(_ name: String) {
    names.append("\(name) ")
    elements += 1
  }

  func free() { zeros.deallocate() }
}

@Suite("ConvNeXt networks")
struct ConvNeXtNetworkTests {
  @Test(
    "names, shapes and order equal the published state dict of the base size",
    arguments: [("csra", 87_758_367), ("standard", 88_239_136)])
  func state_dict(_ head: String, _ elements: Int) throws {
    var recorder = Recorder()
    defer { recorder.free() }
    _ = try ModelRegistry.trainable("convnextv2_base.\(head)", labels: 30, &recorder)
    let published = try String(contentsOfFile: try fixture("keys_base_\(head).txt"), encoding: .utf8)
    #expect(recorder.names == published.split(separator: "\n").map(String.init))
    #expect(recorder.elements == elements)
  }

  @Test(
    "every size has the published number of tensors and parameters",
    arguments: [
      ("convnextv2_atto", 138, 3_387_400), ("convnextv2_femto", 138, 4_848_240),
      ("convnextv2_pico", 138, 8_553_280), ("convnextv2_nano", 158, 14_982_800),
      ("convnextv2_tiny", 198, 27_866_496), ("convnextv2_small", 378, 49_549_440),
      ("convnextv2_base", 378, 87_692_800), ("convnextv2_large", 378, 196_419_840),
      ("convnextv2_huge", 378, 657_472_640), ("convnext_atto", 126, 3_374_520),
      ("convnext_femto", 126, 4_832_784), ("convnext_pico", 126, 8_532_672),
      ("convnext_nano", 144, 14_952_560), ("convnext_tiny", 180, 27_820_128),
      ("convnext_small", 342, 49_454_688), ("convnext_base", 342, 87_566_464),
      ("convnext_large", 342, 196_230_336), ("convnext_xlarge", 342, 348_147_968),
    ])
  func sizes(_ backbone: String, _ tensors: Int, _ parameters: Int) throws {
    var recorder = Recorder()
    defer { recorder.free() }
    _ = try ModelRegistry.trainable("\(backbone).csra", labels: 1, &recorder)
    let width = try #require(ModelRegistry.variant(of: "\(backbone).csra")).features
    #expect(recorder.names.count == tensors + 8)
    #expect(recorder.elements == parameters + 4 * width + 1 + 2 * width + 1)
  }

  @Test(
    "an architecture that does not exist is refused by name, with the known ones",
    arguments: [
      "convnextv2_atto", "convnextv2_colossal.csra", "convnextv2_atto.csr", "convnext_huge.csra",
      "convnextv2_xlarge.csra", "",
    ])
  func unknown(_ name: String) {
    var recorder = Recorder()
    defer { recorder.free() }
    #expect(throws: WeightError.unknownModel(name, known: ModelRegistry.names)) {
      _ = try ModelRegistry.make(name, labels: 1, &recorder)
    }
  }

  private func film(_ size: [Int], _ ws: Workspace) -> Tensor {
    Numbers(seed: 9).tensor([1] + size + [3], ws)
  }

  @Test("contributions and the bias add up to the logit, and attention to one")
  func contribution() throws {
    var source = SeededWeights(seed: 3)
    let network = try ConvNeXtNetwork<CSRAHead>(&source, ConvNeXtVariant.all[1], labels: 7)
    let ws = Workspace()
    let output = network.read(film([96, 128], ws), ws, Threads(2))
    #expect(output.mapRows == 3 && output.mapColumns == 4)
    for label in 0..<7 {
      let cells = (label * 12)..<((label + 1) * 12)
      let sum = output.contribution[cells].reduce(0, +) + 1.1 * network.head.classifier.bias.base[label]
      #expect(abs(sum - output.logits[label]) < 1e-4)
      #expect(abs(output.attention[cells].reduce(0, +) - 1) < 1e-5)
    }
    withExtendedLifetime(source) {}
  }

  @Test(
    "reading twice gives the same bits, for one thread and for two, and needs no more memory",
    arguments: [1, 2])
  func repeatable(_ threads: Int) throws {
    var source = SeededWeights(seed: 4)
    let network = try ModelRegistry.make("convnextv2_atto.csra", labels: 5, &source)
    let ws = Workspace()
    let input = film([160, 96], ws)
    let first = try network.read(input, gradCAM: [1], ws, Threads(threads))
    let memory = ws.highWater
    let second = try network.read(input, gradCAM: [1], ws, Threads(threads))
    #expect(first.logits == second.logits && first.contribution == second.contribution)
    #expect(first.gradCAM == second.gradCAM && ws.highWater == memory)
    withExtendedLifetime(source) {}
  }

  @Test(
    "a packed network says what the plain one says, and maps it the same way",
    arguments: ["convnextv2_micro", "convnext_micro"], ["csra", "standard"])
  func packed(_ backbone: String, _ head: String) throws {
    var (source, other) = (SeededWeights(seed: 6), SeededWeights(seed: 6))
    let plain = try ModelRegistry.trainable("\(backbone).\(head)", labels: 5, &source)
    let packed = try ModelRegistry.make("\(backbone).\(head)", labels: 5, &other)
    let ws = Workspace()
    let input = film([70, 100], ws)
    let expected = plain.read(input, gradCAM: [0, 3], ws, .one)
    for threads in [1, 3] {
      let found = try packed.read(input, gradCAM: [0, 3], ws, Threads(threads))
      #expect(distance(found.logits, expected.logits) < 2e-5)
      #expect(distance(found.contribution, expected.contribution) < 2e-5)
      for label in [0, 3] {
        #expect(distance(found.gradCAM[label] ?? [], expected.gradCAM[label] ?? []) < 1e-4)
      }
    }
    withExtendedLifetime((source, other)) {}
  }

  @Test("a cancelled task stops its pass")
  func cancelled() async throws {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      var source = SeededWeights(seed: 7)
      let network = try ModelRegistry.make("convnextv2_micro.csra", labels: 2, &source)
      let ws = Workspace()
      let input = ws.zeros([1, 64, 64, 3])
      _ = try network.read(input, ws, .one)
      withExtendedLifetime(source) {}
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(
    "a pass asks its workspace twice in each block whether it is still wanted, whatever thread it is on",
    arguments: Precision.allCases)
  func unwanted(_ precision: Precision) throws {
    var source = SeededWeights(seed: 7)
    let network = try ModelRegistry.make("convnextv2_atto.csra", labels: 2, precision: precision, &source)
    let ws = Workspace()
    let input = ws.zeros([1, 64, 64, 3])
    var asked = 0
    ws.isUnwanted = {
      asked += 1
      return false
    }
    _ = try network.read(input, ws, .one)
    #expect(asked == 2 * 12, "atto has 2 + 2 + 6 + 2 blocks")
    ws.isUnwanted = { true }
    #expect(throws: CancellationError.self) { try network.read(input, ws, .one) }
    withExtendedLifetime(source) {}
  }

  @Test("keeping a tape, for Grad-CAM or for training, does not change what is read")
  func tapes() throws {
    var source = SeededWeights(seed: 5)
    let network = try ConvNeXtNetwork<StandardHead>(&source, ConvNeXtVariant.all[0], labels: 5)
    let ws = Workspace()
    let image = film([64, 64], ws).reshaped([64, 64, 3])
    let plain = network.backbone.forward(image, keep: .output, ws, .one).features.values
    for keep in [Keep.lastBlock, .everything] {
      #expect(network.backbone.forward(image, keep: keep, ws, .one).features.values == plain)
    }
    withExtendedLifetime(source) {}
  }
}
