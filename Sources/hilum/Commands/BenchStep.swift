/// `hilum bench step`: how long a training step takes.

import ArgumentParser
import Neural

struct BenchStep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "step", abstract: "Time training steps on noise: forward, backward, clipping and AdamW.")

  @Option(help: "The architecture.") var model = "convnextv2_atto.csra"
  @Option(help: "Rows and columns of a picture.") var size = 224
  @Option(help: "Pictures of one step.") var batch = 32
  @Option(help: "Threads; one for each processor by default.") var threads = Threads.processors
  @Option(help: "Timed steps, after one that warms up.") var runs = 5
  @Flag(help: "Print one JSON object.") var json = false

  func validate() throws {
    guard (32...4096).contains(size), batch >= 2, runs >= 1, (1...256).contains(threads) else {
      throw ValidationError(
        "--size is 32 to 4096, --batch at least 2, --runs at least 1, --threads 1 to 256.")
    }
  }

  func run() throws {
    let bench = StepBench(model: model, size: size, batch: batch, threads: Threads(threads), runs: runs)
    let times = try bench.run()
    let median = times[times.count / 2]
    guard json else {
      print(
        "\(model) at \(size), batch \(batch), \(threads) threads: median \(BenchReport.rounded(median)) ms, fastest "
          + "\(BenchReport.rounded(times[0])) ms, \(BenchReport.rounded(Double(batch) / median * 1e3)) pictures a second"
      )
      return
    }
    let all = times.map { "\(BenchReport.rounded($0))" }.joined(separator: ",")
    print(
      BenchReport.object(
        [("model", model)],
        [
          ("size", Double(size)), ("batch", Double(batch)), ("threads", Double(threads)),
          ("median_ms", median),
          ("min_ms", times[0]), ("peak_mib", BenchReport.peakMiB),
        ], ",\"ms\":[\(all)]"))
  }
}
