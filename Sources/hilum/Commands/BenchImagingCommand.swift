/// `hilum bench imaging`: how fast films become pixels.

import ArgumentParser
import Foundation
import Imaging

extension BenchCommand {
  struct Films: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "imaging",
      abstract: "Time the decoding of films, from bytes in memory to modality values.",
      discussion: """
        With --python, pydicom decodes the same files; its last number says how many times as long it takes as Hilum
        in a worker, which is how films are opened. Before each run there is a rest of 20 ms, for both.
        """)

    @Argument(help: "Films.") var files: [String] = []
    @Option(help: "Time the search for films in this folder, and the reading of their headers.")
    var headers: String?
    @Option(help: "Timed runs of each film; the median counts.") var runs = 9
    @Option(help: "A Python interpreter that has pydicom and its decoders.") var python: String?
    @Option(help: "The decoder that pydicom is to use, such as pylibjpeg (default: the one that it prefers).")
    var plugin: String?

    func validate() throws {
      guard runs >= 1 else { throw ValidationError("--runs is at least 1.") }
      guard !files.isEmpty || headers != nil else { throw ValidationError("Give films, or --headers DIR.") }
    }

    func run() throws {
      do {
        if let headers { HeaderBench.run(headers, runs: runs).forEach { print($0) } }
        guard !files.isEmpty else { return }
        let rows = try ImagingBench(files: files, runs: runs, python: python, plugin: plugin).rows()
        let width = rows.map(\.name.count).max() ?? 0
        for row in rows { print(line(row, width)) }
      } catch let error as ImagingError {
        Complaint.print("bench imaging", Complaint.sentence(error))
        throw ExitCode(3)
      }
    }

    private func line(_ row: ImagingBench.Row, _ width: Int) -> String {
      let name = row.name + String(repeating: " ", count: width - row.name.count)
      let ours = String(
        format: "%8.1f ms %7.1f Mpx/s %8.1f ms in a worker", row.medianMilliseconds, row.megapixelsPerSecond,
        row.workerMilliseconds)
      guard let peer = row.peerMilliseconds else { return name + ours }
      return name + ours
        + String(format: "   pydicom %8.1f ms (%.2f times)", peer, peer / row.workerMilliseconds)
    }
  }
}
