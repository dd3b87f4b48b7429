/// The strict contract between a file and an architecture.

import Testing

import Neural

/// A model of three tensors and a counter.
private struct Tiny {
  let weight: Tensor
  let bias: Tensor

  init(_ w: inout some WeightSource & ~Copyable) throws(WeightError) {
    weight = try w.take("fc.weight", [2, 3, 1, 1])
    bias = try w.take("fc.bias", [2])
    try w.takeCounter("bn.num_batches_tracked")
  }
}

private struct Parts {
  var prefix = ""
  var weightShape = [2, 3]
  var weight: [Float] = [1, 2, 3, 4, 5, 6]
  var skips: Set<String> = []
  var extra = false
  var half = false
}

private func reads(_ parts: Parts) throws -> Loaded<Tiny> {
  try withTemporaryFolder { folder in
    var writer = SafetensorsWriter()
    let precision = parts.half ? SafetensorsWriter.Precision.float16 : .float32
    if !parts.skips.contains("weight") {
      writer.add(parts.prefix + "fc.weight", parts.weightShape, parts.weight, as: precision)
    }
    if !parts.skips.contains("bias") {
      writer.add(parts.prefix + "fc.bias", [2], [0.5, -0.5], as: precision)
    }
    if !parts.skips.contains("counter") {
      writer.add(parts.prefix + "bn.num_batches_tracked", [], integers: [3])
    }
    if parts.extra { writer.add(parts.prefix + "more", [1], [1]) }
    try writer.write(to: folder + "/f")
    return try load(SafetensorsFile(path: folder + "/f")) { w throws(WeightError) in try Tiny(&w) }
  }
}

@Suite("Reading weights strictly")
struct WeightReaderTests {
  @Test("a file that fits is read, also from half precision", arguments: [false, true])
  func fits(_ half: Bool) throws {
    let tiny = try reads(Parts(half: half))
    #expect((0..<6).map { tiny.model.weight.base[$0] } == [1, 2, 3, 4, 5, 6])
    #expect((0..<2).map { tiny.model.bias.base[$0] } == [0.5, -0.5])
  }

  @Test(
    "a prefix that all names share is dropped, also two of them", arguments: ["module.", "_orig_mod.module."])
  func prefix(_ prefix: String) throws {
    _ = try reads(Parts(prefix: prefix))
  }

  @Test("a missing tensor is named")
  func missing() throws {
    #expect(throws: WeightError.missing(["fc.bias"])) { try reads(Parts(skips: ["bias"])) }
  }

  @Test("a missing batch counter is named")
  func counter() throws {
    #expect(throws: WeightError.missing(["bn.num_batches_tracked"])) { try reads(Parts(skips: ["counter"])) }
  }

  @Test("an unexpected tensor is named")
  func unexpected() throws {
    #expect(throws: WeightError.unexpected(["more"])) { try reads(Parts(extra: true)) }
  }

  @Test("a misshapen tensor is named with both shapes")
  func misshapen() throws {
    #expect(throws: WeightError.shape(name: "fc.weight", expected: [2, 3, 1, 1], found: [3, 2])) {
      try reads(Parts(weightShape: [3, 2]))
    }
  }

  @Test("everything that differs is told at once")
  func together() throws {
    do {
      _ = try reads(Parts(weightShape: [3, 2], skips: ["bias", "counter"], extra: true))
      Issue.record("it was read")
    } catch WeightError.mismatch(let mismatch) {
      #expect(mismatch.missing == ["fc.bias", "bn.num_batches_tracked"])
      #expect(mismatch.unexpected == ["more"])
      #expect(mismatch.misshapen.map(\.name) == ["fc.weight"])
      let sentence = WeightError.mismatch(mismatch).description
      #expect(sentence.contains("lack \"fc.bias\"") && sentence.contains("[3, 2] for [2, 3, 1, 1]"))
    }
  }

  @Test("a value that is not finite is refused by name", arguments: [Float.nan, .infinity, -.infinity])
  func finite(_ value: Float) throws {
    #expect(throws: WeightError.notFinite(name: "fc.weight")) {
      try reads(Parts(weight: [1, 2, 3, 4, 5, value]))
    }
  }

  @Test("only a 1x1 kernel may stand for a matrix")
  func pointwise() {
    #expect(WeightReader.fits([2, 3], [2, 3, 1, 1]) && WeightReader.fits([2, 3, 1, 1], [2, 3]))
    #expect(!WeightReader.fits([2], [2, 1, 1]) && !WeightReader.fits([2, 3, 1, 1], [2, 3, 1, 2]))
    #expect(!WeightReader.fits([2, 3, 1], [2, 3]))
  }
}
