/// Golden steps of AdamW with clipping, the moving average and the cosine schedule.

extension Selftest {
  func optimizer(_ golden: GoldenFile) throws(WeightError) -> [GoldenCheck] {
    var golden = golden
    let (w, b) = (try golden.file.floats("adamw.w.step0"), try golden.file.floats("adamw.b.step0"))
    let (weights, all) = (0..<w.count, w.count..<(w.count + b.count))
    let layout = try ParameterLayout { source throws(WeightError) in try source.take("all", [all.upperBound])
    }
    let (state, slopes, average) = (ParameterStore(layout), ParameterStore(layout), ParameterStore(layout))
    for store in [state, average] { _ = store.values.update(from: w + b) }
    let groups = [
      ParameterGroup(ranges: [weights], learningRate: 1e-2, weightDecay: 0.05),
      ParameterGroup(ranges: [all], learningRate: 1e-3, weightDecay: 0),
    ]
    var adam = AdamW(count: layout.parameterCount, epsilon: 1e-8)
    for step in 1...3 {
      let gradients =
        try golden.file.floats("adamw.w.grad\(step)") + golden.file.floats("adamw.b.grad\(step)")
      _ = slopes.values.update(from: gradients)
      let clip = clipping(slopes.parameters, limit: 1)
      adam.update(state.parameters, slopes.parameters, scale: clip.scale, groups)
      MovingAverage(decay: 0.9, warmsUp: false).update(average, towards: state, step: step)
      try golden.compare("clip.norm\(step)", [clip.norm], relative: 1e-6)
      for (name, part) in [("w", weights), ("b", all)] {
        try golden.compare("adamw.\(name).step\(step)", Array(state.values[part]), relative: 1e-6)
        try golden.compare("adamw.\(name).exp_avg\(step)", Array(adam.mean[part]), relative: 1e-6)
        try golden.compare("adamw.\(name).exp_avg_sq\(step)", Array(adam.square[part]), relative: 1e-5)
        try golden.compare("ema.\(name).step\(step)", Array(average.values[part]), relative: 1e-6)
      }
    }
    let warming = MovingAverage(decay: 0.9999, warmsUp: true)
    try golden.compare(
      "ema.warmup_decay", [0, 1, 2, 10, 100, 1000, 100_000].map(warming.decay(at:)), relative: 1e-9)
    let cosine = CosineSchedule(peak: 1e-3, floor: 1e-6, epochs: 20, warmUpEpochs: 3, warmUpStart: 1e-5)
    try golden.compare("cosine.lr", (0..<24).map { cosine.rate(Double($0)) }, relative: 1e-9)
    return golden.checks
  }
}
