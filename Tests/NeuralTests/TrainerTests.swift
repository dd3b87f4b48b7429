/// Training: the same curve as PyTorch's, exact continuation after a stop, and a small task learned.

import Neural
import Testing

/// A fixed batch in memory.
private struct FixedSet: TrainingSet {
  let pictures: [[Float]]
  let truth: [[Double]]
  let size: (height: Int, width: Int)
  var count: Int { pictures.count }
  var labels: Int { truth[0].count }
  func targets(_ index: Int) -> [Double] { truth[index] }
  func fill(_ image: Tensor, with index: Int, varying random: SplitMix64?) {
    image.copy(from: pictures[index])
  }
}

/// 32x32 pictures of noise; the first finding is a bright blob in the upper half, the second one in the lower half.
private struct Blobs: TrainingSet {
  let count: Int
  let labels = 2
  let size = (height: 32, width: 32)
  let seed: UInt64

  func targets(_ index: Int) -> [Double] { [Double(index & 1), Double(index >> 1 & 1)] }

  func regionTargets(_ index: Int, rows: Int, columns: Int) -> [Double]? {
    (0..<rows * columns).flatMap { _ in targets(index) }
  }

  func fill(_ image: Tensor, with index: Int, varying random: SplitMix64?) {
    var draws = SplitMix64(seed: seed, stream: UInt64(index))
    for i in 0..<image.count { image.base[i] = 0.3 * Float(draws.normal()) }
    for (label, target) in targets(index).enumerated() where target == 1 {
      let row = 16 * label + 2 + Int(draws.uniform(0, 8))
      let column = 4 + Int(draws.uniform(0, 20))
      for r in row..<row + 5 {
        for c in column..<column + 5 { for k in 0..<3 { image.base[(r * 32 + c) * 3 + k] += 1.5 } }
      }
    }
  }
}

private typealias Micro = ConvNeXtNetwork<CSRAHead>

/// A trainer of the micro network, started from a seed, or from the golden weights.
private func trainer(
  _ plan: TrainingPlan, labels: Int, golden: Bool = false, guided: Bool = false, threads: Int = 2
) throws -> Trainer<Micro> {
  let variant = try #require(ConvNeXtVariant("convnextv2_micro"))
  let layout =
    guided
    ? try ParameterLayout.guided { w throws(WeightError) in
      try Micro(&w, variant, labels: labels)
    } : try ParameterLayout { w throws(WeightError) in try Micro(&w, variant, labels: labels) }
  let store = ParameterStore(layout)
  if golden {
    try store.load(SafetensorsFile(path: fixture("micro_v2_csra.weights.safetensors")))
  } else {
    store.start(seed: plan.seed)
  }
  let network = try store.model { w throws(WeightError) in try Micro(&w, variant, labels: labels) }
  return try Trainer(network, state: store, plan: plan, threads: Threads(threads))
}

private func blobPlan(epochs: Int, headEpochs: Int = 0) -> TrainingPlan {
  let head = TrainingPhase(
    wholeNetwork: false, epochs: headEpochs, backboneRate: 0, headRate: 1e-3, weightDecay: 0.01, decays: false
  )
  let whole = TrainingPhase(
    wholeNetwork: true, epochs: epochs, backboneRate: 4e-3, headRate: 4e-3, weightDecay: 0.05, warmUpEpochs: 1
  )
  return TrainingPlan(
    phases: headEpochs > 0 ? [head, whole] : [whole], batch: 16, loss: BinaryCrossEntropy(), dropPath: 0.1,
    averageDecay: 0.98, augments: true, seed: 5)
}

@Suite("Training")
struct TrainerTests {
  @Test("ten steps on the golden batch give PyTorch's losses, gradient norms and statistics")
  func loss_curve() throws {
    let batch = try SafetensorsFile(path: fixture("micro_v2_csra_46x70.safetensors"))
    let expected = try SafetensorsFile(path: fixture("loss_curve.safetensors"))
    let (planes, truth) = (try batch.floats("input"), try batch.doubles("bce.target"))
    let pixels = 46 * 70
    let pictures = (0..<2).map { (n: Int) -> [Float] in
      (0..<pixels * 3).map { planes[(n * 3 + $0 % 3) * pixels + $0 / 3] }
    }
    let set = FixedSet(
      pictures: pictures, truth: [Array(truth[0..<5]), Array(truth[5..<10])], size: (height: 46, width: 70))
    let phase = TrainingPhase(
      wholeNetwork: true, epochs: 10, backboneRate: 1e-3, headRate: 3e-3, weightDecay: 0.05, decays: false)
    let plan = TrainingPlan(
      phases: [phase], batch: 2, loss: BinaryCrossEntropy(), clip: 1, epsilon: 1e-5)
    let trainer = try trainer(plan, labels: 5, golden: true)
    let reports = (0..<10).map { _ in trainer.step(set) }
    for (step, loss) in try expected.doubles("loss").enumerated() {
      #expect(abs(reports[step].loss - loss) < 1e-3 * loss, "step \(step): \(reports[step].loss) for \(loss)")
    }
    for (step, norm) in try expected.doubles("gradient_norm").enumerated() {
      #expect(abs(reports[step].gradientNorm - norm) < 1e-3 * norm)
    }
    for name in ["bn.running_mean", "bn.running_var", "head.classifier.bias"] {
      let entry = try #require(trainer.state.layout.entries.first { $0.name == name })
      #expect(distance(Array(trainer.state.elements(entry)), try expected.floats(name)) < 1e-4, "\(name)")
    }
    #expect(trainer.state.counters == [10])
    #expect(trainer.phase == nil)
  }

