/// `hilum bench engine`: forward passes beside the multiply-add peak of the same threads.

import ArgumentParser
import Neural

struct BenchEngine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine",
    abstract: "Time forward passes of a network with seeded weights, beside the peak of the same threads.")

  @Option(help: "The architecture, e.g. convnextv2_base.csra.") var model = "convnextv2_atto.csra"
  @Option(help: "What its blocks multiply in: float32 or eightBits.") var precision = Precision.float32
  @Option(help: "Rows and columns of a picture.") var size = 224
  @Option(help: "Pictures of one run.") var batch = 1
  @Option(help: "Threads; one for each processor by default.") var threads = Threads.processors
  @Option(help: "Timed runs.") var runs = 10
  @Flag(help: "Time each layer too.") var profile = false
  @Flag(help: "Print one JSON object.") var json = false

  func validate() throws {
    guard size >= 32, size <= 4096 else { throw ValidationError("--size is 32 to 4096.") }
    guard batch >= 1, runs >= 1, (1...256).contains(threads) else {
      throw ValidationError("--batch and --runs are at least 1, --threads is 1 to 256.")
    }
  }

  func run() throws {
    let bench = EngineBench(
      model: model, precision: precision, size: size, batch: batch, threads: Threads(threads), runs: runs)
    let result = try bench.run(profile: profile)
    print(json ? object(result) : sentence(result))
  }

  /// The sets that are at work.
  private var kernels: String {
    precision == .float32 ? "\(KernelSet.best)" : "\(KernelSet.best)+\(ByteKernelSet.best)"
  }

  private func object(_ result: EngineBench.Result) -> String {
    let layers = result.layers.map { row in
      BenchReport.object([("layer", row.layer)], [("ms", row.seconds * 1e3), ("gflops", gflops(row))])
    }
    let all = result.milliseconds.map { "\(BenchReport.rounded($0))" }.joined(separator: ",")
    return BenchReport.object(
      [("model", model), ("kernels", kernels), ("precision", precision.rawValue)],
      [
        ("size", Double(size)), ("batch", Double(batch)), ("threads", Double(threads)),
        ("runs", Double(runs)),
        ("median_ms", result.medianMilliseconds), ("min_ms", result.minimumMilliseconds),
        ("gflops", result.gflops), ("peak_gflops", result.peakGflops), ("fma_share", result.fmaShare),
        ("peak_mib", BenchReport.peakMiB), ("workspace_mib", result.workspaceMiB),
      ],
      ",\"ms\":[\(all)]" + (profile ? ",\"layers\":[\(layers.joined(separator: ","))]" : ""))
  }

  private func sentence(_ result: EngineBench.Result) -> String {
    let head = """
      \(model) at \(size), batch \(batch), \(threads) threads, \(runs) runs, \(precision) with \(kernels) kernels
      median \(BenchReport.rounded(result.medianMilliseconds)) ms, fastest \
      \(BenchReport.rounded(result.minimumMilliseconds)) ms
      \(BenchReport.rounded(result.gflops)) GFLOP/s, \(BenchReport.rounded(100 * result.fmaShare)) % of the \
      float32 multiply-add peak of \(BenchReport.rounded(result.peakGflops))
      peak memory \(BenchReport.rounded(BenchReport.peakMiB)) MiB, activations \
      \(BenchReport.rounded(result.workspaceMiB)) MiB
      """
    let rows = result.layers.map { row in
      "\(BenchReport.rounded(row.seconds * 1e3)) ms\t\(BenchReport.rounded(gflops(row))) GFLOP/s\t\(row.layer)"
    }
    return ([head] + rows).joined(separator: "\n")
  }

  private func gflops(_ row: Stopwatch.Row) -> Double {
    row.seconds > 0 ? 2e-9 * Double(row.multiplyAdds) / row.seconds : 0
  }
}
