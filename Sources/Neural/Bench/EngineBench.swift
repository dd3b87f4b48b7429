/// How long a network takes on this machine, and how near that is to what its cores could do.

/// Times forward passes of a network with seeded weights over a seeded picture.
package struct EngineBench {
  package let model: String
  package let size: Int
  package let batch: Int
  package let threads: Threads
  package let runs: Int

  /// - Parameters:
  ///   - size: rows and columns of a picture.
  ///   - batch: pictures of one run, read one after the other.
  ///   - runs: timed runs, after one that warms up.
  package init(model: String, size: Int, batch: Int, threads: Threads, runs: Int) {
    (self.model, self.size, self.batch, self.threads, self.runs) = (model, size, batch, threads, max(1, runs))
  }

  package struct Result: Sendable {
    package let medianMilliseconds: Double
    package let minimumMilliseconds: Double
    /// Of the median run, in 1e9 operations a second; a multiply-add counts as two.
    package let gflops: Double
    /// `gflops` over what the same threads reach with multiply-adds alone, measured beside the runs.
    package let fmaShare: Double
    /// The most memory that activations took at once.
    package let workspaceMiB: Double
  }

  /// - Throws: `WeightError.unknownModel`.
  package func run() throws(WeightError) -> Result {
    var source = SeededWeights(seed: 1)
    let network = try ModelRegistry.make(model, labels: 30, &source)
    let ws = Workspace()
    let input = picture(ws)
    var times: [Double] = []
    var peak = 0.0
    for run in 0...runs {
      peak = max(peak, measurePeak())
      let time = seconds { for _ in 0..<batch { _ = network.read(input, ws, threads) } }
      if run > 0 { times.append(time) }
    }
    withExtendedLifetime(source) {}
    times.sort()
    let median = times[times.count / 2]
    let gflops = Double(try flops()) / median / 1e9
    return Result(
      medianMilliseconds: median * 1e3, minimumMilliseconds: times[0] * 1e3, gflops: gflops,
      fmaShare: gflops / peak, workspaceMiB: Double(ws.highWater) / 1_048_576)
  }

  private func picture(_ ws: Workspace) -> Tensor {
    let input = ws.tensor([1, size, size, 3])
    var random = SplitMix64(seed: 2)
    for i in 0..<input.count { input.base[i] = SeededWeights.gauss(random.next()) }
    return input
  }

  private func flops() throws(WeightError) -> Int {
    guard let variant = ModelRegistry.variant(of: model) else {
      throw .unknownModel(model, known: ModelRegistry.names)
    }
    return batch * 2 * variant.multiplyAdds(height: size, width: size)
  }

  /// 1e9 operations a second of multiply-adds alone on all threads.
  private func measurePeak() -> Double {
    let rounds = 4_000_000
    var flops = [Int](repeating: 0, count: threads.count)
    let time = flops.withUnsafeMutableBufferPointer { flops in
      seconds {
        threads.parallel(threads.count) { thread in
          let done = KernelSet.best.multiplyAdd(rounds: rounds)
          flops[thread] = done.sum.isNaN ? 0 : done.flops
        }
      }
    }
    return Double(flops.reduce(0, +)) / time / 1e9
  }

  private func seconds(_ body: () -> Void) -> Double {
    let (whole, fraction) = ContinuousClock().measure(body).components
    return Double(whole) + Double(fraction) * 1e-18
  }
}