  @Test("a training that is stopped anywhere and restored ends with the same bits", arguments: [3, 4, 9])
  func resumption(_ stop: Int) throws {
    try withTemporaryFolder { folder in
      let plan = blobPlan(epochs: 2, headEpochs: 1)
      let set = Blobs(count: 64, seed: 1)
      let straight = try trainer(plan, labels: 2)
      while straight.phase != nil { _ = straight.step(set) }

      let stopped = try trainer(plan, labels: 2)
      for _ in 0..<stop { _ = stopped.step(set) }
      try stopped.save(to: folder + "/c", notes: ["best": "0.5"])
      let resumed = try trainer(plan, labels: 2)
      #expect(try resumed.restore(from: folder + "/c")["best"] == "0.5")
      while resumed.phase != nil { _ = resumed.step(set) }

      #expect(resumed.position == straight.position)
      #expect(resumed.state.values.elementsEqual(straight.state.values))
      #expect(resumed.average.values.elementsEqual(straight.average.values))
      #expect(resumed.state.counters == straight.state.counters)
    }
  }

  @Test(
    "a region guide of no weight changes nothing, one of some weight does, and no file of a network keeps it")
  func region_guide() throws {
    func backbone(guided: Bool, share: Double) throws -> [Float] {
      var plan = blobPlan(epochs: 1)
      (plan.regionShare, plan.clip) = (share, 1000)
      let trainer = try trainer(plan, labels: 2, guided: guided)
      for _ in 0..<2 { _ = trainer.step(Blobs(count: 32, seed: 1)) }
      try withTemporaryFolder { folder in
        var writer = SafetensorsWriter()
        trainer.average.add(to: &writer)
        try writer.write(to: folder + "/w")
        try trainer.average.load(SafetensorsFile(path: folder + "/w"))
        #expect(try SafetensorsFile(path: folder + "/w").entry("guide.2.linear.weight") == nil)
      }
      return trainer.state.layout.entries.filter { !$0.name.hasPrefix("guide.") }
        .flatMap { Array(trainer.state.elements($0)) }
    }
    let plain = try backbone(guided: false, share: 1)
    #expect(try backbone(guided: true, share: 0) == plain)
    #expect(try backbone(guided: true, share: 1) != plain)
  }

  @Test("a checkpoint of another architecture is refused")
  func foreign_checkpoint() throws {
    try withTemporaryFolder { folder in
      try trainer(blobPlan(epochs: 1), labels: 3).save(to: folder + "/c")
      let other = try trainer(blobPlan(epochs: 1), labels: 2)
      #expect(throws: WeightError.self) { try other.restore(from: folder + "/c") }
    }
  }

  @Test("the head alone moves in a phase that freezes the backbone")
  func frozen_backbone() throws {
    let trainer = try trainer(blobPlan(epochs: 1, headEpochs: 1), labels: 2)
    let before = trainer.state.layout.entries.map { Array(trainer.state.elements($0)) }
    _ = trainer.step(Blobs(count: 16, seed: 1))
    for (entry, old) in zip(trainer.state.layout.entries, before) {
      let moved = !trainer.state.elements(entry).elementsEqual(old)
      #expect(moved == !entry.name.hasPrefix("backbone."), "\(entry.name)")
    }
  }

  @Test("a picture whose findings are all unknown gives no gradient")
  func unknown_targets() throws {
    let set = FixedSet(
      pictures: (0..<2).map { n in (0..<32 * 32 * 3).map { Float(($0 * (n + 3)) % 17) / 17 } },
      truth: [[.nan, .nan], [.nan, .nan]], size: (height: 32, width: 32))
    var plan = blobPlan(epochs: 1)
    plan.batch = 2
    let report = try trainer(plan, labels: 2).step(set)
    #expect(report.loss == 0 && report.gradientNorm == 0 && report.taken)
  }

  @Test("two blobs are told apart within a few hundred steps")
  func toy_task() throws {
    let trainer = try trainer(blobPlan(epochs: 24), labels: 2)
    let set = Blobs(count: 256, seed: 1)
    while trainer.phase != nil { _ = trainer.step(set) }
    let unseen = Blobs(count: 64, seed: 2)
    let logits = trainer.predict(unseen)
    var right = 0
    for i in 0..<unseen.count {
      for (logit, target) in zip(logits[i], unseen.targets(i)) where (logit > 0) == (target == 1) {
        right += 1
      }
    }
    #expect(right >= 120, "\(right) of 128")
  }
}
