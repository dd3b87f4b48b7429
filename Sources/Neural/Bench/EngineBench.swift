/// How long a network takes on this machine, and how near that is to what its cores could do.

/// Times forward passes of a network with seeded weights over a seeded picture.
package struct EngineBench {
  package let model: String
  package let precision: Precision
  package let size: Int
  package let batch: Int
  package let threads: Threads
  package let runs: Int

  /// - Parameters:
  ///   - size: rows and columns of a picture.
  ///   - batch: pictures of one run, read one after the other.
  ///   - runs: timed runs, after one that warms up.
  package init(
    model: String, precision: Precision = .float32, size: Int, batch: Int, threads: Threads, runs: Int
  ) {
    (self.model, self.precision, self.size) = (model, precision, size)
    (self.batch, self.threads, self.runs) = (batch, threads, max(1, runs))
  }

  package struct Result: Sendable {
    /// Of each timed run, sorted.
    package let milliseconds: [Double]
    package var medianMilliseconds: Double { milliseconds[milliseconds.count / 2] }
    package var minimumMilliseconds: Double { milliseconds[0] }
    /// Of the median run, in 1e9 operations a second; a multiply-add counts as two.
    package let gflops: Double
    /// What the same threads reach with multiply-adds of float32 alone, measured beside the runs.
    package let peakGflops: Double
    package var fmaShare: Double { gflops / peakGflops }
    /// The most memory that activations took at once.
    package let workspaceMiB: Double
    /// Time and multiply-adds of one run by layer, where they were asked for.
    package let layers: [Stopwatch.Row]
  }

  /// - Parameter profile: whether the layers are timed too, in runs of their own.
  /// - Throws: `WeightError.unknownModel`.
  package func run(profile: Bool = false) throws(WeightError) -> Result {
    var source = SeededWeights(seed: 1)
    let network = try ModelRegistry.make(model, labels: 30, precision: precision, &source)
    let ws = Workspace()
    let input = Self.picture(size, ws)
    var times: [Double] = []
    var peak = 0.0
    for run in 0...runs {
      peak = max(peak, measurePeak())
      let time = Self.seconds { for _ in 0..<batch { Self.read(network, input, ws, threads) } }
      if run > 0 { times.append(time * 1e3) }
    }
    let layers = profile ? self.layers(network, input, ws) : []
    withExtendedLifetime(source) {}
    times.sort()
    return Result(
      milliseconds: times, gflops: Double(try flops()) / times[times.count / 2] / 1e6, peakGflops: peak,
      workspaceMiB: Double(ws.highWater) / 1_048_576, layers: layers)
  }

  private func layers(_ network: any FindingNetwork, _ input: Tensor, _ ws: Workspace) -> [Stopwatch.Row] {
    let stopwatch = Stopwatch()
    ws.stopwatch = stopwatch
    for _ in 0..<runs {
      stopwatch.start()
      Self.read(network, input, ws, threads)
    }
    ws.stopwatch = nil
    return stopwatch.rows.map { $0.divided(by: runs) }
  }

  /// Reads to the end: nothing cancels a measurement.
  static func read(_ network: any FindingNetwork, _ input: Tensor, _ ws: Workspace, _ threads: Threads) {
    do throws(CancellationError) {
      _ = try network.read(input, ws, threads)
    } catch {
      preconditionFailure("a measurement was cancelled")
    }
  }

  /// A seeded picture [1, size, size, 3].
  static func picture(_ size: Int, _ ws: Workspace) -> Tensor {
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
      Self.seconds {
        threads.parallel(threads.count) { thread in
          let done = KernelSet.best.multiplyAdd(rounds: rounds)
          flops[thread] = done.sum.isNaN ? 0 : done.flops
        }
      }
    }
    return Double(flops.reduce(0, +)) / time / 1e9
  }

  private static func seconds(_ body: () -> Void) -> Double {
    ContinuousClock().measure(body) / .seconds(1)
  }
}

extension Stopwatch.Row {
  fileprivate func divided(by runs: Int) -> Self {
    Self(layer: layer, seconds: seconds / Double(runs), multiplyAdds: multiplyAdds / runs)
  }
}
