/// `hilum bench`: how fast this machine is at what the workstation does.

import ArgumentParser
import Glibc
import Neural

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the speed of this machine.",
    subcommands: [Engine.self, TerminalSpeed.self])

  struct Engine: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Time forward passes of a network with seeded weights, beside the peak of the same threads.")

    @Option(help: "The architecture, e.g. convnextv2_base.csra.") var model = "convnextv2_atto.csra"
    @Option(help: "Rows and columns of a picture.") var size = 224
    @Option(help: "Pictures of one run.") var batch = 1
    @Option(help: "Threads; one for each processor by default.") var threads = Threads.processors
    @Option(help: "Timed runs.") var runs = 10
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
      guard size >= 32, size <= 4096 else { throw ValidationError("--size is 32 to 4096.") }
      guard batch >= 1, threads >= 1, runs >= 1 else {
        throw ValidationError("--batch, --threads and --runs are at least 1.")
      }
    }

    func run() throws {
      let bench = EngineBench(
        model: model, size: size, batch: batch, threads: Threads(threads), runs: runs)
      let result = try bench.run()
      print(json ? object(result) : sentence(result))
    }

    private func object(_ result: EngineBench.Result) -> String {
      let values = [
        ("median_ms", result.medianMilliseconds), ("min_ms", result.minimumMilliseconds),
        ("gflops", result.gflops), ("fma_share", result.fmaShare), ("peak_mib", peakMiB),
      ]
      return "{" + values.map { "\"\($0)\":\(rounded($1))" }.joined(separator: ",") + "}"
    }

    private func sentence(_ result: EngineBench.Result) -> String {
      """
      \(model) at \(size), batch \(batch), \(threads) threads, \(runs) runs
      median \(rounded(result.medianMilliseconds)) ms, fastest \(rounded(result.minimumMilliseconds)) ms
      \(rounded(result.gflops)) GFLOP/s, \(rounded(100 * result.fmaShare)) % of the multiply-add peak
      peak memory \(rounded(peakMiB)) MiB, activations \(rounded(result.workspaceMiB)) MiB
      """
    }

    /// The most memory that the process has held.
    private var peakMiB: Double {
      var usage = rusage()
      getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
      return Double(usage.ru_maxrss) / 1024
    }

    private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
  }
}
