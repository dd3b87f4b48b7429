/// The flat store of a model's state: its layout, its start, and its way through a file.

import Testing

import Neural

/// One tensor of each kind, in the order of a state dict.
private struct Model {
  let tensors: [Tensor]

  init(_ w: inout some WeightSource & ~Copyable) throws(WeightError) {
    tensors = [
      try w.take("backbone.stem.0.weight", [40, 3, 4, 4]), try w.take("backbone.stem.0.bias", [40]),
      try w.take("backbone.stages.0.blocks.0.mlp.grn.weight", [20]),
      try w.take("backbone.head.norm.weight", [40]),
      try w.take("bn.weight", [40]), try w.take("bn.running_mean", [40]), try w.take("bn.running_var", [40]),
      try w.take("head.classifier.weight", [5, 40]), try w.take("head.classifier.bias", [5]),
    ]
    try w.takeCounter("bn.num_batches_tracked")
  }
}

private func makeStore() throws -> ParameterStore {
  ParameterStore(try ParameterLayout { w throws(WeightError) in try Model(&w) })
}

@Suite("Parameter store")
struct ParameterStoreTests {
  @Test("statistics lie behind the parameters, and models are views in asking order")
  func layout() throws {
    let store = try makeStore()
    let kinds = store.layout.entries.map(\.kind)
    #expect(
      kinds == [
        .parameter, .parameter, .parameter, .parameter, .parameter, .statistic, .statistic, .parameter,
        .parameter,
      ])
    for entry in store.layout.entries {
      #expect((entry.range.lowerBound < store.layout.parameterCount) == (entry.kind == .parameter))
    }
    let model = try store.model { w throws(WeightError) in try Model(&w) }
    model.tensors[7].base[3] = 42
    #expect(store.elements(store.layout.entries[7])[3] == 42)
    withExtendedLifetime(store) {}
  }

  @Test("training starts as timm and the published heads do, and equally for equal seeds")
  func start() throws {
    let (a, b) = (try makeStore(), try makeStore())
    a.start(seed: 3, headBias: -2)
    b.start(seed: 3, headBias: -2)
    #expect(a.values.elementsEqual(b.values))
    let entries = a.layout.entries
    let stem = a.elements(entries[0])
    let square = stem.map { Double($0) * Double($0) }.reduce(0, +) / Double(stem.count)
    #expect(abs(square.squareRoot() - 0.02) < 0.002)
    for (index, value) in [(1, 0), (2, 0), (3, 1), (4, 1), (5, 0), (6, 1), (8, -2)] as [(Int, Float)] {
      #expect(a.elements(entries[index]).allSatisfy { $0 == value }, "\(entries[index].name)")
    }
    let bound = Float((6.0 / 45).squareRoot())
    let head = a.elements(entries[7])
    #expect(head.allSatisfy { abs($0) <= bound } && head.contains { abs($0) > 0.9 * bound })
  }

  @Test("a saved store is read back exactly, a half-precision one to its rounding")
  func file() throws {
    try withTemporaryFolder { folder in
      let store = try makeStore()
      store.start(seed: 9)
      store.counters = [17]
      let cases: [(SafetensorsWriter.Precision, Float)] = [(.float32, 0), (.float16, 2e-4)]
      for (precision, tolerance) in cases {
        var writer = SafetensorsWriter()
        store.add(to: &writer, as: precision)
        try writer.write(to: folder + "/s")
        let copy = try makeStore()
        try copy.load(SafetensorsFile(path: folder + "/s"))
        #expect(copy.counters == [17])
        #expect(distance(Array(copy.values), Array(store.values)) <= tolerance)
      }
    }
  }

  @Test("the backbone of another model is taken without its final norm and head")
  func backbone() throws {
    try withTemporaryFolder { folder in
      let (source, target) = (try makeStore(), try makeStore())
      source.start(seed: 1)
      source.elements(source.layout.entries[3]).update(repeating: 5)
      var writer = SafetensorsWriter()
      source.add(to: &writer)
      try writer.write(to: folder + "/s")
      target.start(seed: 2)
      try target.load(SafetensorsFile(path: folder + "/s"), .backbone)
      let entries = source.layout.entries
      #expect(target.elements(entries[0]).elementsEqual(source.elements(entries[0])))
      #expect(target.elements(entries[3]).allSatisfy { $0 == 1 })
      #expect(!target.elements(entries[7]).elementsEqual(source.elements(entries[7])))
    }
  }
}
