/// The optimiser, clipping, moving average and schedule against PyTorch and timm.

import Testing

import Neural

private func golden() throws -> SafetensorsFile {
  try SafetensorsFile(path: fixture("optimizer.safetensors"))
}

/// Runs `body` on an array as a mutable buffer.
private func update(
  _ values: inout [Float], _ gradients: [Float],
  _ body: (UnsafeMutableBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) -> Void
) {
  var gradients = gradients
  values.withUnsafeMutableBufferPointer { v in gradients.withUnsafeMutableBufferPointer { g in body(v, g) } }
}

@Suite("Optimiser")
struct OptimizerTests {
  @Test("three clipped AdamW steps of two groups equal PyTorch's")
  func adamw() throws {
    let file = try golden()
    var values = try file.floats("adamw.w.step0") + file.floats("adamw.b.step0")
    var optimizer = AdamW(count: 42, epsilon: 1e-8)
    let groups = [
      ParameterGroup(ranges: [0..<35], learningRate: 1e-2, weightDecay: 0.05),
      ParameterGroup(ranges: [35..<42], learningRate: 1e-3, weightDecay: 0),
    ]
    for step in 1...3 {
      let gradients = try file.floats("adamw.w.grad\(step)") + file.floats("adamw.b.grad\(step)")
      var norm = 0.0
      update(&values, gradients) { v, g in
        let clip = clipping(g, limit: 1)
        norm = clip.norm
        optimizer.update(v, g, scale: clip.scale, groups)
      }
      #expect(abs(norm - (try file.doubles("clip.norm\(step)")[0])) < 1e-5)
      let (w, b) = (try file.floats("adamw.w.step\(step)"), try file.floats("adamw.b.step\(step)"))
      #expect(distance(values, w + b) < 1e-6)
      let mean = try file.floats("adamw.w.exp_avg\(step)") + file.floats("adamw.b.exp_avg\(step)")
      #expect(distance(optimizer.mean, mean) < 1e-7)
      let square = try file.floats("adamw.w.exp_avg_sq\(step)") + file.floats("adamw.b.exp_avg_sq\(step)")
      #expect(distance(optimizer.square, square) < 1e-8)
    }
  }

  @Test("the moving average of weights and statistics equals timm's")
  func moving_average() throws {
    let file = try golden()
    let layout = try ParameterLayout { w throws(WeightError) in try w.take("w", [5, 7]) }
    let (state, average) = (ParameterStore(layout), ParameterStore(layout))
    _ = average.values.update(from: try file.floats("adamw.w.step0"))
    for step in 1...3 {
      _ = state.values.update(from: try file.floats("adamw.w.step\(step)"))
      MovingAverage(decay: 0.9, warmsUp: false).update(average, towards: state, step: step)
      let expected = try file.floats("ema.w.step\(step)")
      #expect(distance(Array(average.values.prefix(35)), expected) < 1e-6)
    }
  }

  @Test("the decay's warm-up equals timm's")
  func decay() throws {
    let expected = try golden().doubles("ema.warmup_decay")
    let average = MovingAverage(decay: 0.9999, warmsUp: true)
    let found = [0, 1, 2, 10, 100, 1000, 100_000].map(average.decay(at:))
    #expect(distance(found, expected) < 1e-9, "\(found) \(expected)")
  }

  @Test("the cosine with warm-up equals timm's")
  func cosine() throws {
    let schedule = CosineSchedule(peak: 1e-3, floor: 1e-6, epochs: 20, warmUpEpochs: 3, warmUpStart: 1e-5)
    let found = (0...23).map { schedule.rate(Double($0)) }
    #expect(distance(found, try golden().doubles("cosine.lr")) < 1e-12)
  }
}
